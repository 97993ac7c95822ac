"""Every command has examples, which `--help` and the manual page show, and whose words it takes."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

import click
import pytest

from scripts import make_docs, make_man_page
from seigen.__main__ import cli
from seigen.examples import EXAMPLES, commands, lines
from tests.command import call

COMMANDS = dict(commands(cli))
PAGE = make_docs.DOCS / "reference" / "seigen.1"


def test_there_are_some_for_every_command_and_for_no_other():
    assert {*COMMANDS, "seigen"} == set(EXAMPLES)


def words_of(line: str) -> list[str]:
    """The words after `seigen` of its last call in a line, as a shell gives them."""
    inside = re.search(r"\$\((.*)\)", line)
    call = inside[1] if inside else re.sub(r" [|>] .*", "", line)
    return shlex.split(call.removeprefix("seigen "))


@pytest.mark.parametrize("path", EXAMPLES)
def test_commands_take_them(path):
    for line in lines(path):
        words = words_of(line)
        command = cli
        context = click.Context(cli, info_name="seigen", resilient_parsing=True)
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        values, rest, _ = command.make_parser(click.Context(command, parent=context)).parse_args(words)
        assert not rest
        for parameter in command.params:
            given = values.get(parameter.name)
            if parameter.required:
                assert given, (line, parameter.name)
            if not isinstance(parameter.type, click.Path) and isinstance(given, str):
                parameter.type.convert(given, parameter, context)


@pytest.mark.parametrize("path", ["diff", "zoo list", "conformance pack"])
def test_help_shows_them(path, capfd):
    assert call(*path.split(), "--help") == 0
    shown = capfd.readouterr().out
    assert all(line in shown for line in lines(path))


def test_the_manual_page_names_every_command_and_variable():
    page = PAGE.read_text()
    for path in COMMANDS:
        assert f".SS {make_man_page.text(f'seigen {path} ')}" in page
    assert len(re.findall(r"^\\fBSEIGEN_", page, re.MULTILINE)) >= 10
    assert make_man_page.text("'a\\b-c") == "\\&'a\\eb\\-c"


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not here")
def test_groff_sets_the_manual_page_without_a_complaint():
    words = ["groff", "-man", "-Tutf8", "-ww", "-z", str(PAGE)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
