"""Champions are thanked, and told each week one thing worth knowing."""

from datetime import date

from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.programme.champions.checking import require_current
from inroads.programme.champions.models import Champion, Thanks, Tip


@transaction.atomic
def pass_on_thanks(
    champion: Champion, *, words: str, whose: str = "", on: date, by: Actor
) -> Thanks:
    """What somebody said of their help stands on the champion's own page."""
    champion = locked(champion)
    require_current(champion)
    thanks, is_new = Thanks.objects.get_or_create(
        champion=champion, words=words, whose=whose, given_on=on
    )
    if is_new:
        record("champion.thanked", thanks, by=by)
    return thanks


@transaction.atomic
def write_tip(*, words: str, starts_on: date, by: Actor) -> Tip:
    """A tip that every champion reads from a day on, until the next begins."""
    try:
        with transaction.atomic():
            tip = Tip.objects.create(words=words, starts_on=starts_on)
    except IntegrityError:
        raise Refused("Another tip begins on that day", field="starts_on") from None
    record("tip.written", tip, by=by)
    return tip


@transaction.atomic
def remove_tip(tip: Tip, *, by: Actor) -> None:
    """It is told no longer."""
    record("tip.removed", tip, by=by)
    tip.delete()
