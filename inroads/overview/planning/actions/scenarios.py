"""What happens to a scenario: changes are put in and taken out, and when it is decided it is applied as drafts."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, record
from inroads.foundations.places.models import Area, Venue
from inroads.overview.planning.models import Change, Scenario
from inroads.programme.timetable.actions import add_session
from inroads.programme.timetable.local_time import hours_on
from inroads.programme.timetable.models import Session

MOST_CHANGES = 30
MOST_WEEKS = 8
Kind = Change.Kind


@transaction.atomic
def add_scenario(
    *,
    title: str,
    council: Area,
    organisation: int,
    user,
    asked: dict[str, str],
    monday: date,
    at: datetime,
    by: Actor,
) -> Scenario:
    """Begin to try something out."""
    scenario = Scenario.objects.create(
        title=title,
        council=council,
        organisation_id=organisation,
        user=user,
        asked=asked,
        monday=monday,
        made_at=at,
    )
    record("planning.scenario_added", scenario, by=by)
    return scenario


@transaction.atomic
def rename_scenario(scenario: Scenario, title: str, *, by: Actor) -> Scenario:
    before, scenario.title = scenario.title, title
    scenario.save(update_fields=["title"])
    record("planning.scenario_renamed", scenario, by=by, changes={"title": [before, title]})
    return scenario


@transaction.atomic
def put_in(scenario: Scenario, kind: Kind, *, by: Actor, **what: Any) -> Change:
    """One change more. A session changes only once, so that the order of changes never matters."""
    _refuse_if_applied(locked(scenario))
    if scenario.changes.count() >= MOST_CHANGES:
        raise Refused(f"A scenario holds {MOST_CHANGES} changes at most. Begin another")
    try:
        with transaction.atomic():
            change = Change.objects.create(scenario=scenario, kind=kind, **what)
    except IntegrityError:
        raise Refused(
            "This is in the scenario already, or the session is changed in it. Take that change out first"
        ) from None
    record("planning.change_put_in", scenario, by=by, changes={"change": [None, str(change)]})
    return change


@transaction.atomic
def put_in_venues(
    scenario: Scenario, venues: list[Venue], *, by: Actor, **what: Any
) -> list[Change]:
    """The same session at each of these venues."""
    return [put_in(scenario, Kind.ADD, venue=venue, by=by, **what) for venue in venues]


@transaction.atomic
def take_out(change: Change, *, by: Actor) -> None:
    """The change is tried no longer."""
    _refuse_if_applied(locked(change.scenario))
    told = str(change)
    change.delete()
    record("planning.change_taken_out", change.scenario, by=by, changes={"change": [told, None]})


@transaction.atomic
def remove_scenario(scenario: Scenario, *, by: Actor) -> None:
    """Nobody needs it any longer. Drafts that it made stay until somebody decides on them."""
    scenario = locked(scenario)
    record("planning.scenario_removed", scenario, by=by)
    scenario.delete()


@transaction.atomic
def apply_scenario(
    scenario: Scenario, *, weeks: int, on: date, at: datetime, by: Actor
) -> list[Session]:
    """What would be new becomes drafts on the timetable, so many weeks from the week of the scenario on.

    Nothing that stands is changed: what would move or close, a person moves or closes, so that everyone
    with a place is told. All drafts are made, or none.
    """
    scenario = locked(scenario)
    _refuse_if_applied(scenario)
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"Choose from 1 to {MOST_WEEKS} weeks", field="weeks")
    changes = scenario.changes.select_related("session__service", "service", "venue", "scenario")
    drafts = [
        _draft(change, day, by=by)
        for change in changes
        if change.makes_a_session
        for week in range(weeks)
        if (day := change.day + timedelta(weeks=week)) > on
    ]
    if not drafts and any(change.makes_a_session for change in changes):
        raise Refused(
            "The days on which these sessions would be are over. Choose more weeks", field="weeks"
        )
    scenario.applied_at = at
    scenario.save(update_fields=["applied_at"])
    record("planning.scenario_applied", scenario, by=by, changes={"drafts": [0, len(drafts)]})
    return drafts


def _draft(change: Any, day: date, *, by: Actor) -> Session:
    """Any change here makes a session, and the database holds that it says where and when."""
    starts_at, ends_at = hours_on(day, change.starts, change.ends)
    try:
        return add_session(
            service=change.offered,
            venue=change.venue,
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=change.rooms,
            is_draft=True,
            by=by,
        )
    except Refused as refusal:
        raise Refused(f"{change}: {refusal}") from None


def _refuse_if_applied(scenario: Scenario) -> None:
    if scenario.applied_at:
        raise Refused("This scenario has been applied. Begin another to try something else")
