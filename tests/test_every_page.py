"""Every page, opened as each member of the cast, answers what docs/reference/pages.md promises."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from tests.page_table import CAST, MARKS, TABLE, Row, not_in_table, rows, url_names
from tests.world import CROWD, address

ROWS = list(rows(TABLE.read_text()))
DENIED = {"sign in", "no", "–"}
# Where somebody is led who may not come in yet; whoever signs out is led to the first of them, to come back to nothing.
AWAY = re.compile(r"/accounts/(login/\?next=|second-factor/)")
# What reading a page may write: that somebody looked, the session, a rate limit, when a link was used.
WRITTEN_BY_READING = {
    "history_event",
    "django_session",
    "usersessions_usersession",
    "cache",
    "help_recordinglink",
}
# The same statement this often in one page is a list that asks once for each row of a crowd.
TOO_OFTEN = 6
# All that is kept of one person, table by table: asked for a few times a year.
SELDOM = {"people_export", "people_export_json"}
ASKING = ["manager", "coordinator", "helper", "referrer", "auditor"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(world, signed_in, request) -> dict[str, Client]:
    """A browser for each member of the cast."""
    people = {"nobody": None} | {name: request.getfixturevalue(name) for name in CAST[1:]}
    return {name: signed_in(user) for name, user in people.items()}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen afterwards."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def ask(client: Client, method: str, url: str):
    with undone():
        return client.post(url) if method == "POST" else client.get(url)


def keeps(mark: str, response) -> bool:
    """The answer is what the mark in the table promises."""
    if mark == "sign in":
        return response.status_code == 302 and "/accounts/login/" in response["Location"]
    if mark == "yes" and response.status_code == 302 and AWAY.match(response["Location"]):
        return False
    return response.status_code in MARKS[mark]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_each_page_answers_as_the_table_promises(row: Row, world, clients):
    url = address(world, row.name)

    answers = {name: ask(client, row.method, url) for name, client in clients.items()}

    broken = {
        name: f"{row.promised[name]}, but {answer.status_code}"
        for name, answer in answers.items()
        if not keeps(row.promised[name], answer)
    }
    assert broken == {}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_whom_a_page_turns_away_it_turns_away_by_every_method(row: Row, world, clients):
    url = address(world, row.name)
    turned_away = [name for name in CAST if row.promised[name] in DENIED]

    answers = {
        f"{name} {method}": ask(clients[name], method, url).status_code
        for name in turned_away
        for method in ("GET", "POST")
    }

    assert {how: code for how, code in answers.items() if code not in (302, 403, 404, 405)} == {}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.method == "GET"], ids=lambda row: row.name
)
def test_reading_a_page_changes_nothing(row: Row, world, clients):
    url = address(world, row.name)

    for client in clients.values():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)

        assert written(asked) - WRITTEN_BY_READING == set()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.method == "POST"], ids=lambda row: row.name
)
def test_what_changes_something_is_not_done_by_a_link(row: Row, world, manager, signed_in):
    url = address(world, row.name)

    assert signed_in(manager).get(url).status_code in (403, 404, 405)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.method == "GET" and row.name not in SELDOM],
    ids=lambda row: row.name,
)
def test_no_page_asks_the_same_thing_again_and_again(row: Row, crowded_world, signed_in, request):
    url = address(crowded_world, row.name)

    for reader in [name for name in ASKING if row.promised[name] == "yes"]:
        client = signed_in(request.getfixturevalue(reader))
        with CaptureQueriesContext(connection) as asked:
            client.get(url)

        shapes = Counter(
            shape(query["sql"]) for query in asked if query["sql"].startswith("SELECT")
        )
        assert {text: times for text, times in shapes.items() if times > TOO_OFTEN} == {}, reader


def test_a_page_that_asks_once_for_each_row_is_noticed():
    asked = Counter(shape(f"SELECT * FROM people WHERE id = {key}") for key in range(CROWD))

    assert max(asked.values()) > TOO_OFTEN


def test_no_page_is_missing_from_the_table():
    assert not_in_table(url_names(), TABLE.read_text()) == set()


def test_a_page_that_is_missing_from_the_table_is_noticed():
    planted = url_names([path("secret/", lambda request: None, name="planted_page")])

    assert not_in_table(planted, "| `other_page` | GET |" + " yes |" * 8) == {
        "planted_page",
        "other_page",
    }


def test_a_page_that_lets_the_wrong_person_in_is_noticed(coordinator, signed_in):
    answer = signed_in(coordinator).get("/timetable/")

    assert keeps("yes", answer)
    assert not any(keeps(mark, answer) for mark in ("no", "–", "sign in"))


@pytest.mark.parametrize(
    "away", ["/accounts/login/?next=/timetable/", "/accounts/second-factor/?next=/timetable/"]
)
def test_a_page_that_leads_away_whom_it_promised_to_let_in_is_noticed(away):
    assert not keeps("yes", HttpResponseRedirect(away))


def test_a_page_that_forgot_to_ask_for_sign_in_is_noticed(db):
    assert not keeps("sign in", Client().get("/progress/"))


def written(asked: CaptureQueriesContext) -> set[str]:
    """The tables that statements of writing name."""
    pattern = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?')
    return {match[1] for query in asked if (match := pattern.match(query["sql"]))}


def shape(sql: str) -> str:
    """The statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)
