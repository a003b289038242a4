"""A scenario is begun, filled, compared, shared within the organisation, and applied as drafts."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.places.models import Area, AreaKind
from inroads.overview.planning.actions import apply_scenario, put_in
from inroads.overview.planning.models import Change, Run, Scenario
from inroads.overview.planning.tests.factories import a_scenario
from inroads.overview.planning.tests.test_trying_a_change import (
    in_a_row,
    new_session,
    session_of,
    to_wednesday,
    venue_in,
)
from inroads.programme.directory.tests.factories import a_service
from inroads.programme.timetable.models import Session

Kind = Change.Kind
PLANNER = "/planning/planner/E06000900/"


@pytest.fixture
def county(db):
    return in_a_row()


@pytest.fixture
def scenario(county, manager, council):
    return a_scenario(county, manager, council)


@pytest.fixture
def reader(signed_in, manager):
    return signed_in(manager)


def typed(place, **other):
    hours = {"weekday": "2", "starts": "10am", "ends": "12", "capacity": "8"}
    return {"service": a_service().pk, "venue": place.pk} | hours | other


def test_a_scenario_begins_with_the_week_and_the_journeys_that_were_looked_at(reader, county):
    answer = reader.post(f"{PLANNER}add/", {"travel": "foot", "minutes": "20"})

    scenario = Scenario.objects.get()
    assert answer["Location"] == scenario.get_absolute_url()
    assert (scenario.asked["travel"], scenario.asked["minutes"]) == ("foot", "20")
    assert reader.get(scenario.get_absolute_url()).status_code == 200


def test_a_scenario_that_makes_no_sense_is_refused_in_words(reader, county):
    answer = reader.post(f"{PLANNER}add/", {"minutes": "no number"})

    assert answer.status_code == 409
    assert not Scenario.objects.exists()


def test_a_session_is_put_in_by_its_form(reader, scenario, county):
    answer = reader.post(
        reverse("planning_scenario_put_add", args=[scenario.public_id]),
        typed(venue_in(county, 1)),
    )

    assert answer.status_code == 302
    page = reader.get(scenario.get_absolute_url())
    assert "+1,000 in reach" in page.text
    assert page.context["map"] is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"capacity": "-1"}, "room for at least 1"),
        ({"starts": "noonish"}, "Enter a time"),
        ({"ends": "9am"}, "must end later"),
        ({"venue": "0"}, "Choose a venue from the list"),
        ({"service": "x" * 300}, "Choose a service from the list"),
        ({"weekday": "9"}, "Choose the day from the list"),
    ],
)
def test_what_is_typed_wrongly_is_said_beside_it_and_kept(reader, scenario, county, wrong, said):
    answer = reader.post(
        reverse("planning_scenario_put_add", args=[scenario.public_id]),
        typed(venue_in(county, 1), **wrong),
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert answer.text.count("There is a problem") == 1
    assert not scenario.changes.exists()


def test_a_session_moves_by_its_form_to_another_venue_at_the_same_hours(reader, scenario, county):
    session = session_of(scenario, venue_in(county, 0))

    reader.post(
        reverse("planning_scenario_put_move", args=[scenario.public_id]),
        {"session": session.pk, "venue": venue_in(county, 2).pk},
    )

    change = scenario.changes.get()
    assert (change.weekday, change.starts, change.ends) == (2, time(10), time(12))
    assert "+1,000, −1,000 in reach" in reader.get(scenario.get_absolute_url()).text


def test_a_session_that_does_not_move_is_refused_in_words(reader, scenario, county):
    session = session_of(scenario, venue_in(county, 0))

    answer = reader.post(
        reverse("planning_scenario_put_move", args=[scenario.public_id]), {"session": session.pk}
    )

    assert answer.status_code == 422
    assert "another venue or another day" in answer.text


def test_a_session_changes_once_in_a_scenario(reader, scenario, county):
    session = session_of(scenario, venue_in(county, 0))
    close = reverse("planning_scenario_put_close", args=[scenario.public_id])

    assert reader.post(close, {"what": f"session-{session.pk}"}).status_code == 302
    again = reader.post(close, {"what": f"session-{session.pk}"})

    assert again.status_code == 422
    assert "is changed in it" in again.text


def test_a_session_of_another_week_cannot_be_closed_in_it(reader, scenario, county):
    other = session_of(scenario, venue_in(county, 0), weekday=9)

    answer = reader.post(
        reverse("planning_scenario_put_close", args=[scenario.public_id]),
        {"what": f"session-{other.pk}"},
    )

    assert answer.status_code == 422


def test_a_change_is_taken_out_again(reader, scenario, county, manager):
    change = put_in(scenario, Kind.ADD, **new_session(venue_in(county, 1)), by=manager)

    reader.post(reverse("planning_scenario_take_out", args=[scenario.public_id, change.pk]))

    assert not scenario.changes.exists()
    assert Event.objects.filter(verb="planning.change_taken_out").exists()


def test_a_change_of_another_scenario_is_not_there(reader, scenario, county, manager, council):
    other = a_scenario(county, manager, council)
    change = put_in(other, Kind.ADD, **new_session(venue_in(county, 1)), by=manager)

    answer = reader.post(
        reverse("planning_scenario_take_out", args=[scenario.public_id, change.pk])
    )

    assert answer.status_code == 404
    assert other.changes.exists()


def test_the_best_places_are_found_and_put_in_at_once(reader, scenario, county):
    for number in range(3):
        venue_in(county, number)
    best = reverse("planning_scenario_best", args=[scenario.public_id])

    page = reader.get(best, {"count": "2"})
    assert "2,000 more people" in page.text
    assert "that is proved" in page.text
    given = typed(venue_in(county, 0))
    del given["venue"]
    reader.post(f"{best}?count=2", given)

    assert scenario.changes.count() == 2
    assert "+1,000 in reach" in reader.get(scenario.get_absolute_url()).text
    # What is tried counts: the next best place is another one.
    assert "1,000 more people" in reader.get(best, {"count": "1"}).text


def test_where_every_venue_has_a_session_the_page_says_so(reader, scenario, county):
    session_of(scenario, venue_in(county, 0))

    page = reader.get(reverse("planning_scenario_best", args=[scenario.public_id]))

    assert "Every open venue has a session then" in page.text


def test_places_may_be_looked_for_anywhere(reader, scenario, county):
    best = reverse("planning_scenario_best", args=[scenario.public_id])

    page = reader.get(best, {"where": "anywhere", "count": "1", "whom": "need"})

    # The last area has the most need.
    assert page.context["rows"][0][0] == "Wessex 003A"
    assert page.context["form"] is None


def test_the_best_places_can_be_kept(reader, scenario, county):
    venue_in(county, 1)
    keep = reverse("planning_scenario_best_keep", args=[scenario.public_id])

    answer = reader.post(f"{keep}?count=1")

    run = Run.objects.get()
    assert answer["Location"] == run.get_absolute_url()
    assert ["Beside the changes of", scenario.title] in run.asked["words"]
    assert "Hall 2" in reader.get(run.get_absolute_url()).text


@pytest.mark.parametrize("asked", ["count=0", "count=x", "where=moon", "whom=me"])
def test_best_places_asked_wrongly_are_refused_in_words(reader, scenario, county, asked):
    page = reader.get(f"{reverse('planning_scenario_best', args=[scenario.public_id])}?{asked}")

    assert page.status_code == 422
    assert "Choose" in page.text


def test_scenarios_stand_side_by_side(reader, scenario, county, manager, council):
    other = a_scenario(county, manager, council)
    put_in(other, Kind.ADD, **new_session(venue_in(county, 1)), by=manager)

    page = reader.get(
        f"{PLANNER}compare/", {"scenario": [scenario.public_id, other.public_id, "nonsense"]}
    )

    measures = {measure.name: measure.values for measure in page.context["measures"]}
    assert sorted(measures["People who come into reach"]) == ["+1,000", "0"]


def test_whoever_works_there_opens_it_and_nobody_else(signed_in, scenario, helper, referrer):
    assert signed_in(helper).get(scenario.get_absolute_url()).status_code == 200
    assert signed_in(referrer).get(scenario.get_absolute_url()).status_code == 404


def test_applying_makes_drafts_that_only_planners_see(
    reader, signed_in, scenario, county, manager, helper
):
    venue = venue_in(county, 1)
    put_in(scenario, Kind.ADD, **new_session(venue, weekday=6), by=manager)

    answer = reader.post(
        reverse("planning_scenario_apply", args=[scenario.public_id]), {"weeks": "3"}
    )

    assert answer.status_code == 302
    drafts = Session.objects.filter(venue=venue)
    expected = 3 if today() < scenario.monday + timedelta(days=6) else 2
    assert [each.status for each in drafts] == [Session.Status.DRAFT] * expected
    page = drafts[0].get_absolute_url()
    assert "Draft" in reader.get(page).text
    assert signed_in(helper).get(page).status_code == 404


def test_what_moves_is_left_for_a_person_to_cancel(reader, scenario, county, manager):
    session = session_of(scenario, venue_in(county, 0), weekday=6)
    put_in(scenario, Kind.MOVE, session=session, **to_wednesday(venue_in(county, 1), 6), by=manager)

    reader.post(reverse("planning_scenario_apply", args=[scenario.public_id]), {"weeks": "2"})

    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED
    page = reader.get(scenario.get_absolute_url())
    assert "Still to be done by hand" in page.text
    assert session.get_absolute_url() in page.text


def test_it_is_applied_once(scenario, county, manager):
    put_in(scenario, Kind.ADD, **new_session(venue_in(county, 1), weekday=6), by=manager)
    given = {"weeks": 2, "on": today(), "at": timezone.now(), "by": manager}
    apply_scenario(scenario, **given)

    with pytest.raises(Refused, match="has been applied"):
        apply_scenario(scenario, **given)
    with pytest.raises(Refused, match="has been applied"):
        put_in(scenario, Kind.ADD, **new_session(venue_in(county, 2)), by=manager)


def test_all_drafts_are_made_or_none(scenario, county, manager):
    venue, service = venue_in(county, 1), a_service()
    session_of(scenario, venue, weekday=6, service=service)
    for place in (venue_in(county, 2), venue):
        put_in(scenario, Kind.ADD, **new_session(place, weekday=6, service=service), by=manager)

    with pytest.raises(Refused, match="already has a session there"):
        apply_scenario(scenario, weeks=1, on=scenario.monday, at=timezone.now(), by=manager)

    assert not Session.objects.filter(status=Session.Status.DRAFT).exists()
    scenario.refresh_from_db()
    assert scenario.applied_at is None


def test_the_same_session_sent_twice_is_added_once(reader, scenario, county):
    add = reverse("planning_scenario_put_add", args=[scenario.public_id])
    given = typed(venue_in(county, 1))

    answers = [reader.post(add, given) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 422]
    assert scenario.changes.count() == 1


def test_a_scenario_of_weeks_gone_by_makes_no_draft(scenario, county, manager):
    put_in(scenario, Kind.ADD, **new_session(venue_in(county, 1)), by=manager)

    with pytest.raises(Refused, match="are over"):
        apply_scenario(
            scenario, weeks=1, on=today() + timedelta(weeks=9), at=timezone.now(), by=manager
        )


def test_a_scenario_is_named_and_removed(reader, scenario):
    reader.post(
        reverse("planning_scenario_rename", args=[scenario.public_id]), {"title": "<b>Mine</b>"}
    )
    assert "&lt;b&gt;Mine" in reader.get(scenario.get_absolute_url()).text

    reader.post(reverse("planning_scenario_remove", args=[scenario.public_id]))
    assert not Scenario.objects.exists()


def test_the_database_knows_what_a_change_says(scenario):
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(scenario=scenario, kind=Kind.ADD)


def test_more_changes_and_more_sessions_ask_the_database_no_more(reader, scenario, county, manager):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(scenario.get_absolute_url()).status_code == 200
        return len(asked)

    session = session_of(scenario, venue_in(county, 0))
    put_in(scenario, Kind.CLOSE, session=session, by=manager)
    put_in(scenario, Kind.ADD, **new_session(venue_in(county, 1)), by=manager)
    queries()
    few = queries()
    for number in range(4):
        put_in(
            scenario,
            Kind.ADD,
            **new_session(venue_in(county, number % 3), service=a_service(name=f"S{number}")),
            by=manager,
        )

    assert queries() == few


def test_a_council_without_figures_or_places_is_still_shown(reader, scenario, county):
    Area.objects.filter(kind=AreaKind.LSOA).update(lat=None, lon=None)

    assert reader.get(scenario.get_absolute_url()).status_code == 200


def test_what_is_kept_of_a_week_that_has_gone_is_what_was_shown(reader, scenario, county, manager):
    gone = scenario.monday - timedelta(weeks=9)
    scenario.monday, scenario.asked = gone, scenario.asked | {"week": gone.isoformat()}
    scenario.save()
    venue_in(county, 0)
    session = session_of(scenario, venue_in(county, 1))
    put_in(scenario, Kind.CLOSE, session=session, by=manager)
    best = reverse("planning_scenario_best", args=[scenario.public_id])
    shown = reader.get(best).context["rows"]

    reader.post(f"{best}keep/")

    assert reader.get(Run.objects.get().get_absolute_url()).context["rows"] == shown
    assert Run.objects.get().asked["typed"]["week"] == gone.isoformat()


def test_what_was_asked_beside_a_scenario_that_is_gone_is_not_asked_without_it(
    reader, scenario, county
):
    venue_in(county, 1)
    reader.post(reverse("planning_scenario_best_keep", args=[scenario.public_id]))
    run = Run.objects.get()
    scenario.delete()

    answer = reader.post(f"{run.get_absolute_url()}ask/")

    assert answer.status_code == 409
    assert "has been removed" in answer.text
