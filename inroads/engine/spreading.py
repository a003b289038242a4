"""One seam for work that divides: in this process, in several, or on a Dask cluster, with the same answer on each.

What divides are whole jobs that need nothing of one another: councils, weeks, what-ifs, blocks of draws. A job is a
function at the top of a module; a piece is what it takes. Answers come one by one in the order of the pieces, so that
whoever asked can show how far the work is, keep what is done, and stop.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, Protocol

import numpy as np

# What takes longest to import, imported once for all processes.
HEAVY = ["numba", "scipy.optimize", "scipy.sparse", "scipy.spatial"]
# Pieces sent ahead for each worker: enough that none waits, few enough that stopping wastes little.
AHEAD = 2


class Spread(Protocol):
    """A way to have a job done for each piece; answers in the order of the pieces."""

    def __call__(self, job: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]: ...


def serially(job: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
    """One piece after another, here.

    Examples
    --------
    >>> list(serially(abs, [-1, 2]))
    [1, 2]
    """
    for piece in pieces:
        yield job(piece)


def in_processes(workers: int) -> Spread:
    """So many processes of this machine, started for the work and ended with it.

    They are not split off from this process, which may hold threads and open connections, but started afresh; where
    the system allows it from a small one that has the heavy packages ready and is kept for the next time.

    Parameters
    ----------
    workers : int
        1 or more.

    Returns
    -------
    Spread
        A job that raises an error raises it here, as it would serially.

    Raises
    ------
    ValueError
        If there are no workers.

    Examples
    --------
    >>> list(in_processes(2)(abs, [-1, 2]))
    [1, 2]
    """
    if workers < 1:
        raise ValueError("There must be at least one process")

    def spread(job: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        split = "forkserver" in get_all_start_methods()
        context = get_context("forkserver" if split else "spawn")
        if split:
            context.set_forkserver_preload(HEAVY)
        pool = ProcessPoolExecutor(workers, mp_context=context)
        try:
            yield from _in_order(lambda piece: pool.submit(job, piece), pieces, workers * AHEAD)
        finally:
            pool.shutdown(cancel_futures=True)

    return spread


def on_dask(client: Any) -> Spread:
    """The workers of a Dask cluster, on which Inroads is installed (``pip install inroads[cluster]``).

    Nothing of Dask is imported here: whoever has a client has it. If a worker is lost, Dask does its pieces again,
    which changes nothing, since a piece holds all that its answer depends on.

    Parameters
    ----------
    client : dask.distributed.Client

    Returns
    -------
    Spread

    References
    ----------
    Rocklin (2015), Dask: parallel computation with blocked algorithms and task scheduling, Proceedings of the
    14th Python in Science Conference, 126-132.
    """

    def spread(job: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
        workers = max(sum(client.nthreads().values()), 1)
        # Not pure: Dask would else look for an answer to the same question that it gave earlier.
        yield from _in_order(
            lambda piece: client.submit(job, piece, pure=False), pieces, workers * AHEAD
        )

    return spread


def _in_order(submit: Callable[[Any], Any], pieces: Iterable[Any], ahead: int) -> Iterator[Any]:
    waiting: deque[Any] = deque()
    try:
        for piece in pieces:
            waiting.append(submit(piece))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def with_seeds(pieces: Iterable[Any], seed: int) -> list[tuple[Any, np.random.SeedSequence]]:
    """Each piece with a seed of its own, all grown from one.

    The seed of a piece depends on the first seed and on the place of the piece, not on who works on it or when: the
    answer is the same however the work is divided among workers.

    Parameters
    ----------
    pieces : iterable
    seed : int
        0 or more.

    Returns
    -------
    list of (piece, SeedSequence)
        ``numpy.random.default_rng(sequence)`` makes the generator of a piece.

    Raises
    ------
    ValueError
        If the seed is below zero.

    References
    ----------
    O'Neill (2015), Developing a seed_seq alternative: the hash behind numpy's SeedSequence.

    Examples
    --------
    >>> [int(np.random.default_rng(own).integers(100)) for _, own in with_seeds("ab", seed=1)]
    [1, 94]
    """
    listed = list(pieces)
    if seed < 0:
        raise ValueError("A seed cannot be below zero")
    return list(zip(listed, np.random.SeedSequence(seed).spawn(len(listed)), strict=True))


def blocks(count: int, size: int) -> list[slice]:
    """Slices of so many, one after another, that together hold everything from 0 to ``count``.

    The size is chosen by the work and never by the number of workers, so that pieces, and with them the answer,
    are the same everywhere.

    Examples
    --------
    >>> blocks(5, 2)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    if size < 1:
        raise ValueError("A block holds at least one")
    return [slice(begin, min(begin + size, count)) for begin in range(0, count, size)]
