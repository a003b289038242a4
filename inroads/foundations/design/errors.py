"""The pages for what went wrong, in the same look as all others."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from inroads.foundations.design.context import bare


def bad_request(request: HttpRequest, exception=None):
    """400: what was sent makes no sense."""
    return without_database("design/400.html", 400)


def forbidden(request: HttpRequest, exception=None):
    """403: your role may not open this page, or may not do what you sent."""
    only_looked = request.method in ("GET", "HEAD")
    return render(request, "design/403.html", {"only_looked": only_looked}, status=403)


def not_found(request: HttpRequest, exception=None):
    """404: there is no such page, or it is not yours to see."""
    return render(request, "design/404.html", status=404)


def refused(request: HttpRequest, sentence: str):
    """409: a rule of the programme said no, and no form was there to show it."""
    return render(request, "design/refused.html", {"sentence": sentence}, status=409)


def server_error(request: HttpRequest):
    """500: our fault. 503 if it is the database that does not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return without_database("design/500.html", 500)


def unavailable(request: HttpRequest):
    """503: closed for a moment."""
    response = without_database("design/503.html", 503)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = ""):
    """403: the form was too old, or it came from somewhere else."""
    return without_database("design/csrf.html", 403)


def without_database(template: str, status: int, **context) -> HttpResponse:
    """A page that asks nothing of the database, the session or the user."""
    return HttpResponse(render_to_string(template, {**bare(), **context}), status=status)
