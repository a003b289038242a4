"""How a rule speaks: it refuses in a sentence, it forbids, it locks."""

from typing import TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

Record = TypeVar("Record", bound=models.Model)


class Refused(Exception):
    """A rule of the programme says no; the message is the sentence that the user reads.

    `field` names the form's field that the sentence belongs beside, if there is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None):
        super().__init__(sentence)
        self.field = field


def require(allowed: bool) -> None:
    """Forbid (403) what the user may see but not do. What they may not see is a 404 before this."""
    if not allowed:
        raise PermissionDenied


def locked(record: Record) -> Record:
    """The same record read afresh, held until the transaction ends, so that two cannot answer it at once."""
    # Not type(record): the signed-in user comes in a lazy wrapper.
    model = cast(type[Record], record._meta.model)
    return model._default_manager.select_for_update().get(pk=record.pk)


def today():
    """The day it is where the programme is. For views, tasks, commands, and for who may see what today."""
    return timezone.localdate()
