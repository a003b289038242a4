"""Works a proposal out: everyone who waits now, person by person, so that one sees how far it is and can stop it."""

from collections.abc import Callable
from datetime import datetime

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Actor
from inroads.overview.planning.actions import (
    answer_proposal,
    begin_work,
    refuse_work,
    tell_progress,
)
from inroads.overview.planning.explaining import drafted, wanted_places
from inroads.overview.planning.forms import MatchingForm
from inroads.overview.planning.models import Proposal
from inroads.overview.planning.permissions import can_match
from inroads.overview.planning.proposing import (
    Answer,
    Matching,
    answer_by,
    effect_of,
    matching_of,
)
from inroads.overview.planning.waiting import Waiting, in_the_matching, offers_for
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.directory.models import Topic
from inroads.programme.referrals.permissions import received_referrals
from inroads.programme.referrals.queries import helps_given
from inroads.programme.timetable.local_time import local

# So many people are matched while the page is waited for; more are left to the worker.
AT_ONCE = 300
# After so many people it is said how far the work is.
TOLD_AFTER = 20


def waiting_for(user, organisation: int, at: datetime) -> list[Waiting]:
    """Who waits for a champion of an organisation, or has agreed with one; of those whom the user may see."""
    ours = received_referrals(user).filter(receiver=organisation)
    return in_the_matching(ours, at, local(at).date())


def asked_by(user, waiting: list[Waiting], form: MatchingForm, at: datetime) -> Matching:
    """These people and everyone who could help them."""
    offers = offers_for(waiting, visible_champions(user), at, local(at).date())
    return matching_of(waiting, offers, travel=form.cleaned_data["travel"], limit=form.limit)


def answers_by_policy(asked: Matching, form: MatchingForm) -> dict[str, Answer]:
    keep = form.cleaned_data["keep"]
    return {policy: answer_by(policy, asked, keep) for policy in Proposal.Policy.values}


def match_up(proposal: Proposal, *, clock: Callable[[], datetime], by: Actor) -> None:
    """Match everyone who waits by now, unless it has been begun or stopped already."""
    if not begin_work(proposal, at=clock(), by=by):
        return
    try:
        work_out(proposal, clock=clock, by=by)
    except (Refused, ValueError) as refusal:
        refuse_work(proposal, str(refusal), at=clock(), by=by)


def work_out(proposal: Proposal, *, clock: Callable[[], datetime], by: Actor) -> None:
    user, at, form = proposal.user, clock(), MatchingForm(proposal.typed)
    if user is None or not can_match(user):
        raise Refused(
            "Whoever asked for this may not match the waiting list any more. Ask for a proposal yourself"
        )
    if not form.is_valid():
        raise Refused("What was chosen cannot be chosen any more. Ask for a new proposal")
    # Whoever asked may work elsewhere by now: the people are those of the organisation that it was asked for.
    waiting = waiting_for(user, proposal.organisation_id, at)
    if not tell_progress(proposal, 0, len(waiting), at=at, by=by):
        return
    asked = asked_by(user, waiting, form, at)
    answers = answers_by_policy(asked, form)
    best = answers[proposal.policy]
    topics = dict(Topic.objects.values_list("pk", "name"))
    helps = helps_given({topic for each in waiting for topic in each.topics})
    pairs = []
    for done, pair in enumerate(drafted(asked, best, helps, topics), start=1):
        pairs += [pair] if pair else []
        if done % TOLD_AFTER == 0 and not tell_progress(
            proposal, done, len(waiting), at=clock(), by=by
        ):
            return
    answer_proposal(
        proposal,
        pairs=pairs,
        wanted=wanted_places(asked, best),
        effects=[effect_of(answer) for answer in answers.values()],
        proved=best.proved,
        at=clock(),
        by=by,
    )
