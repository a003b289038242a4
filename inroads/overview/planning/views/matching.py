"""The waiting list matched at once: the policies side by side, a proposal, and what a person decides on each pair."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import Refused, require
from inroads.foundations.people.permissions import visible_people
from inroads.overview.planning import tasks
from inroads.overview.planning.actions import (
    accept_pair,
    ask_proposal,
    go_on_with_work,
    override_pair,
    stop_work,
    turn_down_pair,
)
from inroads.overview.planning.answering.asking import versions
from inroads.overview.planning.answering.method import chosen_in_words
from inroads.overview.planning.forms import MatchingForm, OverrideForm
from inroads.overview.planning.matching_drawings import (
    bands_of_policies,
    chart_of_policies,
    decided_in_words,
    rows_of_proposal,
)
from inroads.overview.planning.matching_up import (
    AT_ONCE,
    answers_by_policy,
    asked_by,
    match_up,
    waiting_for,
)
from inroads.overview.planning.models import Proposal, ProposedPair
from inroads.overview.planning.permissions import (
    can_match,
    matching_organisation,
    visible_proposals,
)
from inroads.overview.planning.proposing import effect_of
from inroads.overview.planning.working import is_silent

PAGE = 10


@require_safe
def matching(request: HttpRequest) -> HttpResponse:
    """Who waits, and what each policy would do for them."""
    require(can_match(request.user))
    form = MatchingForm(request.GET)
    proposals = visible_proposals(request.user)
    context = {
        "form": form,
        "page": Paginator(proposals, PAGE).get_page(request.GET.get("page")),
        "at_once": AT_ONCE,
    }
    if form.is_valid():
        at = timezone.now()
        waiting = waiting_for(request.user, matching_organisation(request.user), at)
        waits = [each for each in waiting if each.step is None]
        context |= {
            "waits": len(waits),
            "agreed": len(waiting) - len(waits),
            "longest": max((each.days for each in waits), default=0),
        }
        if waits and len(waiting) <= AT_ONCE:
            asked = asked_by(request.user, waiting, form, at)
            effects = [effect_of(answer) for answer in answers_by_policy(asked, form).values()]
            context |= {
                "champions": sum(offer.room > 0 for offer in asked.offers),
                "policies": bands_of_policies(effects),
                "chart": chart_of_policies(effects),
            }
    status = 422 if form.errors else 200
    return render(request, "planning/matching.html", context, status=status)


@require_POST
def propose(request):
    """Match everyone by the chosen policy, and keep what comes out for a person to decide on."""
    require(can_match(request.user))
    form = MatchingForm(request.POST)
    if not form.is_valid():
        raise Refused("Nothing was proposed: choose a policy and the journey from the lists")
    at, organisation = timezone.now(), matching_organisation(request.user)
    waiting = waiting_for(request.user, organisation, at)
    if not any(each.step is None for each in waiting):
        raise Refused("Nobody waits for a champion, so there is nothing to propose")
    proposal = ask_proposal(
        organisation_id=organisation,
        user=request.user,
        policy=form.cleaned_data["policy"],
        typed=form.data,
        asked=chosen_in_words(form),
        versions=versions(),
        total=len(waiting),
        at=at,
        by=request.user,
    )
    return set_to_work(request, proposal)


def set_to_work(request, proposal: Proposal):
    """Few are matched at once; many are left to the worker."""
    if proposal.total <= AT_ONCE:
        match_up(proposal, clock=timezone.now, by=request.user)
    else:
        tasks.match_waiting_list.enqueue(proposal.pk)
    return redirect(proposal)


@require_POST
def proposal_stop(request, public_id: str):
    proposal = get_object_or_404(visible_proposals(request.user), public_id=public_id)
    stop_work(proposal, by=request.user)
    return redirect(proposal)


@require_POST
def proposal_again(request, public_id: str):
    """Go on with work that was stopped, or that broke off: with those who wait by now."""
    proposal = get_object_or_404(visible_proposals(request.user), public_id=public_id)
    now = timezone.now()
    go_on_with_work(proposal, is_silent=is_silent(proposal, now), at=now, by=request.user)
    return set_to_work(request, proposal)


@require_safe
def proposal_show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every pair with its reasons; those still to be decided can be accepted."""
    proposal = get_object_or_404(visible_proposals(request.user), public_id=public_id)
    pairs = list(pairs_of(proposal))
    people = [pair.route.referral.person_id for pair in pairs]
    seen = set(visible_people(request.user).filter(pk__in=people).values_list("pk", flat=True))
    rows = rows_of_proposal(pairs, seen)
    context = {
        "proposal": proposal,
        "again": urlencode(proposal.typed),
        "is_silent": is_silent(proposal, timezone.now()),
        "rows": [row for row in rows if row.pair.status != ProposedPair.Status.NOBODY],
        "nobody": [row for row in rows if row.pair.status == ProposedPair.Status.NOBODY],
        "open": sum(pair.is_open for pair in pairs),
        "wanted": list(proposal.wanted.select_related("champion__person", "champion__venue")),
        "policies": bands_of_policies(proposal.effects),
        "chart": chart_of_policies(proposal.effects),
    }
    return render(request, "planning/proposal.html", context)


def pairs_of(proposal: Proposal):
    return proposal.pairs.select_related(
        "route__referral__person",
        "champion__person",
        "session__venue",
        "session__service",
        "was__person",
        "instead_of__person",
        "decided_by",
    )


@require_POST
def proposal_accept(request, public_id: str):
    """Accept all, or those that were ticked; each by itself, so that one that cannot be does not stop the others."""
    proposal = get_object_or_404(visible_proposals(request.user), public_id=public_id)
    waiting = pairs_of(proposal).filter(status=ProposedPair.Status.PROPOSED)
    if request.POST.get("which") != "all":
        ticked = [key for key in request.POST.getlist("pair") if key.isdecimal() and len(key) < 19]
        waiting = waiting.filter(pk__in=ticked)
    done, refused = accept_each(list(waiting), by=request.user)
    if done:
        messages.success(request, decided_in_words(done))
    for sentence in refused:
        messages.warning(request, sentence)
    if not done and not refused:
        messages.info(request, "Tick at least one pair that is still to be decided.")
    return redirect(proposal)


def accept_each(pairs: list[ProposedPair], *, by) -> tuple[int, list[str]]:
    """How many could be accepted, and why the others could not; a place that one leaves another may take."""
    done, progress = 0, True
    refused: dict[ProposedPair, str] = {}
    while pairs and progress:
        refused = {}
        for pair in pairs:
            try:
                accept_pair(pair, at=timezone.now(), by=by)
            except Refused as refusal:
                refused[pair] = f"{pair.champion}, {pair.session}: {refusal}"
        progress = len(refused) < len(pairs)
        done += len(pairs) - len(refused)
        pairs = list(refused)
    return done, list(refused.values())


@require_http_methods(["GET", "POST"])
def pair_decide(request, public_id: str, pair: int):
    """Choose another champion for a person, or nobody, and say why."""
    proposal = get_object_or_404(visible_proposals(request.user), public_id=public_id)
    one = get_object_or_404(pairs_of(proposal), pk=pair)
    if not one.is_open:
        raise Refused("This has been decided already, or nobody could be proposed")
    others = list(
        one.alternatives.select_related(
            "pair", "champion__person", "session__venue", "session__service"
        )
    )
    form = OverrideForm(request.POST or None, pair=one, others=others)
    if form.is_valid():
        with form.showing_refusal():
            given = {"why": form.cleaned_data["why"], "at": timezone.now(), "by": request.user}
            if form.chosen:
                override_pair(one, form.chosen, **given)
            else:
                turn_down_pair(one, **given)
            return redirect(proposal)
    seen = visible_people(request.user).filter(pk=one.route.referral.person_id).first()
    context = {"proposal": proposal, "pair": one, "person": seen, "form": form}
    return render(request, "planning/pair.html", context, status=422 if form.errors else 200)
