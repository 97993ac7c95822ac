"""ONNX: the exported generators under onnxruntime, and a player that needs no torch."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
runtime = pytest.importorskip("onnxruntime", reason="the extra `export` is not installed")
pytest.importorskip("onnxscript", reason="the extra `export` is not installed")

from generators.codec.picture_codec import PictureDecoder, encode_picture  # noqa: E402
from generators.codec.stream import Assembler  # noqa: E402
from generators.media.pixels import to_pixels  # noqa: E402
from generators.networks.blocks import fuse  # noqa: E402
from generators.subjects.subject import Seen  # noqa: E402
from generators.weights.export import ExportError, code_like, export  # noqa: E402
from tests.test_neural_systems import as_picture, faces, system_from, tiny  # noqa: E402

ROOT = Path(__file__).parents[1]
PLAYER = ROOT / "docs" / "examples" / "onnx_player.py"


def run(net, given):
    wanted = {i.name: given[i.name] for i in net.get_inputs()}
    return dict(zip([o.name for o in net.get_outputs()], net.run(None, wanted), strict=True))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "name",
    ["light", "facev2v", "factors", *(pytest.param(n, marks=pytest.mark.long) for n in ("dac", "cfte"))],
)
def test_equal_under_onnxruntime(name, tmp_path):
    generator = fuse(tiny(name).generation)
    paths = export(generator, 64, 80, tmp_path, name)
    prepare, generate = (runtime.InferenceSession(str(p), providers=["CPUExecutionProvider"]) for p in paths)
    torch.manual_seed(0)
    picture = torch.rand(1, 3, 64, 80)
    code = code_like(generator.config, 5).changed(lambda _, x: x + torch.randn(x.shape) / 10)
    parts = {n: x.numpy() for n, x in code.tensors().items() if x is not None}
    base = run(prepare, {"picture": picture.numpy()} | {n: x[:1] for n, x in parts.items()})
    with torch.inference_mode():
        ready = generator.prepare(picture, code.rows(slice(0, 1)).driving())
        want = generator([ready], code.driving()).numpy()
    assert np.abs(want - want[:1]).max() > 0.01
    for count in (1, 5):
        made = run(generate, base | {n: x[:count] for n, x in parts.items()})["pictures"]
        assert np.abs(made - want[:count]).max() < 1e-3


@pytest.mark.filterwarnings("ignore")
def test_the_example_plays_a_stream_without_torch(tmp_path):
    system = system_from("fomm", size=(64, 64))
    torch.manual_seed(0)
    clip = (torch.rand(5, 3, 4, 4).repeat_interleave(16, 2).repeat_interleave(16, 3) * 255).byte()
    clip = clip.permute(0, 2, 3, 1).numpy()
    coded = encode_picture(clip[0], 30)
    ((_, decoded),) = PictureDecoder()(coded)
    seen = [Seen(p, f) for p, f in zip(clip, faces(len(clip), size=(64, 64)), strict=True)]
    rows = system.analyzer.describe(seen)
    writer = system.writer()
    base = writer.base(rows[0], "r=25&s=1")
    after = writer.segment(rows[1:])
    data, _ = Assembler().add(coded, [*base.messages, *(m for c in after for m in c.messages)])
    prepared = system.generator.prepare(as_picture(decoded), base.received)
    made = system.generator.generate(
        [prepared], system.translator.translate(prepared, [c.received for c in after])
    )
    want = np.stack([decoded, *map(to_pixels, made)])
    (tmp_path / "talk.266").write_bytes(data)
    export(fuse(tiny("fomm").generation), 64, 64, tmp_path, "fomm")
    # Torch is not to be found.
    (tmp_path / "torch.py").write_text("raise ImportError('no torch here')")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    command = [sys.executable, str(PLAYER), str(tmp_path / "fomm"), str(tmp_path / "talk.266")]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = np.frombuffer(done.stdout, np.uint8).reshape(want.shape)
    assert np.abs(found.astype(int) - want).max() <= 1
    assert len([line for line in PLAYER.read_text().splitlines() if line.strip()]) <= 60


def test_what_cannot_be_exported(tmp_path):
    with pytest.raises(ExportError, match="learned"):
        export(torch.nn.Conv2d(3, 3, 1), 64, 64, tmp_path, "conv")
    with pytest.raises(ExportError, match="multiples of 16"):
        export(tiny("light").generation, 64, 65, tmp_path, "light")
