"""Coverage-guided fuzzing with atheris: `make fuzz`, or `python -m scripts.fuzz --seconds 300`.

A target is a module scripts/fuzz_<name>.py with `check(data: bytes)`, which raises on a find, and
`seeds()`, the first inputs. The corpus grows in fuzz-corpus/<name>; a find is left in
fuzz-corpus/<name>.crash-<hash>, and belongs into tests/ as a regression test with its fix.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import scripts

CORPUS = Path("fuzz-corpus")
SECONDS_AN_INPUT = 10
MEGABYTES = 2048


def targets() -> list[str]:
    """Names of all targets."""
    return sorted(m.name[5:] for m in pkgutil.iter_modules(scripts.__path__) if m.name.startswith("fuzz_"))


def write_seeds(name: str) -> Path:
    """Write a target's seeds into its corpus; returns the corpus."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    for seed in importlib.import_module(f"scripts.fuzz_{name}").seeds():
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    return folder


def fuzz(name: str, arguments: list[str]) -> None:
    """Fuzz in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["sei", "vvc_bridge"]):
        target = importlib.import_module(f"scripts.fuzz_{name}")
        # Modules that load when first used would not be instrumented later.
        for seed in target.seeds():
            target.check(seed)
    atheris.Setup([sys.argv[0], *arguments], target.check)
    atheris.Fuzz()


def main() -> int:
    """Fuzz each target for some seconds. Exit status 1 when one found something."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="all targets together (default 60)")
    parser.add_argument("--target", action="append", choices=targets(), help="only this one; may be repeated")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options, arguments = parser.parse_known_args()
    if options.child:
        fuzz(options.child, arguments)
        return 0
    chosen = options.target or targets()
    failed = []
    for name in chosen:
        folder = write_seeds(name)
        command = [
            *(sys.executable, "-m", "scripts.fuzz", "--child", name, str(folder)),
            f"-max_total_time={max(1, options.seconds // len(chosen))}",
            f"-timeout={SECONDS_AN_INPUT}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={CORPUS}/{name}.",
            "-print_final_stats=1",
            *arguments,
        ]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    print(f"fuzz: {len(chosen)} targets, " + (f"finds in {', '.join(failed)}" if failed else "no finds"))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
