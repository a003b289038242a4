"""A loop shared among threads, each writing its own part of the answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

PARTS_PER_THREAD = 4


def in_threads(part: Callable[[int, int], object], count: int, threads: int) -> None:
    """Call ``part(begin, end)`` until everything from 0 to ``count`` is done.

    Each part must write only what is its own: then the answer is the same for any number of threads.

    Parameters
    ----------
    part : callable
        Does everything from ``begin`` up to but not including ``end``.
    count : int
        How much there is to do.
    threads : int
        How many work at once, 1 or more.

    Raises
    ------
    ValueError
        If there are no threads to work; or whatever a part raises.

    Examples
    --------
    >>> squares = [0] * 5
    >>> def part(begin, end):
    ...     for n in range(begin, end):
    ...         squares[n] = n * n
    >>> in_threads(part, 5, threads=2)
    >>> squares
    [0, 1, 4, 9, 16]
    """
    if threads < 1:
        raise ValueError("There must be at least one thread")
    if threads == 1 or count < 2:
        part(0, count)
        return
    parts = min(threads * PARTS_PER_THREAD, count)
    ends = [count * place // parts for place in range(parts + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(part, ends[:-1], ends[1:]):
            pass
