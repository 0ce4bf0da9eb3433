"""Work that is shared between processes, and the order in which its results come back.

With one job all is done in this process, in the same order and with the same results.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TypeVar

from edition.errors import Said, WorkerError

GARBAGE = (100_000, 20, 20)
"""How seldom Python looks for circles of objects that nobody holds: the edition makes many objects and hardly a circle, so that looking
as often as usual takes some seven hundredths of a build."""
AHEAD = 16
"""Results of dumps are small."""

T = TypeVar("T")


class Workers:
    """Calls functions in `jobs` processes; with one job in this one. Functions, arguments and results must be picklable.

    Args:
        jobs: how many processes.
        ahead: how many results of each may wait for the one before them, so that what is done never piles up.
    """

    def __init__(self, jobs: int, ahead: int = AHEAD) -> None:
        gc.set_threshold(*GARBAGE)
        self.ahead = ahead * jobs if jobs > 1 else 0
        self._pool = ProcessPoolExecutor(jobs, initializer=_begin) if jobs > 1 else None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=kind is not None)

    def call(self, function: Callable[..., T], *arguments: object) -> Future[T]:
        """What the function will return, or raise."""
        if self._pool:
            return self._pool.submit(function, *arguments)
        try:
            return done(function(*arguments))
        except Exception as error:
            failed: Future[T] = Future()
            failed.set_exception(error)
            return failed

    def in_order(self, calls: Iterable[Future[T]]) -> Iterator[T]:
        """The results of calls in their order. Calls are taken from the iterable as results are taken from here.

        Raises:
            WorkerError: a process was ended from outside.
        """
        waiting: deque[Future[T]] = deque()
        try:
            for call in calls:
                waiting.append(call)
                if len(waiting) > self.ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "build.py",
                Said(
                    "有一个工作进程被系统或别的程序结束了", "a process that worked for the build was ended by the system or another program"
                ),
                Said("请重新构建；内存不足时加上 --jobs 1", "build again, with --jobs 1 where memory is short"),
            ) from error


def done(result: T) -> Future[T]:
    """A call whose result is there already."""
    future: Future[T] = Future()
    future.set_result(result)
    return future


def _begin() -> None:
    """Let the build decide what an interruption means, which reaches every process of a terminal; and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*GARBAGE)
    if parent := parent_process():
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    """A process whose build was killed would wait for work without end."""
    parent.join()
    os._exit(1)
