"""The recording links of a champion: made, sent, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.foundations.design.codes import qr_code
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.help.actions import make_link, revoke_link, send_link
from inroads.programme.help.permissions import can_make_link, can_revoke_link, visible_links
from inroads.programme.help.wording import address_of, words_of

SECRET_LENGTH = 100


@require_safe
def links(request, champion):
    """The links of a champion, without their secrets."""
    champion = the_champion(request, champion)
    require(can_revoke_link(request.user))
    at = timezone.now()
    context = {
        "champion": champion,
        "links": [(link, link.opens_at(at)) for link in champion.links.order_by("-made_at")],
    }
    return render(request, "help/links.html", context)


@require_POST
def make(request, champion):
    """A new link; this answer is the only place where its secret is ever shown."""
    champion = the_champion(request, champion)
    require(can_make_link(request.user, champion))
    link, secret = make_link(champion, at=timezone.now(), by=request.user)
    address = address_of(secret)
    context = {
        "link": link,
        "champion": link.champion,
        "secret": secret,
        "address": address,
        "words": words_of(link, secret),
        "code": qr_code(address),
    }
    return render(request, "help/made.html", context)


@require_POST
def send(request, pk):
    """The champion gets the link that was just made."""
    link = the_link(request, pk)
    require(can_make_link(request.user, link.champion))
    secret = request.POST.get("secret", "")[:SECRET_LENGTH]
    message = send_link(link, secret, at=timezone.now(), by=request.user)
    if message:
        kind = message.get_kind_display().lower()
        messages.success(request, f"The link is on its way by {kind}.")
    else:
        messages.warning(
            request, "Nobody can write to them: print the link and hand it over, or read it out."
        )
    return redirect("help_links", link.champion_id)


@require_POST
def revoke(request, pk):
    """The link stops working."""
    link = the_link(request, pk)
    require(can_revoke_link(request.user))
    revoke_link(link, at=timezone.now(), by=request.user)
    messages.success(request, "The link no longer works.")
    return redirect("help_links", link.champion_id)


def the_champion(request, pk):
    """A champion whom the user sees."""
    champions = visible_champions(request.user).select_related("person")
    return get_object_or_404(champions, pk=pk)


def the_link(request, pk):
    """A link of a champion whom the user sees."""
    links = visible_links(request.user).select_related("champion__person")
    return get_object_or_404(links, pk=pk)
