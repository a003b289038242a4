"""What answering a question takes: what is gathered, in how many parts it is worked out, what the answer says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inroads.foundations.places.models import Area

# Anything that JSON keeps, and gives back as it was.
Kept = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """How one question is answered. Only `gather` reads the database; the rest follows from what is kept.

    An answer is {"sentences": [...], "columns": [...], "rows": [[key, name, value of each column], ...]},
    so that one page shows every answer, and two answers are compared row by row, by their keys.
    """

    gather: Callable[
        [Area, Kept], Kept
    ]  # the council, what was asked -> what the answer follows from
    parts: Callable[[Kept], int]  # inputs -> how many parts the work has
    part: Callable[[Kept, int, np.random.Generator], Kept]  # inputs, number of the part, its chance
    answer: Callable[[Kept, Sequence[Kept]], Kept]  # inputs, all parts -> the answer


def chance(seed: int, number: int) -> np.random.Generator:
    """The chance of one part: the same whenever it is worked out, whichever parts came before."""
    return np.random.default_rng([seed, number])
