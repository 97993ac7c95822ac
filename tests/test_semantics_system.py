"""The system "semantics" on a drawn person: coded, decoded, edited by name. Nothing is fetched: a stand-in
for the net gives the person's mask."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import torch

from generators import registry
from generators.codec.decoder import Decoder
from generators.codec.encode import check, encode_clip
from generators.codec.encoder import Settings
from generators.graphics.raster import rasterize
from generators.media.pixels import to_tensor
from generators.parameters.values import Parameters
from generators.semantics import Edits, UnknownName, edit, read
from generators.subjects.body import fit
from generators.subjects.body.person import Camera, Person
from generators.subjects.body.skin import Body
from generators.subjects.body.template import JOINTS, template
from generators.subjects.clip import Clip
from generators.subjects.face.litert import Region
from generators.subjects.subject import NoSubject, Seen
from generators.subjects.window import Window
from generators.systems.semantics import painter as made
from generators.systems.semantics.names import ANGLES, basis
from sei.named import known
from tests.test_body_fit import acting, people

SIZE = (192, 128)
PICTURES = 7


class StandIn:
    """Finds the person as the drawing has it: everything that is not the wall."""

    def __call__(self, picture: torch.Tensor, region: Region) -> tuple[Person, Region]:
        whole = Region(SIZE[1] / 2, SIZE[0] / 2, float(max(SIZE)))
        colours = picture[0].permute(1, 2, 0).numpy()
        mask = np.zeros((max(SIZE), max(SIZE)), np.uint8)
        left = (max(SIZE) - SIZE[1]) // 2
        mask[:, left : left + SIZE[1]] = 255 * (np.abs(colours - 0.75).max(-1) > 0.2)
        place = np.array([whole.x, whole.y, whole.side, 0])
        return Person(np.zeros((33, 2)), np.ones(33), np.zeros((33, 3)), mask, place, 1.0), whole


def drawn(count: int = PICTURES) -> np.ndarray:
    """Pictures of a striped person before a light wall."""
    body, camera = Body(template("small")), Camera.of(*SIZE)
    pose, move = acting(count)
    v = body.vertices(body.pose(torch.from_numpy(pose).float(), torch.from_numpy(move).float()))
    index = rasterize(camera.project(v), body.triangles, *SIZE)
    stripes = (body.rest[body.triangles].mean(1)[:, 1] * 12).sin() > 0
    colour = torch.where(stripes[:, None], torch.tensor([200, 40, 30]), torch.tensor([30, 60, 160]))
    pictures = torch.where((index >= 0)[..., None], colour[index.clamp_min(0)], 190)
    return pictures.byte().numpy()


@pytest.fixture(scope="module")
def clip() -> Clip:
    patch = pytest.MonkeyPatch()
    for stage, steps in (("ROUGH", 60), ("FINE", 80), ("OUTLINE", 1)):
        patch.setattr(fit, stage, steps)
    measured = fit.Fitter(*SIZE, 25.0)(people(PICTURES))
    patch.undo()
    return Clip(drawn(), measured, [0], [Window(0, 0, *SIZE[::-1])], Fraction(25), True, "body")


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    monkeypatch.setattr(made, "BodyLandmarker", StandIn)


@pytest.fixture(scope="module")
def coded(clip):
    patch = pytest.MonkeyPatch()
    patch.setattr(made, "BodyLandmarker", StandIn)
    system = registry.make("semantics", *SIZE)
    settings = Settings(qp=24, threshold=1.0, step=2)
    yield encode_clip(clip, system, bitrate=None, settings=settings)
    patch.undo()


def test_31_numbers_have_names_units_and_signs():
    mapping = known("semantics")
    sent = [c for c in mapping.columns() if c.field.policy != "still"]
    assert len(sent) == 31 and all(c.positive and c.field.numbers for c in sent)
    assert {c.field.carrier.type for c in sent} == {8, 9, 10, 11}
    names = {h.name for h in registry.handles("semantics")}
    assert {"body.yaw", "head.pitch", "arm.left.elbow", "leg.right.flex", "spine.twist"} <= names


@pytest.mark.parametrize(
    ("name", "joint", "axis", "way"),
    [
        # axis of what moves, and where: x right (the person's left), y down, z away
        ("leg.left.flex", "left_ankle", 2, -1),
        ("leg.right.abduct", "right_ankle", 0, -1),
        ("leg.left.abduct", "left_ankle", 0, 1),
        ("leg.left.knee", "left_ankle", 2, 1),
        ("leg.right.ankle", "right_foot", 1, -1),
        ("arm.left.flex", "left_wrist", 2, -1),
        ("arm.right.abduct", "right_wrist", 1, -1),
        ("arm.left.elbow", "left_wrist", 2, -1),
        ("spine.bend", "head", 2, -1),
        ("spine.lean", "head", 0, 1),
    ],
)
def test_a_positive_angle_does_what_its_name_says(name, joint, axis, way):
    columns = [c.name for c in known("semantics").columns() if c.field.name == "joints"]
    body = Body(template("small"), torch.float64)
    turns = torch.from_numpy(basis(template("small"))[columns.index(name)])[None] * 0.4
    rest = body.pose(0 * turns).joints[0, JOINTS.index(joint)]
    moved = body.pose(turns).joints[0, JOINTS.index(joint)]
    assert way * float(moved[axis] - rest[axis]) > 0.02


def test_the_directions_are_24():
    rows = basis(template("small")).reshape(ANGLES, -1)
    assert np.linalg.matrix_rank(rows) == ANGLES


def test_a_clip_is_coded_and_decoded_alike(clip, coded):
    assert coded.ledger.bases == 1
    assert check(coded, len(clip)) >= 4
    shown = np.stack([f.pixels for f in Decoder(coded.data, device="cpu")])
    assert shown.shape == clip.pictures.shape
    away = np.abs(shown.astype(int) - clip.pictures).mean((1, 2, 3))
    still = np.abs(shown[:1].astype(int) - clip.pictures).mean((1, 2, 3))
    assert away[-1] < 0.6 * still[-1], (away, still)


def test_what_is_measured_is_what_is_drawn(clip):
    system = registry.make("semantics", *SIZE)
    rows = system.analyzer.describe([clip.seen(i) for i in range(PICTURES)])
    yaw = next(h for h in registry.handles("semantics") if h.name == "arm.left.abduct")
    lifted = [yaw.get(system.layout.row(r)) for r in rows]
    assert lifted[-1] > lifted[0] + 20 and all(b > a - 2 for a, b in pairwise(lifted))


def test_a_base_picture_shows_itself(clip):
    """Where nothing moved nothing moves: its own parameters draw the base picture again."""
    system = registry.make("semantics", *SIZE)
    (row,) = system.analyzer.describe([clip.seen(0)])
    base = system.generator.prepare(to_tensor(clip.pictures[0]), row)
    (again,) = system.generator.generate([base], system.translator.translate(base, [row]))
    assert float((again - to_tensor(clip.pictures[0])).abs().mean()) < 0.03


def test_a_body_that_was_not_fitted_is_refused(clip):
    system = registry.make("semantics", *SIZE)
    (bare,) = people(1)
    with pytest.raises(NoSubject, match="fitted"):
        system.analyzer.describe([Seen(clip.pictures[0], bare)])
    with pytest.raises(NoSubject, match="no person"):
        system.analyzer.describe([Seen(clip.pictures[0], None)])


def test_wild_numbers_are_drawn_as_some_picture(clip):
    """A stream may say anything: behind the camera, inside out, giants."""
    system = registry.make("semantics", *SIZE)
    (row,) = system.analyzer.describe([clip.seen(0)])
    base = system.generator.prepare(to_tensor(clip.pictures[0]), row)
    for kind, value in ((9, -100.0), (9, 0.0), (9, 127.0), (10, 6.5), (8, 1e5)):
        wild = Parameters(
            {**row.matrices, kind: np.full_like(row.matrices[kind], value)}, enhancement=row.enhancement
        )
        (picture,) = system.generator.generate([base], system.translator.translate(base, [wild]))
        assert torch.isfinite(picture).all() and float(picture.min()) >= 0 and float(picture.max()) <= 1
        again = system.generator.prepare(to_tensor(clip.pictures[0]), wild)
        assert torch.isfinite(again.dressed.colours).all()


def test_the_verb_knows_the_names(coded):
    talk = read(coded.data)
    assert talk.system == "semantics"
    yaw = talk.values(talk.find("body.yaw")[0])
    assert yaw[-1] > yaw[0] + 8
    assert {h.name.split(".")[0] for h in talk.find("legs")} == {"leg"} and len(talk.find("legs")) == 10
    with pytest.raises(UnknownName, match=r"arm\.left"):
        talk.find("arm.left.elbov")
    with pytest.raises(UnknownName, match="only a base message"):
        talk.find("shape[0]", change=True)


def test_edits_by_name_change_what_is_shown(coded):
    out = io.BytesIO()
    asked = Edits.parse(
        set=["body.yaw+=20", "head.pitch=0"], scale=["arm.left.*=0.5"], freeze=["legs"], smooth=["0.2s"]
    )
    assert edit(coded.data, out, asked, vtm_safe=False).pictures == 3
    before, after = read(coded.data), read(out.getvalue())
    (pitch,), (knee,) = after.find("head.pitch"), after.find("leg.left.knee")
    assert np.abs(after.values(pitch)[1:]).max() < 2
    assert np.ptp(after.values(knee)) < 2
    yaw = after.find("body.yaw")[0]
    assert after.values(yaw)[2] > before.values(yaw)[2] + 12
    one, other = ([f.pixels for f in Decoder(d, device="cpu")] for d in (coded.data, out.getvalue()))
    assert np.array_equal(one[0], other[0]) and not np.array_equal(one[4], other[4])
    with pytest.raises(Exception, match=r"mouth\.open.*0\.\.1"):
        edit(coded.data, io.BytesIO(), Edits.parse(set=["mouth.open=3"]), vtm_safe=False)


def test_what_one_base_hides_another_shows(clip):
    """The wall behind the person comes from another base picture, unless the camera has moved."""
    system = registry.make("semantics", *SIZE)
    rows = system.analyzer.describe([clip.seen(0)])
    wall = np.full((*SIZE, 3), 190, np.uint8)
    wall[60:120, 50:80] = 150
    person = np.abs(clip.pictures[0].astype(int) - 190).max(-1, keepdims=True) > 5
    first = np.where(person, clip.pictures[0], wall)
    base = system.generator.prepare(to_tensor(first), rows[0])
    warp = system.generator.painter.warp
    away, nobody = warp.body.rest + torch.tensor([9.0, 0, 3]), np.zeros(SIZE, np.float32)
    empty = warp.base(to_tensor(wall), away, nobody)
    joined = warp.background([base.dressed, empty])
    assert float((joined - to_tensor(wall)).abs().mean()) < 0.01
    other = warp.base(1 - to_tensor(wall), away, nobody)
    assert torch.equal(warp.background([base.dressed, other]), base.dressed.background)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_gpu_draws_alike(clip):
    shown = []
    for device in ("cpu", "cuda"):
        system = registry.make("semantics", *SIZE, device=device)
        row, last = system.analyzer.describe([clip.seen(0), clip.seen(PICTURES - 1)])
        base = system.generator.prepare(to_tensor(clip.pictures[0]).to(device), row)
        shown.append(system.generator.generate([base], system.translator.translate(base, [last])).cpu())
    assert float((shown[0] - shown[1]).abs().mean()) * 255 < 2
