"""Examples of every command: `--help`, the manual page and docs/reference/cli.md show them."""

from __future__ import annotations

from collections.abc import Iterator

import click

EXAMPLES = {
    "seigen": """
        seigen encode clip.mp4 -o talk.266
        seigen decode talk.266 -o talk.mp4
        seigen inspect talk.266
    """,
    "avatar train": """
        seigen avatar train clip.mp4 -o me.avatar
        seigen encode clip.mp4 --system avatar --avatar me.avatar -o talk.266
    """,
    "compare": """
        seigen compare clip.mp4 -o results
        seigen compare wolfgang:0-99 --systems mesh,light --rates 8,16 -o results
    """,
    "completion": """
        seigen completion bash > ~/.local/share/bash-completion/completions/seigen
        seigen completion zsh > ~/.zfunc/_seigen
        seigen completion fish > ~/.config/fish/completions/seigen.fish
    """,
    "complexity": "seigen complexity mesh light",
    "conformance build": "seigen conformance build -o set --only 'GFVE_*'",
    "conformance coverage": """
        seigen conformance coverage
        seigen conformance coverage mine.bit --json
    """,
    "conformance interop": """
        seigen conformance interop packages --vtm path/to/DecoderApp
        seigen conformance interop --recorded --only 'GFV_KPS2D*'
    """,
    "conformance list": "seigen conformance list --only 'GFVE_*'",
    "conformance pack": """
        seigen conformance pack mine.bit --feature GFV --letter A --company Example --contact me@example.org
    """,
    "conformance verify": """
        seigen conformance verify talk.266
        seigen conformance verify --expect GFV_A_Example_1.zip
    """,
    "convert": """
        seigen convert talk.266 --onto video.265 -o video_gfv.265
        seigen convert talk.266 --placement prefix -o prefix.266
    """,
    "decode": """
        seigen decode talk.266 -o talk.mp4
        seigen decode talk.266 -o - | ffplay -
        seigen decode talk.266 -o both.mp4 --beside clip.mp4
    """,
    "drive": """
        seigen drive talk.266 --face drawing.png -o driven.266
    """,
    "diff": """
        seigen diff a.266 b.266
        seigen diff a.266 --against vtm_dump.txt
    """,
    "edit": "seigen edit talk.266 rules.json -o edited.266",
    "encode": """
        seigen encode clip.mp4 -o talk.266
        seigen encode clip.mp4 --bitrate 16 -o talk.mp4 --report report
        seigen encode wolfgang --limit 100 --system light -o talk.266
    """,
    "export": "seigen export light -o nets",
    "extract": """
        seigen extract talk.266 -o messages.json
        seigen extract talk.266 --as semantics -o parameters.csv
    """,
    "from-vtm-cfg": "seigen from-vtm-cfg gfv.cfg --base base.266 -o talk.266",
    "generate": "seigen generate keypoints.csv --as keypoints -o messages.json",
    "info": """
        seigen info talk.266
        seigen info talk.mp4 --json
    """,
    "inject": """
        seigen inject base.266 messages.json -o talk.266
        seigen inject base.mp4 messages.json --replace --verify -o talk.mp4
    """,
    "inspect": """
        seigen inspect talk.266 --au 3 --message 2
        seigen inspect talk.266 --type 223 --limit 20 --format csv
        seigen inspect talk.266 --format html -o talk.html
    """,
    "mos": "seigen mos scores.csv --measure psnr --measure stlpips -o agreement",
    "play": """
        seigen play talk.mp4
        seigen play talk.266 --level 0
    """,
    "plot": "seigen plot talk.266 -o talk.svg --name head",
    "plugin": """
        mpv --script="$(seigen plugin mpv)" talk.266
        export GST_PLUGIN_PATH="$(seigen plugin gstreamer)"
    """,
    "remove": "seigen remove talk.266 -o plain.266",
    "remux": "seigen remux talk.266 -o talk.mp4",
    "replace": "seigen replace talk.266 changed.json -o new.266",
    "semantics": """
        seigen semantics talk.266
        seigen semantics talk.266 --scale head.yaw=0.5 --freeze mouth.open -o calm.266
    """,
    "systems": """
        seigen systems
        seigen systems mesh
    """,
    "thin": """
        seigen thin talk.266 --every 2 -o half.266
        seigen thin talk.266 --level 0 -o coarse.266
    """,
    "to-vtm-cfg": "seigen to-vtm-cfg talk.266 -o talk.cfg",
    "train": "seigen train light --clips clip.mp4 --clips franck:0-999 --minutes 30 -o light.safetensors",
    "units": "seigen units talk.266",
    "zoo fetch": "seigen zoo fetch wolfgang",
    "zoo list": "seigen zoo list",
    "zoo path": "seigen zoo path wolfgang",
}
"""Command lines by command."""


def lines(path: str) -> list[str]:
    """Return the examples of a command by its path, such as ``zoo list``; ``seigen``: of the whole."""
    return [line.strip() for line in EXAMPLES.get(path, "").strip().splitlines()]


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield the paths of all commands that do something, and the commands."""
    for name, child in group.commands.items():
        path = f"{above} {name}".strip()
        if isinstance(child, click.Group):
            yield from commands(child, path)
        else:
            yield path, child


def show_examples(group: click.Group) -> None:
    """Put the examples under the help of every command."""
    for path, command in [("seigen", group), *commands(group)]:
        if found := lines(path):
            command.epilog = "\n\n".join(["Examples:", "\n".join(["\b", *(f"  {line}" for line in found)])])
