"""Write docs/conformance/: the interop table and the list of VTM's defects, from the recorded runs.

    python -m scripts.make_conformance_docs

After a change of the set, record first (needs VTM and HM):
    seigen conformance interop --negative --record conformance/data/reference_runs.json.xz
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from conformance.catalogue import Stream, catalogue, negative, positive
from conformance.rules import RULES
from conformance.vtm.defects import DEFECTS
from conformance.vtm.interop import Comparison, compare_all
from conformance.vtm.report import markdown, page

DOCS = Path(__file__).parents[1] / "docs" / "conformance"
TITLE = "The conformance set on the reference decoders"


@cache
def _comparison(stream: Stream) -> Comparison:
    row = (stream.name, stream.data(), stream.edition, stream.negative, None)
    return compare_all([row], recorded=True)[0][0]


def comparisons(streams: Iterable[Stream]) -> list[Comparison]:
    """What was recorded of these streams."""
    return [_comparison(stream) for stream in streams]


def interop_markdown() -> str:
    """The table over the valid streams, then over those that break a rule."""
    good = markdown(comparisons(positive()), TITLE)
    bad = markdown(comparisons(negative()), "Streams that break a rule")
    note = (
        "\nA reference decoder need not notice a broken rule, and VTM and HM notice few of those that lie "
        "outside syntax and ranges.\n"
    )
    return good + "\n#" + bad.replace("\n\n", "\n" + note + "\n", 1)


def interop_html() -> str:
    """The same table as a page."""
    return page(comparisons(catalogue()), TITLE)


def defects_markdown() -> str:
    """VTM's defects, a stream for each."""
    by_name = {stream.name.removesuffix("_Seigen_1"): stream for stream in catalogue()}
    parts = [
        "# What VTM 24.0 gets wrong in GFV and GFVE\n\n"
        "Each with the shortest stream that shows it. `seigen conformance build --only 'MIN_*' -o DIR` "
        "writes them as packages; `seigen conformance interop --only 'MIN_*'` shows what VTM makes of "
        "them.\n\n"
        "## The decoder\n"
    ]
    for defect in DEFECTS:
        stream = by_name[defect.example]
        nals = [item for item in stream.items() if item.payload_type in (223, 224)]
        [found] = comparisons([stream])
        seen = f"{found.verdict}" + (f", {found.difference}" if found.difference else "")
        said = f" It says: `{found.said}`." if found.said else ""
        payloads = "".join(f"    {item.payload_type}  {item.payload.hex()}\n" for item in nals)
        parts.append(
            f"### {defect.title}\n\n{defect.detail}\n\n"
            f"Stream `{stream.name}` ({_lower(stream.purpose)}), "
            f"{len(stream.data())} bytes; payloadType and payload of its messages:\n\n{payloads}\n"
            f"VTM 24.0: {seen}.{said}\n"
        )
    return "\n".join(parts) + "\nThe encoder: [vtm24-encoder.md](vtm24-encoder.md).\n"


def verify_markdown() -> str:
    """Rules and verdicts."""
    lines = [
        "# What `seigen conformance verify` checks",
        "",
        "Every finding has a rule, a severity, a clause and a place: access unit, NAL unit, byte offset, "
        "element and bit.",
        "",
        "| outcome | exit status | when |",
        "|---|---|---|",
        "| clean | 0 | no error, nothing reserved |",
        "| unimplemented | 3 | valid, but uses what a later edition will define |",
        "| invalid | 4 | an error |",
        "",
        "Status 1 is a file that cannot be read, 2 wrong usage. `--expect` compares with what a package "
        "says: 0 or 4.",
        "",
        "| rule | severity | what | clause |",
        "|---|---|---|---|",
    ]
    lines += [f"| {r.name} | {r.severity} | {r.text} | {r.clause} |" for r in RULES.values()]
    return "\n".join(lines) + "\n"


def _lower(text: str) -> str:
    """A sentence's beginning in the midst of another; abbreviations stay."""
    return text if text[1:2].isupper() else text[0].lower() + text[1:]


def main() -> None:
    """Write the files."""
    DOCS.mkdir(parents=True, exist_ok=True)
    (DOCS / "interop.md").write_text(interop_markdown())
    (DOCS / "interop.html").write_text(interop_html())
    (DOCS / "vtm24-defects.md").write_text(defects_markdown())
    (DOCS / "verify.md").write_text(verify_markdown())


if __name__ == "__main__":
    main()
