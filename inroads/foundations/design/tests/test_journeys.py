from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from inroads.foundations.design.forms import DateField, Form
from inroads.foundations.design.journeys import Journey

NOON = datetime(2027, 3, 27, 12, tzinfo=UTC)


class WhoForm(Form):
    name = forms.CharField(label="Name", required=False, max_length=50)
    ways = forms.MultipleChoiceField(
        label="How can we reach them?",
        choices=[("phone", "Telephone"), ("post", "Letter")],
        widget=forms.CheckboxSelectMultiple,
    )


class WhenForm(Form):
    moved_on = DateField(label="When did they move?")
    agreed = forms.BooleanField(label="They agreed")


class Asking(Journey):
    steps = {"who": WhoForm, "when": WhenForm}
    address = "asking"

    def url(self, step):
        return f"/ask/{step}/"


WHO = {"name": "Anne", "ways": ["phone", "post"]}
WHEN = {"moved_on_day": "3", "moved_on_month": "2", "moved_on_year": "2027", "agreed": "on"}


@pytest.fixture
def session(db):
    return SessionStore()


@pytest.fixture
def asking(session):
    """A journey met by one request: `asking("who", POST_DATA)` sends, `asking()` looks."""

    def meet(step=None, data=None, at=NOON):
        make = RequestFactory()
        request = make.get("/") if data is None else make.post("/", data)
        request.session = session
        journey = Asking(request, at=at)
        if data is not None:
            journey.sent = journey.form(step)
            if journey.sent.is_valid():
                journey.put(step, request.POST)
        return journey

    return meet


def test_a_journey_begins_with_its_first_step(asking):
    journey = asking()

    assert journey.first_open == "who"
    assert journey.back("who") == ""
    assert [journey.may_show(step) for step in ("who", "when", "check", "x")] == [
        True,
        False,
        False,
        False,
    ]


def test_answers_are_kept_from_screen_to_screen(asking):
    asking("who", WHO)

    journey = asking("when", WHEN)

    assert journey.answers["who"] == WHO
    assert journey.answers["when"]["moved_on"].isoformat() == "2027-02-03"
    assert (journey.after("when"), journey.back("check")) == ("/ask/check/", "/ask/when/")


def test_going_back_shows_what_was_answered(asking):
    asking("who", WHO)

    html = str(asking().form("who"))

    assert 'value="Anne"' in html
    assert html.count("checked") == 2


def test_a_wrong_screen_is_not_kept(asking):
    journey = asking("who", {"name": "Anne"})

    assert journey.sent.errors
    assert asking().first_open == "who"


def test_answers_read_back_in_words(asking):
    asking("who", {**WHO, "name": ""})
    journey = asking("when", WHEN)

    assert [(row.label, row.text, row.change) for row in journey.rows] == [
        ("Name", "Not given", "/ask/who/#id_name"),
        ("How can we reach them?", "Telephone\nLetter", "/ask/who/#id_ways"),
        ("When did they move?", "Wednesday 3 February 2027", "/ask/when/#id_moved_on_day"),
        ("They agreed", "Yes", "/ask/when/#id_agreed"),
    ]


def test_fields_that_were_not_asked_for_are_not_kept(asking, session):
    asking("who", {**WHO, "is_manager": "on", "csrfmiddlewaretoken": "x"})

    assert set(session["journey:asking"]["typed"]["who"]) == {"name", "ways"}


def test_a_quiet_hour_ends_a_journey_and_nothing_stays(asking, session):
    asking("who", WHO)

    later = asking(at=NOON + timedelta(hours=1))

    assert later.first_open == "who"
    assert "journey:asking" not in session


def test_a_finished_journey_leaves_nothing(asking, session):
    asking("who", WHO).clear()

    assert "journey:asking" not in session
    assert asking().answers == {}


def test_an_answer_that_is_no_longer_allowed_is_asked_again(asking, monkeypatch):
    asking("who", WHO)
    monkeypatch.setitem(WhoForm.base_fields, "ways", forms.EmailField(label="E-mail"))

    assert asking().first_open == "who"


def test_two_windows_do_not_mix_two_people(asking):
    first_window = asking("who", WHO).form("when").fields["journey"].initial
    asking().clear()
    asking("who", {**WHO, "name": "Basil"})

    journey = asking("when", {**WHEN, "journey": first_window})

    assert "another window" in journey.sent.errors["journey"][0]
    assert asking().first_open == "when"
