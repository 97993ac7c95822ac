"""Items made by another thread while those before them are used."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
DEPTH = 4
"""Items that are made ahead: pictures of 1920x1080 are six megabytes each."""


class _Failed:
    def __init__(self, error: BaseException) -> None:
        self.error = error


_END = object()


def ahead(items: Iterator[T], depth: int = DEPTH) -> Iterator[T]:
    """Yield what ``items`` yields, in order, up to ``depth`` of them made ahead by a thread.

    Its errors are raised where they would have been. The thread ends when the iterator that is returned does,
    also when that is closed before its end.
    """
    queue: Queue[object] = Queue(depth)
    stopped = threading.Event()

    def put(item: object) -> None:
        while not stopped.is_set():
            with suppress(Full):
                queue.put(item, timeout=0.1)
                return

    def work() -> None:
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    break
            put(_END)
        except BaseException as error:  # raised again by whoever waits for it
            put(_Failed(error))
        finally:
            if isinstance(items, Generator):
                items.close()

    thread = threading.Thread(target=work, name="seigen-ahead", daemon=True)
    thread.start()
    try:
        while (item := queue.get()) is not _END:
            if isinstance(item, _Failed):
                raise item.error
            yield item  # type: ignore[misc]
    finally:
        stopped.set()
        with suppress(Empty):
            while True:
                queue.get_nowait()
        thread.join()


def mapped(function: Callable[[T], R], items: Iterator[T], workers: int = 2) -> Iterator[R]:
    """Yield ``function`` of each item, in order, worked out by so many threads, no more than twice as many
    items ahead."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="seigen-map") as pool:
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
