"""The `seigen` command: gathers every layer's subcommands; importing it loads nothing heavy."""

import contextlib
import importlib
import io
import itertools
import logging
import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterator
from typing import Any

# pydantic would look through all installed packages for plugins: a fifth of our start-up time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import click

from sei.errors import SeigenError, SeigenWarning
from sei.extras import missing
from sei.log import log
from sei.shown import one_line
from seigen.examples import show_examples
from seigen.shell import completion, print_version
from seigen.signals import Ended, raised
from vvc_bridge import terminal
from vvc_bridge.output import FULL, naming
from vvc_bridge.terminal import say, warn

LAYERS = (
    "vvc_bridge.cli",
    "vvc_bridge.convert_cli",
    "vvc_bridge.edit_cli",
    "generators.cli",
    "generators.training.cli",
    "generators.measure.cli",
    "generators.measure.mos_cli",
    "generators.measure.complexity_cli",
    "conformance.cli",
)


class _Shown(logging.Handler):
    """What the library logs, a line each on standard error: what it did, and warnings as such."""

    def emit(self, record: logging.LogRecord) -> None:
        (warn if record.levelno >= logging.WARNING else say)(record.getMessage())


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """Show what is logged while the block lasts."""
    shown, level = _Shown(), log.level
    log.addHandler(shown)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(shown)
        log.setLevel(level)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=print_version,
    help="Show versions, of the syntax too, and exit.",
)
def cli() -> None:
    """Code generative face and human video in SEI messages (H.274 GFV 223, GFVE 224)."""
    click.get_current_context().with_resource(_logged())


for _layer in LAYERS:
    for _command in importlib.import_module(_layer).COMMANDS:
        cli.add_command(_command)
cli.add_command(completion)
show_examples(cli)


WARNINGS = 20
"""Warnings shown at the most."""


def _show_warnings() -> None:
    """Let the project's own warnings be one line each on standard error, without a place in the source."""
    usual, count = warnings.showwarning, itertools.count(1)

    def show(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, *more: Any, **named: Any
    ) -> None:
        if not issubclass(category, SeigenWarning):
            usual(message, category, filename, lineno, *more, **named)
        elif (number := next(count)) <= WARNINGS:
            warn(f"warning: {message}")
            if number == WARNINGS:
                warn("warning: further warnings are not shown")

    warnings.showwarning = show
    warnings.simplefilter("always", SeigenWarning)


def main() -> None:
    """Run the command line. Exit status: 0 fine, 1 input refused, 2 usage, 128 + N ended by signal N."""
    _show_warnings()
    terminal.live = True
    with raised():
        status = _run()
        try:
            sys.stdout.flush()
        except OSError:  # nothing may be flushed to it any more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def _run() -> int:
    try:
        status = cli.main(standalone_mode=False, complete_var="_SEIGEN_COMPLETE")
        with naming("standard output"):
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except SeigenError as error:
        warn(error)
    except ImportError as error:
        found = missing(error)
        if found is None:
            raise
        warn(found)
    except BrokenPipeError:
        pass  # the reader went away (`| head`): not an error
    except click.ClickException as error:
        _show(error)
        return error.exit_code
    except click.Abort:
        warn("interrupted")
        return 128 + signal.SIGINT
    except Ended as error:
        warn(f"ended by {error}")
        return 128 + error.number
    except OSError as error:
        # Every output has a name: what has none and is full is where temporary files are.
        name = error.filename or (tempfile.tempdir if error.errno in FULL else None)
        where = f"{os.fsdecode(name)}: " if isinstance(name, (str, bytes)) else ""
        warn(f"{where}{error.strerror or error}")
    return 1


def _show(error: click.ClickException) -> None:
    """Click's own words, whose lines stay; of the message only those that Click puts there."""
    vars(error)["message"] = one_line(error.message)
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().rstrip("\n").split("\n"):
        say(line)


if __name__ == "__main__":
    main()
