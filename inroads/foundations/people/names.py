"""Names are kept exactly as people write them; a folded copy is what a search looks through."""

import unicodedata

from django.db import models

# Letters that Unicode does not take apart into a plain letter and an accent.
PLAINER = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | dict.fromkeys("'’‘ʼ`´", "")
    | dict.fromkeys("-‐‑‒–", " ")
)


def folded(text: str) -> str:
    """The name without case, accents and apostrophes, so that “Łukasz O’Brien” is found by “lukasz obrien”.

    >>> folded("  Zoë   O’Brien-Łuczak ")
    'zoe obrien luczak'
    """
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(PLAINER)
    letters = (mark for mark in apart if unicodedata.category(mark) not in ("Mn", "Me", "Cf", "Cc"))
    return " ".join("".join(letters).split())


class FoldedField(models.CharField):
    """Keeps the folded copy of another field, made afresh whenever the record is saved."""

    def __init__(self, *args, of: str = "", **kwargs):
        self.of = of
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = folded(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
