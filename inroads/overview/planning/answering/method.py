"""What answering a question takes: what is gathered, in how many parts it is worked out, what the answer says.

An answer is {"sentences": [...], "columns": [{"title", "decimals"}, ...], "rows": [[key, name, value, ...], ...]}: one
page shows every answer, and two answers to one question are compared row by row, by their keys. A value that is no
number, or has no end, is kept as null. The column with "map" is the one that a map of the areas is coloured by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.forms import ChoiceField, Form
from numpy.typing import ArrayLike

from inroads.engine.scales import Floats
from inroads.foundations.places.models import Area

# Anything that JSON keeps, and gives back as it was.
Kept = dict[str, Any]


class Gathered(NamedTuple):
    """A question with everything that its answer follows from."""

    title: str
    words: list[list[str]]  # what was chosen: [label, value] each
    typed: dict[str, str]  # the same, as the form takes it
    inputs: Kept


@dataclass(frozen=True)
class Method:
    """How one question is answered. Only `gather` reads the database; the rest follows from what is kept."""

    # The council, what was typed, today -> the question; refuses what cannot be asked.
    gather: Callable[[Area, dict[str, str], date], Gathered]
    # Inputs -> how many parts the work has.
    parts: Callable[[Kept], int]
    # Inputs, number of the part, its chance -> the part.
    part: Callable[[Kept, int, np.random.Generator], Kept]
    # Inputs, all parts -> the answer.
    answer: Callable[[Kept, Sequence[Kept]], Kept]


def chance(seed: int, number: int) -> np.random.Generator:
    """The chance of one part: the same whenever it is worked out, and whichever parts came before."""
    return np.random.default_rng([seed, number])


def column(title: str, decimals: int = 0, *, coloured: bool = False) -> Kept:
    """What one column of an answer holds; the map is coloured by one of them."""
    return {"title": title, "decimals": decimals, "map": coloured}


def chosen_in_words(form: Form) -> list[list[str]]:
    """What was chosen from lists: [label, value] each."""
    return [
        [str(field.label), str(words)]
        for field in form
        if isinstance(field.field, ChoiceField)
        for value, words in field.field.widget.choices
        if value == field.value()
    ]


def kept_numbers(values: ArrayLike) -> list:
    """Numbers as JSON keeps them, to the last bit; null for what is no number or has no end.

    >>> kept_numbers([[0.1, np.nan], [np.inf, 2]])
    [[0.1, None], [None, 2.0]]
    """
    array = np.asarray(values, dtype=float)
    kept = array.astype(object)
    kept[~np.isfinite(array)] = None
    return kept.tolist()


def as_array(kept: list) -> Floats:
    """Numbers that were kept; nan for null."""
    return np.array(kept, dtype=float)
