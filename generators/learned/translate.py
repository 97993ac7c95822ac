"""TranslatorNN( ): a stream of one kind played on a generator of another.

A translator takes the parameters of one system as a vector (cfte 16, fomm 60, facev2v 57 numbers) through a
common space of 64 numbers to those of another: eight fully connected layers, as in the published six. It is
named by the stream (``translator=FOMM2CFTE`` in gfv_nn_uri) and then found in a local catalogue, or carried
by the stream as NNC (`generators.weights.nnc`); nothing is ever fetched.

What a translator says is taken relative to the base picture: the change from its answer on the base
picture's parameters is put upon what the own analysis finds in the base picture. So a constant error of a
translator, or a person it was not trained on, does not move the face. That analysis of the decoded base
picture is the one thing that a decoder must run for this.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import torch
from torch import nn

from generators.learned.system import NeuralSystem
from generators.media.pixels import to_pixels
from generators.networks.code import Code
from generators.networks.generation import PreparedBase
from generators.parameters.layout import Layout
from generators.parameters.rotation import nearest_rotations
from generators.parameters.values import Parameters
from generators.registry import UnknownSystem
from generators.system import AnySystem
from generators.weights import nnc
from generators.weights.arrays import ArraysError, read_arrays
from sei.messages.generative_face_video import AFFINE, COMPACT, ROTATION, TRANSLATION
from sei.named import known
from vvc_bridge.archive import ArchiveError

SIZES = {"cfte": 16, "fomm": 60, "facev2v": 57}
_NAMES = {"CFTE": "cfte", "FOMM": "fomm", "FV2V": "facev2v", "NVIDIA": "facev2v"}
SPACE = 64
LAYERS = 4
MAX_FILE = 4 << 20


class TranslatorError(UnknownSystem):
    """A translator that is not there, is none, or does not fit."""


class TranslatorNet(nn.Module):
    """Vectors (n, SIZES[source]) to vectors (n, SIZES[target])."""

    def __init__(self, source: str, target: str, space: int = SPACE) -> None:
        super().__init__()
        if source not in SIZES or target not in SIZES or source == target:
            raise TranslatorError(f"no translation from {source} to {target}; kinds: {', '.join(SIZES)}")
        self.source, self.target = source, target
        self.encode = _stack([SIZES[source], *[space] * LAYERS])
        self.decode = _stack([*[space] * LAYERS, SIZES[target]])

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        return self.decode(self.encode(vectors))


def _stack(sizes: list[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for a, b in itertools.pairwise(sizes):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def from_tensors(tensors: Mapping[str, np.ndarray | torch.Tensor], where: str) -> TranslatorNet:
    """Make a translator of tensors named as published: [...]X_Enc/X.0.weight ... Y_Dec/Y.6.bias."""
    parts: dict[str, dict[str, torch.Tensor]] = {"Enc": {}, "Dec": {}}
    kinds: dict[str, set[str]] = {"Enc": set(), "Dec": set()}
    for key, value in tensors.items():
        found = re.fullmatch(r"(?:.*[/.])?([A-Z0-9]+)_(Enc|Dec)[/.]\1\.(\d)\.(weight|bias)", key)
        if not found or found[1] not in _NAMES:
            raise TranslatorError(f"{where}: {key[:80]!r} is no tensor of a translator")
        kinds[found[2]].add(_NAMES[found[1]])
        parts[found[2]][f"{found[3]}.{found[4]}"] = torch.as_tensor(np.asarray(value), dtype=torch.float32)
    if any(len(k) != 1 for k in kinds.values()):
        raise TranslatorError(f"{where}: not one encoder and one decoder")
    out = TranslatorNet(kinds["Enc"].pop(), kinds["Dec"].pop())
    for network, part in ((out.encode, parts["Enc"]), (out.decode, parts["Dec"])):
        want = {k: v.shape for k, v in network.state_dict().items()}
        if {k: v.shape for k, v in part.items()} != want:
            raise TranslatorError(f"{where}: layers are missing or of another size")
        if not all(bool(torch.isfinite(v).all()) for v in part.values()):
            raise TranslatorError(f"{where}: values that are not finite")
        network.load_state_dict(part)
    return out.eval()


def to_tensors(translator: TranslatorNet) -> dict[str, np.ndarray]:
    """Return the tensors by their published names."""
    names = {"cfte": "CFTE", "fomm": "FOMM", "facev2v": "NVIDIA"}
    out: dict[str, np.ndarray] = {}
    for side, kind, net in (
        ("Enc", translator.source, translator.encode),
        ("Dec", translator.target, translator.decode),
    ):
        stem = names[kind]
        out |= {f"{stem}_{side}/{stem}.{k}": v.numpy() for k, v in net.state_dict().items()}
    return out


def load(path: str | Path) -> TranslatorNet:
    """Read a translator's npz file. Raises TranslatorError."""
    source = Path(path)
    try:
        if source.stat().st_size > MAX_FILE:
            raise TranslatorError(f"{source}: larger than {MAX_FILE} bytes")
        arrays = read_arrays(source, 4 * MAX_FILE)
    except (OSError, ArchiveError, ArraysError) as error:
        raise TranslatorError(f"{source}: not a translator's file ({error})") from None
    return from_tensors(arrays, str(source))


def catalogue() -> dict[str, Path]:
    """List the translators on this machine by name (FOMM2CFTE): translator_NAME.npz in SEIGEN_TRANSLATORS."""
    folder = os.environ.get("SEIGEN_TRANSLATORS")
    if not folder or not Path(folder).is_dir():
        return {}
    return {p.stem.removeprefix("translator_"): p for p in sorted(Path(folder).glob("translator_*.npz"))}


def named(name: str) -> TranslatorNet:
    """Load a translator of the catalogue. Only its name is looked up: what a stream says is never a path."""
    found = catalogue().get(name)
    if found is None:
        raise TranslatorError(f"no translator {name[:40]!r} in the local catalogue (SEIGEN_TRANSLATORS)")
    return load(found)


# Parameters as vectors


def to_vectors(kind: str, rows: Sequence[Parameters], base: Parameters) -> torch.Tensor:
    """Convert parameters of a kind to (n, SIZES[kind]); facev2v's expression is relative to ``base``."""
    try:
        return torch.from_numpy(np.stack([_vector(kind, r, base) for r in rows])).float()
    except (KeyError, TypeError, ValueError) as error:
        raise TranslatorError(f"the stream's parameters are not those of {kind} ({error})") from None


def _vector(kind: str, row: Parameters, base: Parameters) -> np.ndarray:
    if kind == "cfte":
        out = row.matrices[COMPACT].ravel()
    elif kind == "fomm":
        out = np.concatenate([np.asarray(row.keypoints).ravel(), row.matrices[AFFINE].ravel()])
    else:
        turn = row.matrices[ROTATION][0]
        expression = (np.asarray(row.keypoints) - np.asarray(base.keypoints)) @ turn.T
        out = np.concatenate([expression.ravel(), turn.ravel(), row.matrices[TRANSLATION].ravel()])
    if out.shape != (SIZES[kind],):
        raise ValueError(f"{out.size} numbers, {SIZES[kind]} wanted")
    return np.clip(out, -1e3, 1e3)


def applied(kind: str, own: Parameters, before: np.ndarray, after: np.ndarray) -> Parameters:
    """Change the base picture's ``own`` parameters as a translated vector changed from before to after."""
    if kind == "cfte":
        shape = own.matrices[COMPACT].shape
        return replace(own, matrices={COMPACT: own.matrices[COMPACT] + (after - before).reshape(shape)})
    if kind == "fomm":
        points = np.asarray(own.keypoints) + (after[:20] - before[:20]).reshape(10, 2)
        old, new = before[20:].reshape(10, 2, 2), after[20:].reshape(10, 2, 2)
        # A translator's matrix can be singular; then the base picture's stays.
        fine = np.abs(np.linalg.det(old)) > 1e-3
        change = new @ np.linalg.inv(np.where(fine[:, None, None], old, np.eye(2)))
        local = np.where(fine[:, None, None], change @ own.matrices[AFFINE], own.matrices[AFFINE])
        return replace(own, keypoints=np.clip(points, -1, 1), matrices={AFFINE: local})
    old, new = (nearest_rotations(v[45:54].reshape(1, 3, 3))[0] for v in (before, after))
    turn = new @ old.T @ own.matrices[ROTATION][0]
    move = own.matrices[TRANSLATION] + (after[54:] - before[54:]).reshape(1, 3, 1)
    expression = (after[:45] - before[:45]).reshape(15, 3)
    points = np.asarray(own.keypoints) + expression @ turn
    return replace(own, keypoints=points, matrices={ROTATION: turn[None], TRANSLATION: move})


@dataclass(frozen=True)
class TranslatedBase:
    """A base picture prepared for the target generator, with both descriptions of it."""

    inner: PreparedBase
    given: Parameters
    own: Parameters
    before: np.ndarray


class TranslatedSystem:
    """Translator and Generator: a target system that is fed with another's parameters."""

    batch_matters = NeuralSystem.batch_matters

    def __init__(self, system: AnySystem, translator: TranslatorNet) -> None:
        inner = system.generator
        if not isinstance(inner, NeuralSystem) or kind_of(system.name) != translator.target:
            raise TranslatorError(f"this translator is for {translator.target}, not for {system.name}")
        self.inner, self.net = inner, translator

    @torch.inference_mode()
    def prepare(self, picture: torch.Tensor, parameters: Parameters) -> TranslatedBase:
        """Describe the decoded base picture in the target's own terms, and prepare it."""
        own = self.inner.look(to_pixels(picture))
        before = self.net(to_vectors(self.net.source, [parameters], parameters))[0].double().numpy()
        return TranslatedBase(self.inner.prepare(picture, own), parameters, own, before)

    @torch.inference_mode()
    def translate(self, base: TranslatedBase, parameters: Sequence[Parameters]) -> Code:
        """Translate the source's parameters to the target's."""
        after = self.net(to_vectors(self.net.source, parameters, base.given)).double().numpy()
        rows = [applied(self.net.target, base.own, base.before, v) for v in after]
        return self.inner.translate(base.inner, rows)

    def generate(self, bases: Sequence[TranslatedBase], translated: Code) -> torch.Tensor:
        """Make pictures of the target generator."""
        return self.inner.generate([b.inner for b in bases], translated)


def bridge(system: AnySystem, translator: TranslatorNet) -> AnySystem:
    """Make ``system`` play streams of the translator's source kind."""
    both = TranslatedSystem(system, translator)
    # What it takes from the stream is what the source kind sends.
    layout = Layout(known(translator.source))
    return replace(system, translator=both, generator=both, layout=layout)


def kind_of(name: str) -> str:
    """Return the kind of parameters that a system takes."""
    return {"light": "fomm", "light-cfte": "cfte"}.get(name, name)


def adapted(system: AnySystem, stream: str, uri: str | None, payload: bytes | None) -> AnySystem:
    """Make ``system`` able to play a stream of the system called ``stream``, by the translator that the
    stream brings or, without one, by the local catalogue's. Raises TranslatorError where there is none."""
    source, target = kind_of(stream), kind_of(system.name)
    if source == target:
        return system
    translator = of_stream(uri, payload)
    if translator is None:
        short = {"fomm": "FOMM", "cfte": "CFTE", "facev2v": "FV2V"}
        if source not in short or target not in short:
            raise TranslatorError(f"no translator from {stream} to {system.name}")
        translator = named(f"{short[source]}2{short[target]}")
    if translator.source != source:
        raise TranslatorError(f"the stream is of {stream}, its translator takes {translator.source}")
    return bridge(system, translator)


def of_stream(uri: str | None, payload: bytes | None) -> TranslatorNet | None:
    """Find the translator that a base message brings: as NNC, or by name in its URI; None: it brings none."""
    if payload is not None:
        try:
            return from_tensors(nnc.decode(payload), "the network in the stream")
        except nnc.NncError as error:
            raise TranslatorError(str(error)) from None
    for key, value in parse_qsl((uri or "")[:400]):
        if key == "translator":
            return named(value)
    return None
