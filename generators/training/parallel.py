"""Training in several processes, each on its own pairs: `torchrun --nproc-per-node N -m seigen train ...`.

Every process has the same weights. After each step's backward pass gradients are averaged over all of them,
so a step is that of one process with as many pairs as all have together; batch norms use their own process's
pairs, and their running means are averaged. What is random differs from process to process.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import nn

from sei.errors import SeigenError

TIMEOUT = timedelta(hours=6)
"""How long processes wait for each other: the first reads the clips for all."""
VARIABLES = ("RANK", "WORLD_SIZE", "LOCAL_RANK")
"""What torchrun tells each process."""


class ParallelError(SeigenError):
    """Processes that cannot train together."""


@dataclass(frozen=True)
class Processes:
    """The processes that train together: ``rank`` is this one's number of ``size``; alone, 0 of 1."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        """Whether this process is the one that writes and speaks."""
        return self.rank == 0

    def seed(self, seed: int, step: int = 0) -> int:
        """Make a seed of this process's own, the given one for the first at the beginning."""
        return (seed + 1_000_003 * self.rank + 7_368_787 * step * (self.size > 1)) % (1 << 63)

    def wait(self) -> None:
        """Wait until all are here."""
        if self.size > 1:
            dist.barrier()

    def same(self, networks: Iterable[nn.Module]) -> None:
        """Give all the first one's parameters and buffers."""
        if self.size > 1:
            for network in networks:
                for tensor in network.state_dict().values():
                    dist.broadcast(tensor, 0)

    def value(self, value: float, device: torch.device) -> float:
        """Give all the first one's number."""
        if self.size == 1:
            return value
        told = torch.tensor([value], dtype=torch.float64, device="cpu" if device.type == "mps" else device)
        dist.broadcast(told, 0)
        return float(told)

    def mean(self, values: Mapping[str, torch.Tensor]) -> dict[str, float]:
        """Return numbers by name, averaged over all; NaN or infinite where one of them is."""
        if self.size == 1:
            return {name: float(v.detach()) for name, v in values.items()}
        told = torch.stack([v.detach().double() for v in values.values()])
        dist.all_reduce(told)
        return dict(zip(values, (told / self.size).tolist(), strict=True))

    def gradients(self, parameters: Sequence[nn.Parameter]) -> None:
        """Set gradients to their mean over all; a parameter without one counts as 0."""
        if self.size > 1:
            grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
            self._average(grads)
            for parameter, grad in zip(parameters, grads, strict=True):
                parameter.grad = grad

    def buffers(self, networks: Iterable[nn.Module]) -> None:
        """Set running means and variances to their mean over all."""
        if self.size > 1:
            norms = [
                m for n in networks for m in n.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)
            ]
            self._average([b for m in norms for b in (m.running_mean, m.running_var) if b is not None])

    def _average(self, tensors: Sequence[torch.Tensor]) -> None:
        """In one message: what a network sends is many small tensors."""
        if tensors:
            flat = torch.cat([t.detach().reshape(-1).float() for t in tensors])
            dist.all_reduce(flat)
            flat /= self.size
            with torch.no_grad():
                for tensor, part in zip(tensors, flat.split([t.numel() for t in tensors]), strict=True):
                    tensor.copy_(part.view_as(tensor))


ALONE = Processes()


@contextmanager
def joined() -> Iterator[Processes]:
    """Join the processes that torchrun began, while the block lasts; without it, train alone.

    Messages go by NCCL between GPUs and by Gloo between CPUs. Raises ParallelError where they do not meet.
    """
    if any(name not in os.environ for name in VARIABLES) or os.environ["WORLD_SIZE"] == "1":
        yield ALONE
        return
    if not dist.is_available():
        raise ParallelError("this build of torch has no torch.distributed")
    try:
        backend = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() and dist.is_nccl_available() else "gloo"
        dist.init_process_group(backend, timeout=TIMEOUT)
    except (RuntimeError, ValueError) as error:
        raise ParallelError(f"the processes do not meet: {str(error).splitlines()[0]}") from None
    try:
        yield Processes(dist.get_rank(), dist.get_world_size())
    finally:
        dist.destroy_process_group()


def own_device(device: str) -> str:
    """Choose this process's GPU where ``device`` is cuda without a number."""
    local = os.environ.get("LOCAL_RANK", "")
    return f"cuda:{local}" if device == "cuda" and local.isdigit() else device
