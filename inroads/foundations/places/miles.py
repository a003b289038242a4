"""Distances as people here say them: in miles."""

KILOMETRES_IN_A_MILE = 1.609344


def distance_in_words(kilometres: float | None) -> str:
    """How far it is as the crow flies, in miles as people say them; nothing if it is not known.

    >>> [distance_in_words(far) for far in (0.04, 1.61, 2.13, 32.6)]
    ['less than half a mile away', '1 mile away', '1.3 miles away', '20 miles away']
    """
    if kilometres is None:
        return ""
    miles = miles_in(kilometres)
    if miles < 0.5:
        return "less than half a mile away"
    said = f"{miles:.0f}" if miles >= 10 else f"{miles:.1f}".removesuffix(".0")
    return f"{said} mile{'' if said == '1' else 's'} away"


def miles_in(kilometres: float) -> float:
    """Miles, as road signs have them."""
    return kilometres / KILOMETRES_IN_A_MILE
