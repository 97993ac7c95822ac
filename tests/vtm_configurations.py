"""Random encoder configurations, by seed: every parameter, combinations that no one would choose by hand."""

from __future__ import annotations

import random
from typing import Any

FACE = "SEIGenerativeFaceVideo"
ENHANCEMENT = "SEIGenerativeFaceVideoEnhancement"


def configuration(seed: int, hm: bool = False, network: str = "network.bin") -> str:
    """Text of a configuration; ``network`` is a file for gfv_nn_mode_idc 0."""
    random_ = random.Random(seed)
    settings = _face(random_, hm, network)
    if random_.random() < 0.6:
        settings |= _enhancement(random_, network)
    lines = []
    for name, value in settings.items():
        separator = random_.choice((" ", ", ", ",", "  "))
        text = separator.join(map(repr, value)) if isinstance(value, list) else str(value)
        lines.append(f"{name}{random_.choice((': ', ' : ', ':'))}{text}{random_.choice(('', '  # comment'))}")
    random_.shuffle(lines)
    return "# random\n" + "\n".join(lines) + "\n"


def _network(r: random.Random, prefix: str, network: str) -> dict[str, Any]:
    mode = r.choice((0, 1, 1, 2))
    return {
        f"{prefix}NNPresentFlag": int(r.random() < 0.4),
        f"{prefix}NNModeIdc": mode,
        f"{prefix}NNTagURI": r.choice(('"tag:example.org,2026:x y"', "tag:example.org,2026:fomm", "t#1")),
        f"{prefix}NNURI": r.choice(("https://example.org/a.nnr#frag", "urn:x, y", "'u'")),
        f"{prefix}PayloadFilename": network,
    }


def _numbers(r: random.Random, count: int, limit: float) -> list[float]:
    pick = r.random()
    if pick < 0.15:
        return [r.choice((0.0, limit, -limit, limit / 2)) for _ in range(count)]
    if pick < 0.3:
        return [round(r.uniform(-limit, limit), 1) for _ in range(count)]
    return [r.uniform(-limit, limit) for _ in range(count)]


def _face(r: random.Random, hm: bool, network: str) -> dict[str, Any]:
    n = r.randint(1, 6)
    base = int(r.random() < 0.85)
    present = [r.random() < 0.75 for _ in range(n)]
    matrices = [not p or r.random() < 0.6 for p in present]
    one_layout = r.random() < 0.7
    kps, space = r.randint(1, 7), r.random() < 0.4
    points = [kps if one_layout else r.randint(1, 7) for _ in range(n)]
    spaces = [space if one_layout else r.random() < 0.4 for _ in range(n)]
    predicted = [int(present[i] and (i > 0 or base) and r.random() < 0.5) for i in range(n)]
    if not all(present[:1]):
        predicted = [0] * n
    matrix_predicted = [int(i > 0 and matrices[0] and matrices[i] and r.random() < 0.5) for i in range(n)]
    settings: dict[str, Any] = {
        f"{FACE}Enabled": 1,
        f"{FACE}Number": n,
        f"{FACE}BasePicFlag": base,
        **_network(r, FACE, network),
        f"{FACE}ChromaKeyInfoPresentFlag": int(r.random() < 0.5),
        f"{FACE}ChromaKeyValuePresentFlag": [r.randint(0, 1) for _ in range(3)],
        f"{FACE}ChromaKeyValue": [r.randint(0, 255) for _ in range(3)],
    }
    if hm:
        settings[f"{FACE}ChromaKeyThrPresentFlag"] = [r.randint(0, 1), r.randint(0, 1)]
        settings[f"{FACE}ChromaKeyThrValue"] = [r.randint(0, 300), r.randint(0, 300)]
    else:
        settings[f"{FACE}ChromaKeyPurposeIdc"] = r.randint(0, 2)
        settings[f"{FACE}ChromaKeyThrPresentFlag"] = r.randint(0, 1)
        settings[f"{FACE}ChromaKeyThrLower"] = r.randint(0, 255)
        settings[f"{FACE}ChromaKeyThrUpperDeltaMinus1"] = r.randint(0, 255)
    counts = [0, *range(1, n)]
    if base and r.random() < 0.3:
        counts = [0 if r.random() < 0.4 else k for k in range(n)]
        matrix_predicted = [p and int(c > 0) for p, c in zip(matrix_predicted, counts, strict=True)]
    same_id = r.choice((0, 1, 255, 512, 2550))
    ids = [same_id if predicted[i] or matrix_predicted[i] else r.choice((same_id, 7)) for i in range(n)]
    ids[0] = same_id
    fusion = [0 if base and counts[i] else r.randint(0, 1) for i in range(n)]
    settings |= {
        f"{FACE}Id": ids,
        f"{FACE}Cnt": counts,
        f"{FACE}{'DrivePicFusionFlag' if hm else 'FusionPicFlag'}": fusion,
        f"{FACE}LowConfidenceFaceParameterFlag": [r.randint(0, 1) for _ in range(n)],
        f"{FACE}CoordinatePresentFlag": [int(p) for p in present],
        f"{FACE}CoordinatePredFlag": predicted,
        f"{FACE}CoordinateQuantizationFactor": [r.randint(1, r.choice((4, 12, 30))) for _ in range(n)],
        f"{FACE}CoordinatePointNum": points,
        f"{FACE}3DCoordinateFlag": [int(s) for s in spaces],
        f"{FACE}ZCoordinateMaxValue": [r.choice((1, 2, 300, 10240)) for _ in range(n)],
        f"{FACE}XCoordinate": _numbers(r, 64, 1.0),
        f"{FACE}YCoordinate": _numbers(r, 64, 1.0),
        f"{FACE}ZCoordinate": _numbers(r, 64, r.choice((1.0, 300.0))),
        f"{FACE}MatrixPresentFlag": [int(m) for m in matrices],
        f"{FACE}MatrixPredFlag": matrix_predicted,
        f"{FACE}MatrixElementPrecisionFactor": [r.randint(1, r.choice((4, 12, 30))) for _ in range(n)],
    }
    types = r.randint(1, 3)
    chosen = [[_type(r, all(present)) for _ in range(types)] for _ in range(n)]
    if one_layout:
        chosen = [chosen[0]] * n
    # Types 4 to 6 with coordinates in 2D cut the list as if in 3D when this flag is set.
    flag = r.random() < 0.5
    rows = [(t, int(flag and not present[i])) for i, row in enumerate(chosen) for t in row]
    size = len(rows)
    settings |= {
        f"{FACE}NumMatrixType": [types] * n,
        f"{FACE}MatrixTypeIdx": [t for t, _ in rows],
        f"{FACE}Matrix3DSpaceFlag": [f for _, f in rows],
        f"{FACE}NumMatricestoNumKpsFlag": [r.randint(0, 1)] * size,
        f"{FACE}NumMatricesInfo": [r.randint(0, 8)] * size,
        f"{FACE}NumMatrices": [r.randint(1, 3)] * size if one_layout else [r.randint(1, 3) for _ in rows],
        f"{FACE}MatrixWidth": [r.randint(1, 5)] * size if one_layout else [r.randint(1, 5) for _ in rows],
        f"{FACE}MatrixHeight": [r.randint(1, 5)] * size if one_layout else [r.randint(1, 5) for _ in rows],
        f"{FACE}MatrixElement": _numbers(r, 1600, r.choice((1.0, 3.0, 50960.0))),
    }
    return settings


def _type(r: random.Random, with_points: bool) -> int:
    return r.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 63) if with_points else (2, 3, 4, 5, 6, 7, 40))


def _enhancement(r: random.Random, network: str) -> dict[str, Any]:
    n = r.randint(1, 5)
    base = int(r.random() < 0.9)
    present = [r.randint(0, 1) for _ in range(n)]
    matrices = r.randint(1, 3)
    sides = [r.randint(1, 4) for _ in range(matrices)]
    counts = [0 if r.random() < 0.2 else k for k in range(n)]
    pupils = [r.randint(0, 3) if base else 0 for _ in range(n)]
    pupils[0] = r.randint(1, 3) if any(pupils) else 0
    precision = r.randint(1, 20)
    return {
        f"{ENHANCEMENT}Enabled": 1,
        f"{ENHANCEMENT}Number": n,
        f"{ENHANCEMENT}BasePicFlag": base,
        **_network(r, ENHANCEMENT, network),
        f"{ENHANCEMENT}Id": [r.choice((0, 5))] * n,
        f"{ENHANCEMENT}GFVId": [r.choice((0, 1))] * n,
        f"{ENHANCEMENT}GFVCnt": counts,
        f"{ENHANCEMENT}MatrixPresentFlag": present,
        f"{ENHANCEMENT}MatrixPredFlag": [
            int(base and present[0] and counts[i] > 0 and r.random() < 0.6) for i in range(n)
        ],
        f"{ENHANCEMENT}MatrixElementPrecisionFactor": [r.randint(1, 16)] * n,
        f"{ENHANCEMENT}NumMatrices": [matrices] * n,
        f"{ENHANCEMENT}MatrixWidth": sides * n,
        f"{ENHANCEMENT}MatrixHeight": sides * n,
        f"{ENHANCEMENT}MatrixElement": _numbers(r, n * sum(s * s for s in sides), r.choice((1.0, 100.0))),
        f"{ENHANCEMENT}PupilPresentIdx": pupils,
        f"{ENHANCEMENT}PupilCoordinatePrecisionFactor": [
            precision if r.random() < 0.8 else r.randint(1, 20) for _ in range(n)
        ],
        **{
            f"{ENHANCEMENT}Pupil{eye}EyeCoordinate{axis}": _numbers(r, n, 0.9)
            for eye in ("Left", "Right")
            for axis in "XY"
        },
    }
