"""Times and peak memory of functions, each run in a process of its own."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians over runs: seconds of wall clock, of CPU with children, and MiB of memory of the largest process."""

    name: str
    wall: float
    cpu: float
    memory: float
    runs: int

    def __str__(self) -> str:
        return (
            f"{self.name:<44} {self.wall:>9.3f} s {self.cpu:>9.3f} s CPU {self.memory:>8.0f} MiB   ({self.runs} runs)"
        )


def measure(name: str, work: Callable[..., Any], *arguments: Any, runs: int = 5) -> Measured:
    """Run `work` several times, each in a fresh process that has imported what it needs.

    Parameters
    ----------
    name : str
    work : callable
        A function of a module; its arguments are pickled.
    runs : int

    Returns
    -------
    Measured
    """
    found = [_once(work, arguments) for _ in range(runs)]
    wall, cpu, memory = (statistics.median(column) for column in zip(*found, strict=True))
    return Measured(name, wall, cpu, memory, runs)


def _once(work: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[float, float, float]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(theirs, work, arguments))
    child.start()
    theirs.close()
    try:
        return ours.recv()  # type: ignore[no-any-return]
    finally:
        child.join()


def _child(answer: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    wall, cpu = time.perf_counter(), _cpu()
    work(*arguments)
    used = time.perf_counter() - wall, _cpu() - cpu
    answer.send((*used, max(resource.getrusage(whose).ru_maxrss for whose in _WHOSE) / 1024))


_WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _WHOSE))
