"""A time of day in words, the same way on every page."""

from datetime import time

from django.utils.translation import gettext as _


def clock_words(clock: time) -> str:
    """A time as people say it.

    >>> [clock_words(time(*at)) for at in [(10,), (14, 30), (12,), (0,), (0, 5)]]
    ['10am', '2:30pm', 'midday', 'midnight', '12:05am']
    """
    if clock.minute == 0 and clock.hour in (0, 12):
        return _("midday") if clock.hour else _("midnight")
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def hours_words(starts: time, ends: time) -> str:
    """From when until when.

    >>> hours_words(time(10), time(12))
    '10am to midday'
    """
    return _("%(start)s to %(end)s") % {"start": clock_words(starts), "end": clock_words(ends)}
