"""Pages about this site itself, and the gallery of its parts."""

from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.design import errors
from inroads.foundations.design import gallery as samples


@login_not_required
def accessibility(request: HttpRequest):
    """The accessibility statement."""
    return render(request, "design/accessibility.html")


@login_not_required
def privacy(request: HttpRequest):
    """The privacy notice."""
    return render(request, "design/privacy.html")


@login_not_required
def cookies(request: HttpRequest):
    """Every cookie that we set, by the names they have in this installation."""
    hours = settings.SESSION_COOKIE_AGE // 3600
    listed = [
        {
            "name": settings.SESSION_COOKIE_NAME,
            "use": "Remembers that you have signed in, and your answers to a form of several pages.",
            "stays": f"Until you sign out or close your browser; {hours} hours at most.",
        },
        {
            "name": settings.CSRF_COOKIE_NAME,
            "use": "Makes sure that a form you send was filled in by you, on our page.",
            "stays": "One year.",
        },
        {
            "name": CookieStorage.cookie_name,
            "use": "Holds a message, such as “Saved”, until the next page has shown it.",
            "stays": "Until you have seen the message.",
        },
    ]
    return render(request, "design/cookies.html", {"cookies": listed})


@login_not_required
def security_txt(request: HttpRequest):
    """Whom to tell of a security fault (RFC 9116)."""
    lines = {
        "Contact": settings.CONTACT,
        "Expires": (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z"),
        "Preferred-Languages": "en",
        "Canonical": settings.ADDRESS + reverse("security_txt"),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def for_anyone_inside(view):
    """Open to everybody who signs in, and in the sample place to the whole world."""

    @login_not_required
    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs):
        if settings.DEMO or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path())

    return shown


@for_anyone_inside
def gallery(request: HttpRequest):
    """Every part of a page, in each of its states."""
    context = {
        "charts": samples.charts(),
        "area_map": samples.area_map(),
        "answers": samples.ANSWERS,
        "pages": samples.PAGES,
        "tasks": samples.TASKS,
        "tabs": samples.TABS,
        "failures": samples.FAILURES,
        "wrong": samples.wrong_form(),
    }
    return render(request, "design/gallery.html", context)


@for_anyone_inside
def gallery_form(request: HttpRequest):
    """Every kind of field; sent empty or wrong, it shows each error, and it saves nothing."""
    form = samples.SampleForm(request.POST or None, request.FILES or None)
    sent = request.method == "POST" and form.is_valid()
    context = {"form": form, "sent": sent}
    return render(request, "design/gallery_form.html", context, status=422 if form.errors else 200)


@for_anyone_inside
def gallery_card(request: HttpRequest):
    """A card to take home, as it is printed."""
    return render(request, "design/gallery_card.html")


@for_anyone_inside
def gallery_failure(request: HttpRequest, name: str):
    """One of the pages for what went wrong."""
    if name not in samples.FAILURES:
        raise Http404
    return errors.without_database(f"design/{name}.html", 200, sentence=samples.REFUSAL)
