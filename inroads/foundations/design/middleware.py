"""What every answer carries, and what a refusal outside a form looks like."""

from django.http import HttpRequest

from inroads.foundations.core.rules import Refused
from inroads.foundations.design.errors import refused

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)


def headers(get_response):
    """Only our own scripts, styles and frames; nothing of a signed-in page stays in a shared cache."""

    def middleware(request: HttpRequest):
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


class refusals:  # noqa: N801 - named as the other middleware is
    """A refusal that no form was there to show becomes a page (409) that says it in a sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        if not isinstance(exception, Refused):
            return None
        return refused(request, str(exception))
