"""What commands say: nothing that a terminal obeys or that deceives its reader, wherever it came from."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sei import shown
from sei.messages import message_class
from seigen.__main__ import main
from tests.vvc_streams import IDR, PPS, SPS, nal, picture, sei
from vvc_bridge import terminal
from vvc_bridge.inspect import vtm_dump
from vvc_bridge.message_file import MessageFile

ROOT = Path(__file__).parents[1]
ATTACK = "\x1b]0;PWNED\x07\x1b[2Jx\r\ngfv_cnt 7\x9b31m\x7f\u202e\u2066\u200b\ufeff"
ANY = st.text(st.characters())
BANNED = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}


def banned(text: str) -> set[str]:
    return {c for c in text if c not in "\n\t" and unicodedata.category(c) in BANNED}


@given(ANY)
def test_a_line_is_harmless_and_what_is_harmless_stays(text):
    line = shown.one_line(text)
    assert not banned(line) and "\n" not in line and "\t" not in line
    assert not banned(shown.lines(text)) and shown.lines(text).count("\n") == text.count("\n")
    assert shown.one_line(line) == line


@given(
    st.recursive(
        st.text(st.characters()), lambda c: st.lists(c) | st.dictionaries(st.text(st.characters()), c)
    )
)
def test_json_is_harmless_and_the_same_value(value):
    text = shown.to_json(value)
    assert not banned(text) and json.loads(text) == json.loads(json.dumps(value))
    text.encode()


def test_words_of_all_languages_stay():
    for text in (
        "Grüße, 日本語 \u3000 Ελληνικά",
        "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "a\u00a0b",
    ):
        assert shown.one_line(text) == text
        assert json.dumps(text, ensure_ascii=False) == shown.to_json(text)


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A stream with the attack in both URIs, in a file with the attack in its name."""
    monkeypatch.chdir(tmp_path)
    values = {
        "gfv_id": 0,
        "gfv_cnt": 0,
        "gfv_base_pic_flag": 1,
        "gfv_nn_present_flag": 1,
        "gfv_nn_mode_idc": 1,
    }
    values |= {"gfv_nn_tag_uri": ATTACK, "gfv_nn_uri": ATTACK, "gfv_chroma_key_info_present_flag": 0}
    values |= {"gfv_low_confidence_face_parameter_flag": 0, "gfv_coordinate_present_flag": 1}
    values |= {"gfv_kps_pred_flag": 0, "gfv_coordinate_precision_factor_minus1": 3, "gfv_num_kps_minus1": 0}
    values |= {"gfv_coordinate_z_present_flag": 0, "gfv_matrix_present_flag": 0}
    values |= {"gfv_coordinate_x_abs": [0], "gfv_coordinate_y_abs": [0]}
    values |= {"gfv_coordinate_x_sign_flag": [0], "gfv_coordinate_y_sign_flag": [0]}
    cls = message_class(223)
    assert cls is not None
    payload = cls.from_values(values).to_payload()
    data = nal(SPS, code=4) + nal(PPS, code=4) + picture(IDR) + sei((223, payload)) + sei((223, b"\xe0"))
    name = ATTACK.replace("/", "") + ".266"
    Path(name).write_bytes(data)
    return name


def said(capfdbinary, *words: str) -> str:
    argv, sys.argv = sys.argv, ["seigen", *words]
    try:
        main()
    except SystemExit:
        pass
    finally:
        sys.argv = argv
    done = capfdbinary.readouterr()
    return (done.out + done.err).decode()


@pytest.mark.parametrize(
    "words",
    [
        ["inspect"],
        ["inspect", "--format", "json"],
        ["inspect", "--format", "vtm"],
        ["units"],
        ["units", "--format", "json"],
        ["extract"],
        ["to-vtm-cfg"],
        ["conformance", "verify", "--no-decode"],
        ["conformance", "verify", "--no-decode", "--json"],
        ["conformance", "coverage"],
        ["remove", "-o", f"{ATTACK}.out"],
        ["decode", "-o", "x.mp4"],
        ["encode", "-o", "x.266"],
        ["decode", f"--{ATTACK}"],
        ["zoo", "path"],
        ["inject", f"{ATTACK}.json", "-o", "x"],
    ],
    ids=lambda words: " ".join(words)[:30].encode("unicode_escape").decode(),
)
def test_no_command_passes_an_attack_on(hostile, capfdbinary, words):
    text = said(capfdbinary, *words, hostile)
    assert text and not banned(text), banned(text)
    # Nor is a line of its own made of what follows a newline.
    assert not [line for line in text.split("\n") if line.startswith("gfv_cnt 7")]


def test_the_dump_is_exact_for_programs(hostile):
    assert ATTACK in next(vtm_dump(hostile))[1]
    assert ATTACK not in next(vtm_dump(hostile, harmless=True))[1]


def test_extracted_strings_stay_the_same(hostile, capfdbinary):
    text = said(capfdbinary, "extract", hostile)
    values = MessageFile.from_json(text).messages[0].message
    assert values is not None and values["gfv_nn_uri"] == ATTACK


@pytest.mark.parametrize("text", [ATTACK, "[x](http://y)", "a|b\\|c", "<script>", "![x](y)"])
def test_markdown_holds_the_text_and_nothing_else(text):
    cell = shown.to_markdown(text)
    assert not banned(cell) and "\n" not in cell and "<" not in cell and "](" not in cell
    assert "|" not in cell.replace("\\\\", "").replace("\\|", "")


def test_json_with_a_byte_order_mark_is_read():
    text = MessageFile().to_json()
    assert MessageFile.from_json("\ufeff" + text) == MessageFile.from_json(b"\xef\xbb\xbf" + text.encode())


def test_a_console_takes_no_markup_or_escapes(monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    terminal.table(["a"], [[f"[red]{ATTACK}[/red]"]])
    assert "[red]" in out.getvalue().replace("\n", "") and not banned(out.getvalue())


def test_an_output_that_lacks_letters_gets_escapes(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    terminal.show("Grüße")
    sys.stdout.flush()
    assert raw.getvalue() == b"Gr\\xfc\\xdfe\n"


def test_a_full_output_is_named():
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "seigen", "zoo", "list", "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode() == f"seigen: standard output: {os.strerror(28)}\n"


PRINTING = {"print", "click.echo", "click.secho", "click.style", "Console", "rich.print", "sys.stdout.write"}
PRINTING |= {"sys.stderr.write", "json.dumps"}
FILES_ONLY = {"generators/networks/config.py", "generators/weights/files.py", "generators/measure/report.py"}
FILES_ONLY |= {"generators/media/gltf.py"}
FILES_ONLY |= {"conformance/generated_pictures.py", "conformance/package.py", "conformance/vtm/recorded.py"}
FILES_ONLY |= {f"generators/measure/compare/{name}.py" for name in ("bench", "child", "store", "workers")}
"""Modules that make JSON for files, children or hashes, and never show it."""


def test_a_table_in_a_pipe_is_not_broken(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    terminal.table(["name", "what"], [["a" * 70, "b" * 70]])
    assert "a" * 70 in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "80")
    terminal.table(["name", "what"], [["a" * 70, "b" * 70]])
    assert "a" * 70 not in capsys.readouterr().out


def test_everything_is_said_through_one_door():
    doors = {"vvc_bridge/terminal.py", "sei/shown.py"}
    # A tool of our own, run by hand, and a child whose words are cleaned by its parent.
    doors |= {"conformance/proof/mutate.py", "generators/weights/nnc_child.py"}
    for package in ("sei", "vvc_bridge", "generators", "conformance", "seigen"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            calls = {
                ast.unparse(n.func) for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)
            }
            allowed = {"json.dumps"} if name in FILES_ONLY else set()
            assert name in doors or not calls & PRINTING - allowed, name
