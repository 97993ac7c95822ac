"""nn_post_filter_activation( payloadSize ), payloadType 211 (H.274 v4; v3 ends after nnpfa_output_flag)."""

from __future__ import annotations

from typing import Annotated

from sei.elements import st, u, ue
from sei.message import Message
from sei.syntax import Syntax


class NnPostFilterActivation(Message):
    """Switches a neural-network post-filter on or off for the picture."""

    payload_type = 211
    syntax_name = "nn_post_filter_activation"

    nnpfa_target_id: Annotated[int, ue(text="nnpfc_id of the filter")]
    nnpfa_cancel_flag: Annotated[int, u(1, text="cancels the persistence of an earlier activation")]
    nnpfa_persistence_flag: Annotated[int | None, u(1, text="applies to following pictures too")] = None
    nnpfa_target_base_flag: Annotated[int | None, u(1, text="the base filter, not its latest update")] = None
    nnpfa_no_prev_clvs_flag: Annotated[
        int | None, u(1, text="input pictures are not taken from an earlier CLVS")
    ] = None
    nnpfa_no_foll_clvs_flag: Annotated[
        int | None, u(1, text="input pictures are not taken from a later CLVS")
    ] = None
    nnpfa_num_output_entries: Annotated[int | None, ue(text="flags that follow")] = None
    nnpfa_output_flag: Annotated[
        list[int] | None, u(1, dims=1, text="the filter's picture that corresponds to input i is output")
    ] = None
    nnpfa_prompt_update_flag: Annotated[
        int | None, u(1, text="a prompt is given; absent in messages by H.274 v3")
    ] = None
    nnpfa_prompt: Annotated[str | None, st(text="prompt that the filter takes as input")] = None
    nnpfa_seed_update_flag: Annotated[int | None, u(1, text="a seed is given")] = None
    nnpfa_seed: Annotated[int | None, u(16, text="seed that the filter takes as input")] = None
    nnpfa_selected_input_flag: Annotated[int | None, u(1, text="the input pictures are shifted")] = None
    nnpfa_num_input_pic_shift_minus1: Annotated[
        int | None, ue(text="places that the input pictures are shifted in the list of candidates, minus 1")
    ] = None

    @staticmethod
    def table(s: Syntax) -> None:
        s("nnpfa_target_id")
        if s("nnpfa_cancel_flag"):
            return
        persistent = s("nnpfa_persistence_flag")
        s("nnpfa_target_base_flag")
        s("nnpfa_no_prev_clvs_flag")
        if persistent:
            s("nnpfa_no_foll_clvs_flag")
        s.flags("nnpfa_output_flag", count=s("nnpfa_num_output_entries"))
        # VTM 24.0 reads on whenever a bit is left, and takes the ending of a v3 message for a prompt.
        if not s.extended("nnpfa_prompt_update_flag"):
            return
        if s("nnpfa_prompt_update_flag"):
            s.align("nnpfa_alignment_zero_bit")
            s.text("nnpfa_prompt")
        if s("nnpfa_seed_update_flag"):
            s("nnpfa_seed")
        if s("nnpfa_selected_input_flag"):
            s("nnpfa_num_input_pic_shift_minus1")
