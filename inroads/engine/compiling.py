"""Loops that arrays cannot say, compiled to machine code when Inroads is set up and never inside a request."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

# Without a compiler the plain twins do the same, more slowly.
COMPILED = find_spec("numba") is not None


def kernel(*signatures: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compile the function below for arguments of these types, now, or take it from the cache of an earlier time.

    A kernel lets go of Python's lock while it runs, so that threads can share its work; it starts no threads
    itself, because the compiler's own may neither meet in one process nor survive its division.

    Parameters
    ----------
    *signatures : str
        Types in numba's words, such as ``"float64[:](float64[::1], int64[::1])"``.

    Returns
    -------
    decorator
        Where there is no compiler it returns the function unchanged, which then runs as plain Python.

    Examples
    --------
    >>> @kernel("int64(int64)")
    ... def doubled(n):
    ...     return 2 * n
    >>> int(doubled(4))
    8
    """

    def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
        if not COMPILED:
            return function
        numba = import_module("numba")  # only where it is needed: it takes a moment to load
        try:
            return numba.njit(list(signatures), cache=True, nogil=True)(function)
        except RuntimeError:  # nowhere to keep the cache: compiled at every start
            return numba.njit(list(signatures), nogil=True)(function)

    return compiled
