"""Fuzzing: `make fuzz`, or `python -m scripts.fuzz --seconds 300 --target container --seed 7`.

A target is a module scripts/fuzz_<name>.py with

    check(data)         raises on a find; what should be refused is refused by SeigenError
    seeds()             the first inputs
    mutate(data, rng)   optional: a changed input, where changed bytes alone would not get far
    MEMORY              optional: bytes of address space that it may take
    GUIDED              optional: True where coverage can guide it (pure Python)

Each runs in a process of its own, for some seconds, by a plain loop that changes inputs at random: the same
seed gives the same inputs. With --guided the targets that can are left to atheris (libFuzzer), whose corpus
grows in fuzz-corpus/<name>. A find is left in fuzz-corpus/<name>.crash-<hash>, and belongs into tests/ as a
regression test with its fix; `--target <name> --input FILE` runs it again.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import pkgutil
import random
import resource
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType

import scripts

CORPUS = Path("fuzz-corpus")
SECONDS_AN_INPUT = 20
"""Of processor time; six times as long on the clock, where others want the processor too."""
MEGABYTES = 2048
MAX_INPUT = 1 << 18
KEPT = 200
ODD = (0, 1, 2, 3, 0x7F, 0x80, 0xFE, 0xFF)


def targets() -> list[str]:
    """Names of all targets."""
    return sorted(m.name[5:] for m in pkgutil.iter_modules(scripts.__path__) if m.name.startswith("fuzz_"))


def load(name: str) -> ModuleType:
    """A target's module."""
    return importlib.import_module(f"scripts.fuzz_{name}")


def changed(data: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, put in, taken out, said twice, or all behind a place left out."""
    out = bytearray(data)
    for _ in range(1 << rng.randrange(5)):
        at, size = rng.randrange(len(out) + 1), 1 << rng.randrange(8)
        part = out[at : at + size]
        what = rng.randrange(8)
        if what == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif what == 1 and at < len(out):
            out[at] = rng.choice(ODD)
        elif what == 2:
            out[at : at + len(part)] = rng.randbytes(len(part))
        elif what == 3:
            out[at:at] = rng.randbytes(size % 17)
        elif what == 4:
            out[at:at] = bytes([rng.choice(ODD)]) * size
        elif what == 5:
            del out[at : at + size]
        elif what == 6:
            to = rng.randrange(len(out) + 1)
            out[to:to] = part
        elif rng.random() < 0.1:
            del out[at:]
        if len(out) > MAX_INPUT:
            del out[MAX_INPUT:]
    return bytes(out)


class TooSlow(Exception):
    """An input took more than SECONDS_AN_INPUT of processor time, or far too long."""


def _slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SECONDS_AN_INPUT} s")


def _timer(seconds: int) -> None:
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(6 * seconds)


def mutate(name: str, seconds: float, seed: int) -> int:
    """Check changed inputs in this process. Returns how many; raises on a find, its input in `_current`."""
    target, rng = load(name), random.Random(seed)
    warnings.simplefilter("ignore")  # of inputs, not of the code
    if memory := getattr(target, "MEMORY", None):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    change: Callable[[bytes, random.Random], bytes] = getattr(target, "mutate", changed)
    pool = list(target.seeds())
    signal.signal(signal.SIGPROF, _slow)
    signal.signal(signal.SIGALRM, _slow)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        # The seeds themselves first.
        data = pool[count] if count < len(pool) else change(rng.choice(pool), rng)
        _current(name).write_bytes(data)
        _timer(SECONDS_AN_INPUT)
        deeper = target.check(data)
        _timer(0)
        count += 1
        if deeper and rng.random() < 0.1:  # it was taken: a start for further changes
            pool.append(data) if len(pool) < KEPT else pool.__setitem__(rng.randrange(len(pool)), data)
    _current(name).unlink(missing_ok=True)
    return count


def _current(name: str) -> Path:
    CORPUS.mkdir(exist_ok=True)
    return CORPUS / f"{name}.current"


def _keep(name: str) -> None:
    """Give the input of a find its name."""
    if _current(name).exists():
        digest = hashlib.sha1(_current(name).read_bytes()).hexdigest()
        _current(name).replace(CORPUS / f"{name}.crash-{digest}")
        print(f"fuzz: {CORPUS}/{name}.crash-{digest}", file=sys.stderr)


def guided(name: str, arguments: list[str]) -> None:
    """Fuzz in this process by atheris, which libFuzzer ends."""
    import atheris

    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["sei", "vvc_bridge"]):
        target = load(name)
        for seed in target.seeds():
            (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
            # Modules that load when first used would not be instrumented later.
            target.check(seed)
    atheris.Setup([sys.argv[0], str(folder), *arguments], lambda data: target.check(data) and None)
    atheris.Fuzz()


def child(name: str, options: argparse.Namespace, arguments: list[str]) -> int:
    """One target in this process."""
    if options.guided:
        guided(
            name,
            [
                f"-max_total_time={options.seconds}",
                f"-timeout={SECONDS_AN_INPUT}",
                f"-rss_limit_mb={MEGABYTES}",
                f"-artifact_prefix={CORPUS}/{name}.",
                "-print_final_stats=1",
                *arguments,
            ],
        )
        return 0
    try:
        if options.input:
            load(name).check(Path(options.input).read_bytes())
            return 0
        count = mutate(name, options.seconds, options.seed)
    except BaseException:
        traceback.print_exc()
        return 1
    print(f"fuzz: {name}: {count} inputs in {options.seconds} s from seed {options.seed}", flush=True)
    return 0


def main() -> int:
    """Fuzz each target for some seconds. Exit status 1 when one found something."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default 60)")
    parser.add_argument("--seed", type=int, default=0, help="of the changes (default 0)")
    parser.add_argument("--target", action="append", choices=targets(), help="only this one; may be repeated")
    parser.add_argument("--guided", action="store_true", help="by atheris, where a target can")
    parser.add_argument("--input", help="check this one input, with --target")
    parser.add_argument("--child", choices=targets(), help=argparse.SUPPRESS)
    options, arguments = parser.parse_known_args()
    if options.child:
        return child(options.child, options, arguments)
    chosen = options.target or targets()
    failed = []
    for name in chosen:
        by = ["--guided"] if options.guided and getattr(load(name), "GUIDED", False) else []
        command = [
            *(sys.executable, "-m", "scripts.fuzz", "--child", name, *by),
            *("--seconds", str(options.seconds), "--seed", str(options.seed)),
            *(("--input", options.input) if options.input else ()),
            *arguments,
        ]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
            _keep(name)
    print(f"fuzz: {len(chosen)} targets, " + (f"finds in {', '.join(failed)}" if failed else "no finds"))
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
