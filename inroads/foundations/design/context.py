"""What every template may say of the place."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    """The place, its helpline, and whether this is the sample. `home` fills in the navigation of the role."""
    return {**place(), "navigation": []}


def place() -> dict:
    """What can be said without knowing who asks, and without a database."""
    return {
        "place": settings.PLACE,
        "helpline": settings.HELPLINE,
        "demo": settings.DEMO,
        "form": None,
    }


def bare() -> dict:
    """All that a page needs, when there is nothing else to rely on."""
    return {**place(), "navigation": [], "user": None, "messages": [], "request": None}
