"""The `seigen` command: gathers every layer's subcommands; importing it loads nothing heavy."""

import importlib
import itertools
import os
import sys
import warnings
from typing import Any

# pydantic would look through all installed packages for plugins: a fifth of our start-up time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import click

from sei.errors import SeigenError, SeigenWarning

LAYERS = ("vvc_bridge.cli", "generators.cli", "generators.training.cli", "conformance.cli")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="seigen")
def cli() -> None:
    """Generative face and human video in SEI messages (H.274 GFV 223, GFVE 224)."""


for _layer in LAYERS:
    for _command in importlib.import_module(_layer).COMMANDS:
        cli.add_command(_command)


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
            click.echo(f"seigen: warning: {message}", err=True)
            if number == WARNINGS:
                click.echo("seigen: warning: further warnings are not shown", err=True)

    warnings.showwarning = show
    warnings.simplefilter("always", SeigenWarning)


def main() -> None:
    """Run the command line. Exit status: 0 fine, 1 input refused, 2 usage, 130 interrupted."""
    _show_warnings()
    try:
        status = cli.main(standalone_mode=False)
    except SeigenError as error:
        click.echo(f"seigen: {error}", err=True)
        status = 1
    except BrokenPipeError:
        # The reader went away (`| head`): not an error, and nothing may be flushed to it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        click.echo("seigen: interrupted", err=True)
        status = 130
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"seigen: {where}{error.strerror or error}", err=True)
        status = 1
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
