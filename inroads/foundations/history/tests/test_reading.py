import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.foundations.history.tests.factories import an_event


def cells_of(response) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))


def test_only_the_auditor_and_the_programme_manager_read_the_history(
    signed_in, manager, auditor, coordinator, helper, referrer, partner_admin, stranger
):
    everybody = [manager, auditor, coordinator, helper, referrer, partner_admin, stranger]

    statuses = [signed_in(user).get("/history/").status_code for user in everybody]
    files = [signed_in(user).get("/history/export.csv").status_code for user in everybody]

    assert statuses == files == [200, 200, 403, 403, 403, 403, 403]


@pytest.mark.parametrize("address", ["/history/", "/history/export.csv"])
def test_the_history_is_only_read(signed_in, auditor, address):
    client = signed_in(auditor)

    assert [client.post(address).status_code, client.delete(address).status_code] == [405, 405]


def test_someone_who_is_not_signed_in_is_led_to_sign_in(signed_in):
    response = signed_in().get("/history/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"who": "AUDITOR@wessex.example"}, 1),
        ({"who": "nobody@wessex.example"}, 0),
        ({"who": "nightly"}, 2),
        ({"verb": "viewed"}, 2),
        ({"thing": "people.person/7"}, 1),
        ({"thing": "person 7"}, 1),
        ({"thing": " Person  number 7 "}, 1),
        ({"thing": "7"}, 0),
        ({"day_day": "1", "day_month": "2", "day_year": "2026"}, 1),
        ({"thing": "'; DROP TABLE history_event; --"}, 0),
    ],
)
def test_the_history_is_narrowed_down(signed_in, auditor, asked, found):
    # Half past midnight by the clocks of Wessex is the evening before by the database's.
    an_event(at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC), thing="people.person/7")
    an_event(at=datetime(2026, 2, 1, 12, 0, tzinfo=UTC))
    an_event(by=f"accounts.user/{auditor.pk}", verb="person.added")

    response = signed_in(auditor).get("/history/", asked)

    assert len(response.context["entries"]) == found


def test_a_day_is_a_day_where_the_programme_is(signed_in, auditor):
    an_event(at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    second = {"day_day": "2", "day_month": "7", "day_year": "2026"}

    response = signed_in(auditor).get("/history/", second)

    assert len(response.context["entries"]) == 1


@pytest.mark.parametrize("year", ["99999", "0", "x", "9999"])
def test_a_day_that_does_not_exist_is_not_an_error_of_ours(signed_in, auditor, year):
    asked = {"day_day": "31", "day_month": "12", "day_year": year}
    client = signed_in(auditor)

    assert client.get("/history/", asked).status_code in (200, 422)
    assert client.get("/history/export.csv", asked).status_code == 200


def test_a_long_history_comes_in_pages_and_takes_no_more_queries(signed_in, auditor):
    client = signed_in(auditor)
    for _ in range(3):
        an_event(by=f"accounts.user/{auditor.pk}")
    with CaptureQueriesContext(connection) as few:
        client.get("/history/")
    for _ in range(30):
        an_event(by=f"accounts.user/{auditor.pk}")
    with CaptureQueriesContext(connection) as many:
        response = client.get("/history/", {"page": "1"})

    assert len(many) <= len(few)
    assert len(response.context["entries"]) == 25
    assert len(client.get("/history/", {"page": "999"}).context["entries"]) == 8


def test_a_record_is_named_in_plain_words(signed_in, auditor):
    an_event(thing="people.person/7")

    html = signed_in(auditor).get("/history/").content.decode()

    assert ">person number 7</a>" in html
    assert ">people.person" not in html


def test_what_is_hostile_is_shown_as_text(signed_in, auditor):
    an_event(why="<script>alert(1)</script>", thing='x"><img src=x onerror=alert(1)>')

    html = signed_in(auditor).get("/history/").content.decode()

    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html


def test_a_filter_is_carried_to_the_next_page_and_to_the_file(signed_in, auditor):
    for _ in range(30):
        an_event()

    html = signed_in(auditor).get("/history/", {"verb": 'viewed"><b>'}).content.decode()
    assert '"><b>' not in html
    html = signed_in(auditor).get("/history/", {"verb": "viewed"}).content.decode()

    assert "?verb=viewed&amp;page=2" in html
    assert "/history/export.csv?verb=viewed" in html


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_of_the_file_is_a_formula(signed_in, auditor, start):
    an_event(why=f"{start}cmd|' /C calc'!A0")

    header, row = cells_of(signed_in(auditor).get("/history/export.csv"))

    assert header[0] == "When"
    assert row[5] == f"'{start}cmd|' /C calc'!A0"


def test_a_long_history_leaves_whole(signed_in, auditor, monkeypatch):
    monkeypatch.setattr("inroads.foundations.history.exports.AT_ONCE", 10)
    for _ in range(35):
        an_event()

    response = signed_in(auditor).get("/history/export.csv")

    assert len(cells_of(response)) == 36
