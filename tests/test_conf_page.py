"""seigen inspect --format html: a page that needs nothing, shows all, and takes nothing for markup."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import zlib
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from conformance.inspect_page import gather, png, render, write
from sei.errors import SeigenError
from vvc_bridge.inspect import find
from vvc_bridge.inspect_cli import inspect
from vvc_bridge.rule_editor import edit
from vvc_bridge.rules import Rules

DATA = Path(__file__).parent / "data"
TALK = DATA / "mesh_talk.266"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
EVIL = (
    "</script><script>document.title='owned'</script>"
    "<img src=http://attacker.invalid/x onerror=\"document.title='owned'\">&amp;\x1b[31m"
)


class Page(HTMLParser):
    """Elements with their attributes, and the text of scripts and of everything else."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.words.append(data)

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


@pytest.fixture(scope="module")
def talk() -> str:
    return render(gather(TALK, pictures=False))


@pytest.fixture(scope="module")
def evil(tmp_path_factory) -> Path:
    """A stream with strings made to be markup, a message that cannot be read, and a name like them."""
    folder = tmp_path_factory.mktemp("evil")
    rules = Rules.of(
        {"do": "set", "base": True, "values": {"gfv_nn_uri": EVIL}},
        {"do": "insert", "au": 0, "payload_type": 223, "payload": "ff", "kind": "suffix"},
        {"do": "insert", "au": 1, "payload_type": 1000, "payload": EVIL.encode().hex(), "kind": "suffix"},
    )
    path = folder / "<b>a&'.266"
    edit(TALK, rules, path, vtm_safe=False)
    return path


def test_the_page_asks_for_nothing(talk):
    page = Page(talk)
    assert all(source.startswith("data:image/png;base64,") for source in page.attributes("src"))
    assert all(target.startswith("#") for target in page.attributes("href"))
    assert not {"link", "iframe", "object", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(
        r"https?://|url\(|@import", re.sub(r"<script type=application/json.*?</script>", "", talk)
    )
    policy = next(a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a)
    assert policy.startswith("default-src 'none'; img-src data:;")
    digest = base64.b64encode(hashlib.sha256(page.scripts[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy and len(page.scripts) == 2


def test_every_message_and_element_is_there(talk):
    messages = json.loads(Page(talk).scripts[0])["messages"]
    found = list(find(TALK))
    assert [len(m["rows"]) for m in messages] == [len(f.rows) for f in found]
    assert messages[2]["rows"][0] == ["gfv_id", "0", "ue(v)", 0, 1]
    assert talk.count("<tr id='m-") == len(found) and talk.count("<tr id='au-") == 2
    assert all(name in talk for name in ("head.yaw", "mouth.open", "gaze.right.y", "Verdict<dd>clean"))


def test_it_is_made_for_keyboards_and_readers(talk):
    page = Page(talk)
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {f"#{name}" for name in ids} >= {t for t in page.attributes("href") if "=" not in t}
    assert ("html", {"lang": "en"}) in page.tags
    assert all("aria-label" in attrs for tag, attrs in page.tags if tag == "svg")
    assert all("scope" in attrs for tag, attrs in page.tags if tag == "th")
    buttons = [attrs for tag, attrs in page.tags if tag == "button"]
    assert all(attrs.get("aria-expanded") or attrs.get("type") == "reset" for attrs in buttons)
    assert talk.index("<main") < talk.index("<h2") and "aria-live=polite" in talk
    assert "prefers-color-scheme: dark" in talk and "onclick" not in talk


def test_strings_of_a_stream_stay_text(evil):
    page = render(gather(evil, pictures=False))
    assert "<img src=http" not in page and "<script>document" not in page and "\x1b" not in page
    parsed = Page(page)
    assert len(parsed.scripts) == 2 and "img" not in {tag for tag, _ in parsed.tags}
    messages = json.loads(parsed.scripts[0])["messages"]
    assert any(EVIL.replace("\x1b", "\\x1b") in row[1] for m in messages for row in m["rows"])
    assert any("error" in m for m in messages) and "sei.payload" not in parsed.words


def test_findings_stand_beside_their_messages(evil):
    page = render(gather(evil, pictures=False))
    assert "Verdict<dd>invalid" in page
    messages = json.loads(Page(page).scripts[0])["messages"]
    marked = [n for n, m in enumerate(messages) if any(f[0] == "error" for f in m.get("findings", []))]
    assert marked and f"href='#m-{marked[0]}'" in page


def test_a_thousand_messages(tmp_path):
    path = tmp_path / "many.266"
    edit(TALK, Rules.of(*[{"do": "repeat", "au": 0, "gfv_cnt": "1-", "times": 80, "type": 223}]), path,
         vtm_safe=False)  # fmt: skip
    content = gather(path, pictures=False)
    page = render(content)
    assert len(content.messages) > 900 and len(page) < 12_000_000


def test_files_and_folders(tmp_path):
    run = CliRunner().invoke
    one = run(inspect, [str(TALK), "--format", "html", "-o", str(tmp_path / "a.html"), "--no-pictures"])
    two = run(inspect, [str(TALK), "--format", "html", "-o", str(tmp_path / "b"), "--no-pictures"])
    assert one.exit_code == two.exit_code == 0
    assert (tmp_path / "a.html").read_text() == (tmp_path / "b" / "index.html").read_text()
    for wrong in (["--format", "html"], ["-o", "x.html"], ["--format", "html", "-o", "x", "--au", "0"]):
        assert run(inspect, [str(TALK), *wrong]).exit_code == 2
    (tmp_path / "no.266").write_bytes(b"no stream")
    with pytest.raises(SeigenError):
        write(tmp_path / "no.266", tmp_path / "c.html")
    assert not (tmp_path / "c.html").exists()


def test_other_standards_and_streams_without_a_system():
    from tests.test_vvc_converter import H265

    for source in (io.BytesIO(H265).getvalue(), DATA / "gfve_matrix_pupil.bit"):
        page = render(gather(source, pictures=False))
        assert "<section id=parameters" in page


def test_thumbnails(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("av")
    from tests.gen_material import real

    real()
    page = Page(write(TALK, tmp_path / "a.html").read_text())
    pictures = [attrs for tag, attrs in page.tags if tag == "img"]
    assert len(pictures) == 6 and [a["alt"].split()[0] for a in pictures].count("base") == 2


def test_png_is_png():
    picture = np.arange(5 * 4 * 3, dtype=np.uint8).reshape(5, 4, 3)
    data = png(picture)
    body = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    lines = np.frombuffer(body, np.uint8).reshape(5, 13)
    assert data.startswith(b"\x89PNG") and np.array_equal(lines[:, 1:].reshape(5, 4, 3), picture)


def browsed(page: Path, anchor: str, folder: Path) -> tuple[str, str]:
    """The document that chromium makes of a page, and what it logs."""
    log = folder / "net.json"
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        "--disable-background-networking", "--no-first-run", "--enable-logging=stderr",
        f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", f"{page.as_uri()}{anchor}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout, done.stderr


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
@pytest.mark.parametrize(
    ("anchor", "there", "count"),
    [
        ("#m-3", 'id="tree-3"', "29 of 29 messages shown"),
        ("#q=gfve_pupil_left", "generative_face_video_enhancement", "6 of 29 messages shown"),
        ("#type=224&au=0", "generative_face_video_enhancement", "2 of 29 messages shown"),
        ("#found=1", "refused", " of 29 messages shown"),
    ],
)
def test_in_a_browser(evil, anchor, there, count, tmp_path):
    """Opens, jumps to a message, filters; no error, no request, and nothing of the stream is run."""
    page = write(evil, tmp_path / "page.html", pictures=False)
    document, log = browsed(page, anchor, tmp_path)
    assert 'data-ready="1"' in document, log[-500:]
    assert there in document and count in document
    assert "<title>owned" not in document and "CONSOLE" not in log
    # Chromium asks its maker for this and that; the page asks nobody, whatever a string says.
    asked = re.findall(r'"url":"(?:https?|wss?)://([^/"]*)', (tmp_path / "net.json").read_text())
    assert not [
        host for host in asked if not re.search(r"(^|\.)(google|googleapis|gvt1|gstatic)\.com$", host)
    ]
    if anchor == "#found=1":
        messages = json.loads(Page(page.read_text()).scripts[0])["messages"]
        found = sum(1 for m in messages if m.get("error") or m.get("findings"))
        assert f">{found} of 29" in document and 0 < found < 29


@pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")
def test_an_opened_message_is_a_tree_with_bit_positions(tmp_path):
    page = write(TALK, tmp_path / "page.html", pictures=False)
    document, _ = browsed(page, "#m-0", tmp_path)
    tree = document[document.index('id="tree-0"') :]
    assert '<button type="button" class="link" aria-expanded="true"' in document
    assert ">gfv_nn_tag_uri<" in tree and re.search(r"elements, bits \d+ to \d+", tree)
