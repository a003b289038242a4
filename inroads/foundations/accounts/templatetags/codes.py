"""A long secret as a person can copy it."""

from django import template

register = template.Library()


@register.filter
def fours(secret: str) -> list[str]:
    """The secret in groups of four letters."""
    return [secret[start : start + 4] for start in range(0, len(secret), 4)]
