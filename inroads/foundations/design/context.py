"""What every template may say of the place."""

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict:
    """The place, its helpline, and whether this is the sample."""
    return {
        "place": settings.PLACE,
        "helpline": settings.HELPLINE,
        "demo": settings.DEMO,
        "form": None,
    }
