"""The conformance set notices when reader, writer or tables are broken."""

from __future__ import annotations

from collections import Counter

import pytest

from conformance.proof.branches import MODULES, model
from conformance.proof.mutate import (
    EQUIVALENT,
    Recorded,
    driver_mutations,
    element_mutations,
    mutations,
    sample,
    table_mutations,
)


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    return Recorded.make()


def test_there_are_many() -> None:
    names = [mutation.name for mutation in mutations()]
    assert len(names) > 400 and len(list(table_mutations())) > 100
    assert any("swap" in name for name in names) and any("width" in name for name in names)


def test_each_exemption_is_one_mutation() -> None:
    every = Counter(m.name for m in (*table_mutations(), *element_mutations(), *driver_mutations()))
    assert {name: every[name] for name in EQUIVALENT} == dict.fromkeys(EQUIVALENT, 1)
    assert every.total() == len(every)


def test_a_sample_is_noticed(recorded: Recorded) -> None:
    unnoticed = [mutation.name for mutation in sample(36) if recorded.notices(mutation) is None]
    assert unnoticed == []


def test_a_mutation_leaves_nothing_behind(recorded: Recorded) -> None:
    before = {module: dict(model(module).ELEMENTS) for module in MODULES}
    for mutation in [*list(table_mutations())[:3], *list(element_mutations())[:3]]:
        assert recorded.notices(mutation) is not None
    assert {module: dict(model(module).ELEMENTS) for module in MODULES} == before

    class Nothing:
        name = "nothing"

        @staticmethod
        def apply() -> object:
            import contextlib

            return contextlib.nullcontext()

    short = Recorded(recorded.streams[:60], recorded.refused)
    assert short.notices(Nothing()) is None  # type: ignore[arg-type]


@pytest.mark.long
def test_all_are_noticed(recorded: Recorded) -> None:
    assert [mutation.name for mutation in mutations() if recorded.notices(mutation) is None] == []
