"""The other words by which people know a topic: how they are tidied, and what two topics have together."""

import re
from collections.abc import Iterable

LONGEST_SYNONYMS = 600
# Words in names that tell no name from another.
JOINING = {"and", "or", "the", "a", "an", "of", "for", "at", "in", "on", "to", "from", "with"}
# A letter or a figure first; inside a word also what stands in Wi-Fi, don’t and .gov.uk.
WORD = re.compile(r"[^\W_][\w'’&+.-]{0,39}")


def words_in(text: str) -> list[str]:
    """The words of a list as it was typed, with spaces or commas between.

    >>> words_in("gp, surgery  doctor")
    ['gp', 'surgery', 'doctor']
    """
    return text.replace(",", " ").replace(";", " ").split()


def tidied(words: Iterable[str]) -> str:
    """Each word once, in the order in which they came first.

    >>> tidied(["GP", "surgery", "gp"])
    'GP surgery'
    """
    firsts: dict[str, str] = {}
    for word in words:
        firsts.setdefault(word.casefold(), word)
    return " ".join(firsts.values())


def no_word_among(words: Iterable[str]) -> str:
    """The first of them that is no word; nothing if all are.

    >>> no_word_among(["Wi-Fi", "<b>"])
    '<b>'
    """
    return next((word for word in words if not WORD.fullmatch(word)), "")


def words_of_both(name: str, synonyms: str, other_name: str, other_synonyms: str) -> str:
    """The synonyms of a topic that also stands for another: all words of both, but for those of its own name.

    >>> words_of_both("E-mail", "inbox", "Mail and letters", "post inbox")
    'inbox Mail letters post'
    """
    own = {word.casefold() for word in words_in(name)}
    told = [word for word in words_in(other_name) if word.casefold() not in JOINING]
    every = [*words_in(synonyms), *told, *words_in(other_synonyms)]
    return tidied(word for word in every if word.casefold() not in own)
