"""Subcommand systems: what there is, and what each sends. Needs no torch."""

from __future__ import annotations

import click

from sei.shown import one_line, to_json
from vvc_bridge.terminal import columns, show


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, of all systems an array.")
def systems(name: str | None, as_json: bool) -> None:
    """List the systems, or show what NAME sends field by field.

    Weights: here; from the zoo, fetched when they are first used; none, see `seigen train`.
    """
    from generators import overview

    if name is None:
        found = overview.systems()
        if as_json:
            show(to_json([it.to_dict() for it in found], 1))
            return
        columns(
            ("name", "paper", "subject", "levels", "weights", "tag", "sent per picture"),
            (
                (
                    s.name,
                    s.paper or "-",
                    s.subject,
                    ",".join(s.levels),
                    s.weights,
                    s.tag,
                    f"{s.numbers}: {s.sent}",
                )
                for s in found
            ),
        )
        return
    it = overview.system(name)
    if as_json:
        show(to_json(it.to_dict(), 1))
        return
    show(one_line(f"{it.name}: {it.what}"))
    paper = f"arXiv {it.paper}, " if it.paper else ""
    show(one_line(f"{paper}subject {it.subject}, {it.numbers} numbers per picture, weights: {it.weights}"))
    show(one_line(it.tag))
    columns(
        ("field", "carrier", "shape", "unit", "range", "precision", "level", "policy", "meaning"),
        (
            (
                f.name,
                f.carrier,
                "x".join(map(str, f.shape)),
                f.unit,
                f.range,
                f.precision,
                f.level,
                f.policy,
                f.text,
            )
            for f in it.fields
        ),
    )
