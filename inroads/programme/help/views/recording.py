"""The page on which a champion records help: with their own link, or signed in."""

from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused
from inroads.programme.directory.models import Topic
from inroads.programme.help.actions import record_help, take_back
from inroads.programme.help.forms import RecordForm
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.others import others_this_week
from inroads.programme.help.permissions import own_champion
from inroads.programme.help.queries import (
    MOST_HELPS_LATELY,
    choices_for,
    helps_lately,
    helps_this_week,
    link_of,
    opened_link,
    rota_of,
    whose,
)
from inroads.programme.timetable.local_time import local

# The worker answers for the recording pages and nothing else.
SCOPE = "/help/record/"


def by_link(view):
    """For whoever knows the secret in the address, without signing in; the secret goes nowhere.

    There is no cookie and no session here that another site could ride on, so what is posted needs no token. With
    `no-referrer` a browser sends `Origin: null`, which the usual check would refuse.
    """

    @login_not_required
    @wraps(view)
    def opened(request, secret, **given):
        at = timezone.now()
        link = opened_link(secret, at)
        if link is None:
            return unlinked(closed(request, secret))
        return unlinked(view(request, link, at, secret=secret, **given))

    return opened


@csrf_exempt
@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def record(request, link, at, *, secret):
    """The champion whose link this is records one help, and can do nothing else."""
    form = record_form(request, link.champion, at)
    if request.method == "POST" and helps_lately(link.champion, at) >= MOST_HELPS_LATELY:
        form.add_error(None, "That was very fast. Wait a few minutes, then press Send again")
        return page(request, form, status=429, public=True, link=link, at=at)
    if made := recorded(form, link.champion, at, by=link):
        address = reverse("help_thanks", args=[secret, made.sender_id])
        return redirect(address + remark(form, made))
    return page(request, form, status=422 if form.errors else 200, public=True, link=link, at=at)


@by_link
@require_safe
def thanks(request, link, at, *, secret, sender_id):
    """It is written down; and the next, with the same choices."""
    again = reverse("help_record", args=[secret])
    return thanked(request, link.champion, sender_id, at, again=again, public=True)


@csrf_exempt
@by_link
@require_POST
def link_take_back(request, link, at, *, secret, sender_id):
    """What was just recorded with this link was a mistake."""
    again = reverse("help_record", args=[secret])
    return taken_back(request, link.champion, sender_id, at, again=again, public=True, by=link)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Signed in: the same page."""
    at = timezone.now()
    champion = the_own_champion(request)
    form = record_form(request, champion, at)
    if made := recorded(form, champion, at, by=request.user):
        return redirect(reverse("help_mine_thanks", args=[made.sender_id]) + remark(form, made))
    return page(request, form, status=422 if form.errors else 200, public=False)


@require_safe
def mine_thanks(request, sender_id):
    """Signed in: it is written down."""
    again = reverse("help_mine")
    champion = the_own_champion(request)
    return thanked(request, champion, sender_id, timezone.now(), again=again, public=False)


@require_POST
def mine_take_back(request, sender_id):
    """Signed in: what was just recorded was a mistake."""
    champion = the_own_champion(request)
    again = reverse("help_mine")
    return taken_back(
        request, champion, sender_id, timezone.now(), again=again, public=False, by=request.user
    )


def taken_back(request, champion, sender_id, at, *, again, public, by):
    """To the page to tap on, with the same choices, to record what was meant; or why it cannot be taken back."""
    made = get_object_or_404(champion.helps, sender_id=sender_id)
    try:
        take_back(made, at=at, by=by)
    except Refused as refusal:
        return thanked(
            request, champion, sender_id, at, again=again, public=public, refusal=str(refusal)
        )
    return redirect(f"{again}?like={sender_id}&taken-back")


def record_form(request, champion, at):
    """What was tapped, or what is proposed; `?like=` remembers the choices of an earlier record."""
    choices = choices_for(champion, at)
    if request.method == "POST":
        return RecordForm(request.POST, choices=choices)
    try:
        helps = champion.helps.select_related("topic__merged_into")
        earlier = helps.filter(sender_id=UUID(request.GET.get("like", ""))).first()
    except ValueError:
        earlier = None
    return RecordForm(choices=choices, like=earlier)


def recorded(form, champion, at, *, by):
    """The record of what was tapped, new or sent before; nothing if it could not be made."""
    if earlier := sent_before(form, champion):
        return earlier
    if not form.is_valid():
        return None
    with form.showing_refusal():
        help_record, _ = record_help(
            **form.help(),
            champion=champion,
            given_at=at,
            received_at=at,
            door=HelpRecord.Door.TAP,
            by=by,
        )
        return help_record


def sent_before(form, champion):
    """What this very page made when it was sent before, whatever may be chosen by now."""
    try:
        return champion.helps.filter(sender_id=UUID(form.data.get("sender_id", ""))).first()
    except ValueError:
        return None


def remark(form, made):
    """Sent once more with other answers, it counts once and says so: nobody should think it were two."""
    if not form.is_valid():
        return ""
    sent = form.help()
    same = all(getattr(made, name) == sent[name] for name in ("topic", "minutes", "outcome"))
    return "" if same else "?changed"


def page(request, form, *, status, public, link=None, at=None):
    """The page to tap on. Going back to it shows the same page again, with the same id in it.

    For that the form is sent to `?sent`: a browser forgets the page at the very address it posts to.
    """
    context = {"form": form, "public": public, "taken_back": "taken-back" in request.GET}
    secret = request.resolver_match.kwargs.get("secret")
    for name in ("concern", "attendance", "visit"):
        context[name] = (
            reverse(f"help_{name}", args=[secret]) if secret else reverse(f"help_mine_{name}")
        )
    if link:
        context |= {
            "link": addresses_of(request, link.champion),
            "rota": rota_of(link.champion, at),
            "day": local(at).date().isoformat(),
        }
    response = render(request, "help/record.html", context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def thanked(request, champion, sender_id, at, *, again, public, refusal=""):
    """Thanks, this week's count, the way to the next; the guide to hand over, and what others did."""
    helps = champion.helps.select_related("topic__merged_into", "session__venue", "venue")
    made = get_object_or_404(helps, sender_id=sender_id)
    context = {
        "record": made,
        "others": others_this_week(champion, made.topic, at),
        "this_week": helps_this_week(champion, at),
        "again": again,
        "changed": "changed" in request.GET,
        "taken_back": HelpRecord.objects.filter(supersedes__sender_id=sender_id).exists(),
        "public": public,
        "refusal": refusal,
    }
    if public:
        context["link"] = addresses_of(request, champion)
    return render(request, "help/thanks.html", context, status=409 if refusal else 200)


def addresses_of(request, champion, *, closed=False):
    """What the page needs on a telephone without a signal: where it sends, what it opens, and whose it is."""
    secret = request.resolver_match.kwargs["secret"]
    return {
        "whose": whose(champion),
        "kept": reverse("help_kept", args=[secret]),
        "manifest": reverse("help_manifest", args=[secret]),
        "thanks": reverse("help_thanks", args=[secret, UUID(int=0)]),
        "worker": reverse("help_worker"),
        "scope": SCOPE,
        "helpline": settings.HELPLINE,
        "closed": closed,
    }


def closed(request, secret):
    """A link that does not work loses nothing: whom to ring, and what was typed, to be read out."""
    link = link_of(secret)
    context = {"known": link is not None, "typed": typed(request.POST)}
    if link:
        context["link"] = addresses_of(request, link.champion, closed=True)
    return render(request, "help/closed.html", context, status=410 if link else 404)


def typed(post):
    """What was tapped, in words, as far as it is known."""
    told = [
        ("About", topic_name(post.get("topic", ""))),
        ("How long", label_in(HelpRecord.Minutes.choices, post.get("minutes"))),
        ("How it ended", label_in(HelpRecord.Outcome.choices, post.get("outcome"))),
        ("Card", post.get("card", "")[:8]),
    ]
    return [(name, words) for name, words in told if words]


def topic_name(key):
    """The name of a topic, if this is the key of one."""
    is_key = key.isascii() and key.isdigit() and len(key) < 10
    return str(Topic.objects.filter(pk=key, retired=False).first() or "") if is_key else ""


def label_in(choices, value):
    """The words of a choice, if this is one."""
    return next((label for key, label in choices if str(key) == value), "")


def the_own_champion(request):
    """The champion that the user is."""
    champion = own_champion(request.user)
    if champion is None:
        raise Http404
    return champion


def unlinked(response):
    """The secret in the address goes nowhere: to no site that is linked, no search engine, no log of faults."""
    response._has_been_logged = True
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
