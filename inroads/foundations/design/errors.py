"""The pages for what went wrong, in the same look as all others."""

from django.http import HttpRequest
from django.shortcuts import render


def bad_request(request: HttpRequest, exception=None):
    """400: what was sent makes no sense."""
    return render(request, "design/400.html", status=400)


def forbidden(request: HttpRequest, exception=None):
    """403: you may see this, but not do it."""
    return render(request, "design/403.html", status=403)


def not_found(request: HttpRequest, exception=None):
    """404: there is no such page, or it is not yours to see."""
    return render(request, "design/404.html", status=404)


def server_error(request: HttpRequest):
    """500: our fault."""
    return render(request, "design/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = ""):
    """403: the form was too old, or it came from somewhere else."""
    return render(request, "design/csrf.html", status=403)
