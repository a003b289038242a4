"""How the words of a text are compared with the names of topics and venues, however they are spelt."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from inroads.programme.directory.naming import JOINING

LONGEST_TEXT = 612  # four texts in one

EXACT, SAME_BUT_ONE, SAME_JOINED, INITIALS, BEGINNING, SYNONYM = 20, 19, 18, 12, 11, 10
OTHER_BEGINNING, NEARLY = 5, 4
NEARLY_THE_SAME = 0.8


@dataclass
class Known:
    """The name of a topic or a venue, as its words are compared."""

    name: list[str]
    others: list[str] = field(default_factory=list)

    def __post_init__(self):
        telling = [word for word in self.name if word not in JOINING]
        self.telling = telling or self.name
        self.joined = "".join(self.name)
        self.singular = {singular(word) for word in self.telling}
        self.initials = {"".join(word[0] for word in words) for words in (self.name, self.telling)}

    def likeness(self, word: str) -> int:
        """How surely a word of a text speaks of this name; 0 if it does not."""
        if word in self.telling:
            return EXACT
        if singular(word) in self.singular:
            return SAME_BUT_ONE
        if len(word) >= 5 and self.joined.startswith(word):
            return SAME_JOINED
        if len(word) >= 2 and any(first.startswith(word) for first in self.initials):
            return INITIALS
        if singular(word) in map(singular, self.others):
            return SYNONYM
        if begins(word, self.telling):
            return BEGINNING
        if begins(word, self.others):
            return OTHER_BEGINNING
        return NEARLY if nearly(word, [*self.telling, *self.others]) else 0


def plain(text: str) -> str:
    """Small letters without accents or apostrophes."""
    text = unicodedata.normalize("NFKD", text[:LONGEST_TEXT])
    text = "".join(mark for mark in text if not unicodedata.combining(mark)).casefold()
    text = re.sub(r"['’‘`´]", "", text)
    return re.sub(r"\s+", " ", text)


def words_of(text: str) -> list[str]:
    """Letters and digits apart: 3xNHS is three words.

    >>> words_of("h kno 3xnhs!")
    ['h', 'kno', '3', 'x', 'nhs']
    """
    return re.findall(r"\d+|[^\W\d_]+", re.sub(r"(?<=\d)x(?=[^\W\d_])|\bx(?=\d)", " x ", text))


def known(name: str, synonyms: str = "") -> Known:
    """A name, and the other words for it, ready to be compared."""
    return Known(words_of(plain(name)), words_of(plain(synonyms)))


def joined(words: list[str], names: Iterable[Known]) -> list[str]:
    """What was written apart and is one word in a name is one: e mail, whats app."""
    whole = {word for one in names for word in [*one.name, *one.others] if len(word) > 3}
    result: list[str] = []
    for word in words:
        if result and result[-1] + word in whole:
            result[-1] += word
        else:
            result.append(word)
    return result


def singular(word: str) -> str:
    """One of them, as far as the letters tell.

    >>> [singular(word) for word in ("phones", "passes", "pass", "gas")]
    ['phone', 'pass', 'pass', 'gas']
    """
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def begins(word: str, others: list[str]) -> bool:
    return len(word) >= 3 and any(other.startswith(word) for other in others)


def nearly(word: str, others: list[str]) -> bool:
    """Spelt nearly so: a letter too many, too few, or another."""
    return len(word) >= 5 and any(
        abs(len(word) - len(other)) <= 2
        and SequenceMatcher(None, word, other).ratio() >= NEARLY_THE_SAME
        for other in others
        if len(other) >= 4
    )
