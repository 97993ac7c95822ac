"""Analysis by synthesis: parameters that make the generated picture come nearest to its source.

A net that measures faces errs by some pixels from picture to picture, and what it errs would be sent as
motion. So its measurement is a start only. The picture is generated as a decoder would, compared with its
source, and the parameters are changed in the ways that the system names (`generators.parameters.moves`) as
long as the generated picture comes nearer (Gauss-Newton, with derivatives by generating).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from generators.codec.decoder import BATCH, generate
from generators.parameters.values import Parameters
from generators.system import AnySystem

ROBUST = 0.05
"""Error of luma beyond which a pixel counts less and less: what no change of parameters explains."""
OUTSIDE = 0.2


@dataclass(frozen=True)
class Effort:
    rounds: int = 3
    every: int = 4
    parts: bool = False
    change: float = 0.01
    jerk: float = 0.0
    prior: float = 0.0


class Eye:
    """Compares generated pictures with one source picture."""

    def __init__(self, source, weight, robust=ROBUST):
        self.robust = robust
        self.weights = [F.avg_pool2d(weight[None, None], s, ceil_mode=True).flatten() for s in SCALES]
        self.weights = [w / w.sum() * g for w, g in zip(self.weights, GAIN)]
        self.weight = torch.cat(self.weights).double().numpy()
        self.source = self.look(source[None])[0]

    def look(self, pictures):
        y = (pictures.float().cpu() * LUMA).sum(1, keepdim=True)
        rows = []
        for s in SCALES:
            z = F.avg_pool2d(y, s, ceil_mode=True)
            if HIGH:
                z = z - F.avg_pool2d(z, HIGH, 1, HIGH // 2, count_include_pad=False)
            rows.append(z.flatten(1))
        return torch.cat(rows, 1).double().numpy()

    def away(self, looked):
        return looked - self.source

    def cost(self, away):
        q = (away / self.robust) ** 2
        return (self.weight * q / (1 + q)).sum(-1)

    def trust(self, away):
        return self.weight / (1 + (away / self.robust) ** 2) ** 2 / self.robust**2


SCALES = (2, 4)
GAIN = (0.5, 0.5)
HIGH = 0
LUMA = torch.tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)


class Refiner:
    def __init__(self, system: AnySystem, effort: Effort):
        self.system, self.effort = system, effort
        self.rendered = 0

    def made(self, bases, rows):
        self.rendered += len(rows)
        return torch.stack(list(generate(self.system, bases, rows, batch=1 if self.system.generator.batch_matters else BATCH)))

    def picture(self, bases, row, eye, start, before, state):
        """amounts for one picture"""
        e, moves = self.effort, self.system.moves
        m = moves.count if e.parts else moves.pose
        full = lambda a: np.pad(a, (0, moves.count - m))
        apply = lambda a: moves.apply(row, full(a))
        prior = np.full(m, e.change)
        anchor = np.zeros(m)
        anchor[moves.pose:] = e.prior
        def whole(away, a):
            return eye.cost(away) + (prior * (a - before) ** 2).sum() + (anchor * a**2).sum()
        a = start.copy()
        look = eye.look(self.made(bases, [apply(a)]))[0]
        away = eye.away(look)
        cost = whole(away, a)
        for k in range(e.rounds):
            fresh = state.get("J") is None or state["age"] >= e.every
            if fresh:
                steps = 0.5
                looks = eye.look(self.made(bases, [apply(a + steps * d) for d in np.eye(m)]))
                state["J"], state["age"] = (looks - look) / steps, 0
            J = state["J"]
            w = eye.trust(away)
            A = (J * w) @ J.T + np.diag(prior + anchor)
            g = (J * w) @ away + prior * (a - before) + anchor * a
            d = -np.linalg.solve(A + 1e-3 * np.diag(np.diag(A)), g)
            d *= min(1, 3 / max(np.abs(d).max(), 1e-9))
            ok = False
            for share in (1.0, 0.4):
                b = a + share * d
                lb = eye.look(self.made(bases, [apply(b)]))[0]
                ab = eye.away(lb)
                cb = whole(ab, b)
                if cb < cost:
                    ok = True
                    break
            if ok:
                small = np.abs(b - a).max() < 0.1
                a, look, away, cost = b, lb, ab, cb
                if small:
                    break
            elif state["age"] > 0:
                state["age"] = e.every
            else:
                break
        state["age"] += 1
        return a, cost
