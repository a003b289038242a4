"""An answer is kept with all that it follows from: opened later it shows the same, worked out again it is the same."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inroads.foundations.history.models import Event
from inroads.foundations.places.models import Area, StatisticValue
from inroads.overview.planning.answering.asking import versions
from inroads.overview.planning.models import Question, Run
from inroads.overview.planning.tasks import work_out
from inroads.overview.planning.tests.factories import a_run, a_venue, wessex
from inroads.programme.timetable.tests.factories import a_session

NEED, REACH = "/planning/need/E06000900/", "/planning/reach/E06000900/"


@pytest.fixture
def area_of_wessex(db):
    county = wessex()
    for number, area in enumerate(Area.objects.filter(kind="lsoa").order_by("code")):
        area.lat, area.lon = 50.705, -2.495 + 0.2 * number
        area.save()
    return county


@pytest.fixture
def reader(signed_in, coordinator):
    return signed_in(coordinator)


def keep(reader, page, **asked):
    """Keep what the page shows; the worker does its part."""
    query = "?" + "&".join(f"{name}={value}" for name, value in asked.items())
    answer = reader.post(f"{page}keep/{query}")
    assert answer.status_code == 302, answer.text
    run = Run.objects.latest("pk")
    assert answer["Location"] == run.get_absolute_url()
    if run.is_at_work:
        work_out.func(run.pk)
        run.refresh_from_db()
    return run


def test_what_a_page_shows_is_what_is_kept(reader, area_of_wessex):
    shown = [row.score for row in reader.get(NEED).context["rows"]]

    run = keep(reader, NEED)

    page = reader.get(run.get_absolute_url())
    assert [cells[0][1] for _, cells in page.context["rows"]] == shown
    assert run.versions == versions()


def test_reach_is_kept_at_once_and_counts_the_same_sessions(reader, area_of_wessex):
    venue = a_venue(area_of_wessex)
    a_session(venue=venue, starts_at=timezone.now())
    shown = {
        row.area.name: row.sessions for row in reader.get(REACH, {"travel": "foot"}).context["rows"]
    }

    run = keep(reader, REACH, travel="foot")

    assert run.is_done
    kept = {name: cells[3][1] for name, cells in reader.get(run.get_absolute_url()).context["rows"]}
    assert kept == shown
    assert ["How people travel", "On foot"] in run.asked["words"]


def test_opened_later_it_shows_the_same_though_the_figures_have_changed(reader, area_of_wessex):
    run = keep(reader, NEED)
    before = reader.get(run.get_absolute_url()).context["rows"]

    StatisticValue.objects.all().delete()

    assert reader.get(run.get_absolute_url()).context["rows"] == before


def test_worked_out_again_from_what_was_kept_the_same_comes_out(reader, area_of_wessex):
    run = keep(reader, NEED)
    StatisticValue.objects.all().delete()

    reader.post(f"{run.get_absolute_url()}repeat/")
    again = Run.objects.latest("pk")
    work_out.func(again.pk)

    again.refresh_from_db()
    assert again.result == run.result
    assert "The same comes out" in reader.get(again.get_absolute_url()).text


def test_asked_again_it_shows_what_has_changed(reader, area_of_wessex):
    run = keep(reader, NEED)
    value = StatisticValue.objects.filter(statistic__key="aged75plus").first()
    value.value *= 3
    value.save()

    reader.post(f"{run.get_absolute_url()}ask/")
    anew = Run.objects.latest("pk")
    work_out.func(anew.pk)

    page = reader.get(anew.get_absolute_url())
    assert anew.repeats == run
    assert page.context["comparison"].rows
    assert ", was " in page.text


def test_a_week_that_has_gone_is_asked_again_for_this_week(reader, area_of_wessex):
    run = keep(reader, REACH)
    Run.objects.update(asked=run.asked | {"typed": run.asked["typed"] | {"week": "2020-01-06"}})

    assert reader.post(f"{run.get_absolute_url()}ask/").status_code == 302

    assert Run.objects.latest("pk").asked["typed"]["week"] == run.asked["typed"]["week"]


@pytest.mark.parametrize("page", [NEED, REACH])
def test_what_is_asked_wrongly_is_refused_in_words_and_keeps_nothing(reader, area_of_wessex, page):
    answer = reader.post(f"{page}keep/?weight-aged75plus=-1&minutes=nonsense")

    assert answer.status_code == 409
    assert "Nothing was kept" in answer.text
    assert not Run.objects.exists()


def test_two_answers_can_be_compared(reader, area_of_wessex):
    a_session(venue=a_venue(area_of_wessex), starts_at=timezone.now())
    one = keep(reader, REACH, travel="foot")
    other = keep(reader, REACH, travel="car")

    page = reader.get(other.get_absolute_url(), {"with": one.public_id})

    assert page.context["comparison"].earlier == one
    assert not page.context["comparison"].is_same


def test_an_answer_of_somebody_else_is_not_there_to_compare_with(
    signed_in, referrer, manager, council, area_of_wessex
):
    ours = a_run(area_of_wessex, manager, council)
    reader = signed_in(referrer)
    theirs = keep(reader, REACH)

    page = reader.get(theirs.get_absolute_url(), {"with": ours.public_id})

    assert page.context["comparison"] is None
    assert list(page.context["others"]) == []
    assert reader.get(ours.get_absolute_url()).status_code == 404


def test_the_file_holds_every_row_and_everything_kept_can_be_taken_away(reader, area_of_wessex):
    run = keep(reader, NEED)

    table = reader.get(f"{run.get_absolute_url()}download/").content.decode("utf-8-sig")
    everything = json.loads(reader.get(f"{run.get_absolute_url()}all/").content)

    assert len(table.splitlines()) == 1 + len(run.result["rows"])
    assert everything["answer"] == run.result
    assert everything["seed"] == run.seed


def test_only_who_asked_and_who_runs_the_programme_remove_it(
    signed_in, manager, helper, council, area_of_wessex
):
    run = a_run(area_of_wessex, manager, council)
    remove = f"{run.get_absolute_url()}remove/"

    assert signed_in(helper).post(remove).status_code == 403
    assert signed_in(manager).post(remove).status_code == 302
    assert not Run.objects.exists()
    assert Event.objects.filter(verb="planning.run_removed").count() == 1


def test_a_name_of_an_area_that_is_markup_is_shown_as_it_is(reader, area_of_wessex):
    Area.objects.filter(kind="lsoa").update(name="<script>x</script>")

    run = keep(reader, NEED)

    assert "<script>x" not in reader.get(run.get_absolute_url()).text


def test_the_list_asks_no_more_for_more_answers(reader, coordinator, council, area_of_wessex):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get("/planning/kept/").status_code == 200
        return len(asked)

    a_run(area_of_wessex, coordinator, council)
    queries()  # the first page of a sitting asks for more
    few = queries()
    for _ in range(5):
        a_run(area_of_wessex, coordinator, council)

    assert queries() == few


def test_the_database_keeps_no_answer_that_says_nothing(manager, council, area_of_wessex):
    run = a_run(area_of_wessex, manager, council, question=Question.NEED, worked_out=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(status=Run.Status.DONE)
