"""The code on a passport: seven random characters, and an eighth by which one wrong key is noticed."""

import re

from inroads.foundations.core.models import PLAIN_LETTERS, spoken_code

LENGTH = 8
# No weight is a multiple of 5, and no two neighbours differ by one. The letters are 25, so that one other character,
# or two neighbours that changed places, always change what the weighed sum leaves when it is divided by 25.
WEIGHTS = (1, 2, 3, 4, 6, 7, 8, 9)
VALUES = {letter: value for value, letter in enumerate(PLAIN_LETTERS)}
# What people, and the keyboards of telephones, put between the two halves.
BETWEEN = re.compile(r"[\s\-‐‑‒–—−_.]+")


def new_code() -> str:
    """A code that nobody can guess from another one."""
    return with_check(spoken_code(LENGTH - 1))


def with_check(letters: str) -> str:
    """Seven characters and the one that makes their weighed sum come out.

    >>> with_check("K7QF3M9")
    'K7QF3M9V'
    """
    return next(letters + last for last in PLAIN_LETTERS if comes_out(letters + last))


def tidied(typed: str) -> str:
    """The code as we keep it, in whatever case and with whatever between its halves it was typed.

    >>> tidied(" k7qf – 3m9v ")
    'K7QF3M9V'
    """
    return BETWEEN.sub("", typed).upper()


def reads_right(code: str) -> bool:
    """It may be a code of ours: eight of our characters, and the last agrees with the others.

    >>> reads_right("K7QF3M9V"), reads_right("K7FQ3M9V"), reads_right("K7QF3M9")
    (True, False, False)
    """
    return len(code) == LENGTH and set(code) <= VALUES.keys() and comes_out(code)


def comes_out(code: str) -> bool:
    """The sum of its characters, each with the weight of its place, leaves nothing."""
    weighed = sum(weight * VALUES[letter] for weight, letter in zip(WEIGHTS, code, strict=True))
    return weighed % len(PLAIN_LETTERS) == 0


def in_halves(code: str) -> str:
    """As it is printed and read aloud.

    >>> in_halves("K7QF3M9V")
    'K7QF-3M9V'
    """
    return f"{code[:4]}-{code[4:]}"
