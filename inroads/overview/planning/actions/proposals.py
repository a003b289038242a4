"""What happens to a proposal: it is asked for, worked out, and of each pair a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.overview.planning.models import (
    Alternative,
    Proposal,
    ProposedPair,
    WantedPlace,
    Work,
)
from inroads.overview.planning.moving import moved, stopped_if_wanted
from inroads.programme.champions.models import Champion
from inroads.programme.referrals.actions import agree_step, cancel_step
from inroads.programme.referrals.models import Step
from inroads.programme.timetable.models import Session

Status = ProposedPair.Status


@dataclass(frozen=True)
class Drafted:
    """A pair as it was worked out, with the others who fit: all that is kept of it."""

    fields: dict[str, Any]
    others: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def ask_proposal(*, total: int, at: datetime, by: Actor, **given: Any) -> Proposal:
    """Ask for everyone who waits to be matched; it waits to be worked out."""
    if total < 1:
        raise Refused("Nobody waits for a champion, so there is nothing to propose")
    proposal = Proposal.objects.create(total=total, asked_at=at, heard_at=at, **given)
    record("planning.proposal_asked", proposal, by=by)
    return proposal


@transaction.atomic
def tell_progress(proposal: Proposal, done: int, total: int, *, at: datetime, by: Actor) -> bool:
    """Say how many people have been looked at; False if the work should stop, or somebody else does it."""
    proposal = locked(proposal)
    if proposal.status != Work.Status.WORKING:
        return False
    moved(proposal, proposal.status, done=done, total=total, heard_at=at)
    return not stopped_if_wanted(proposal, by=by)


@transaction.atomic
def answer_proposal(
    proposal: Proposal,
    *,
    pairs: Sequence[Drafted],
    wanted: Sequence[dict[str, Any]],
    effects: Sequence[dict[str, Any]],
    proved: bool,
    at: datetime,
    by: Actor,
) -> None:
    """Keep what was worked out, so that it can be decided on now and be opened later."""
    proposal = locked(proposal)
    if proposal.status != Work.Status.WORKING:
        return
    rows = ProposedPair.objects.bulk_create(
        ProposedPair(proposal=proposal, **pair.fields) for pair in pairs
    )
    Alternative.objects.bulk_create(
        Alternative(pair=row, **other)
        for row, pair in zip(rows, pairs, strict=True)
        for other in pair.others
    )
    WantedPlace.objects.bulk_create(WantedPlace(proposal=proposal, **place) for place in wanted)
    found = {"effects": list(effects), "proved": proved, "waiting": len(pairs)}
    moved(proposal, Work.Status.DONE, heard_at=at, done=proposal.total, **found)
    record("planning.proposed", proposal, by=by, changes={"waiting": [0, len(pairs)]})


@transaction.atomic
def accept_pair(pair: ProposedPair, *, at: datetime, by: Actor) -> ProposedPair:
    """The person gets the champion who was proposed: a place is kept, and both are told."""
    pair = _to_decide(pair)
    _agree(pair, pair.champion, pair.session, at=at, by=by)
    return _decided(pair, Status.ACCEPTED, "", at=at, by=by)


@transaction.atomic
def override_pair(
    pair: ProposedPair, other: Alternative, *, why: str, at: datetime, by: Actor
) -> ProposedPair:
    """Another champion who fits is chosen; what was proposed stays on record beside it."""
    pair = _to_decide(pair)
    if other.pair_id != pair.pk:
        raise Refused("Choose a champion from the list", field="choice")
    _agree(pair, other.champion, other.session, at=at, by=by)
    chosen = {"champion": other.champion, "session": other.session, "minutes": other.minutes}
    return _decided(pair, Status.OVERRIDDEN, why, at=at, by=by, chosen=chosen)


@transaction.atomic
def turn_down_pair(pair: ProposedPair, *, why: str, at: datetime, by: Actor) -> ProposedPair:
    """Nothing is arranged: the person goes on waiting, or keeps whom they have."""
    return _decided(_to_decide(pair), Status.TURNED_DOWN, why, at=at, by=by)


def _to_decide(pair: ProposedPair) -> ProposedPair:
    pair = locked(pair)
    if not pair.is_open:
        raise Refused("This has been decided already")
    return pair


def _agree(
    pair: ProposedPair,
    champion: Champion | None,
    session: Session | None,
    *,
    at: datetime,
    by: Actor,
) -> None:
    if champion is None or session is None:
        raise Refused("Nobody can be proposed for this person")
    for step in _steps_to_come(pair, at):
        cancel_step(step, at=at, by=by)
    agree_step(pair.route, champion=champion, session=session, at=at, by=by)


def _steps_to_come(pair: ProposedPair, at: datetime) -> list[Step]:
    """What is agreed with whom they would leave; refused if that is no longer what was seen when it was proposed."""
    steps = locked(pair.route).steps.select_related("session", "booking")
    agreed = [step for step in steps.filter(status=Step.Status.AGREED) if step.will_happen]
    to_come = [step for step in agreed if step.session.starts_at > at]
    with_was = [step for step in to_come if step.champion_id == pair.was_id]
    if (agreed and pair.was_id is None) or (pair.was_id and not with_was) or to_come != with_was:
        raise Refused("What is agreed with them has changed since. Match again")
    return with_was


def _decided(
    pair: ProposedPair,
    status: ProposedPair.Status,
    why: str,
    *,
    at: datetime,
    by: Actor,
    chosen: dict[str, Any] | None = None,
) -> ProposedPair:
    changes: dict[str, list] = {"status": [pair.status, str(status)]}
    if chosen:
        changes["champion"] = [pair.champion_id, chosen["champion"].pk]
        # What spoke for whom was proposed does not speak for whom was chosen.
        pair.instead_of, pair.reasons = pair.champion, []
        for name, value in chosen.items():
            setattr(pair, name, value)
    pair.status, pair.why, pair.decided_at = status, why, at
    pair.decided_by = by if isinstance(by, User) else None
    pair.save()
    record(f"planning.pair_{status}", pair, by=by, why=why, changes=changes)
    return pair
