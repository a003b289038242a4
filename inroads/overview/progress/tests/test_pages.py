"""The public pages: for anybody, true, and about nobody."""

import csv
import gzip
import io
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Area
from inroads.overview.progress.tests.factories import (
    a_referral,
    a_venue,
    a_ward,
    helps,
    was_helped,
)

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
INSIDE = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
FILES = ["progress_helps_csv", "progress_referrals_csv"]


@pytest.fixture(autouse=True)
def _in_november(monkeypatch, db):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()


def text_of(response) -> str:
    if response.get("Content-Encoding") == "gzip":
        return gzip.decompress(response.content).decode()
    return response.content.decode()


def lines_of(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def some_figures(surgery: Organisation, council: Organisation) -> None:
    for name, number in (("Marlott", 3), ("Mellstock", 12), ("Kingsbere", 1234)):
        ward = a_ward(name)
        helps(number, a_venue(ward), INSIDE)
        for turn in range(min(number, 14)):
            referral = a_referral(surgery, council, ward, INSIDE, note="Canary note")
            if turn % 2:
                was_helped(referral, INSIDE)


def test_anybody_reads_the_figures_without_signing_in(signed_in, surgery, council):
    some_figures(surgery, council)

    text = text_of(signed_in().get(reverse("progress_index")))

    assert "1,234" in text
    assert "From 1 April 2026 to the end of 22 November 2026" in text
    assert "00:00, Monday 23 November 2026" in text
    assert "Counted, by version 1 of this definition" in text
    assert "not a number of people" in text
    assert "2 wards of 3 are hidden" in text
    assert "By ward, July to September 2026" in text
    assert "As it was known on 29 October 2026" in text


@pytest.mark.parametrize("name", ["progress_index", *FILES])
def test_no_name_note_or_way_to_reach_anyone_is_on_a_public_page(signed_in, surgery, council, name):
    some_figures(surgery, council)

    text = text_of(signed_in().get(reverse(name)))

    assert "Canary" not in text
    assert "sherton.example" not in text


def test_page_chart_and_file_hide_the_same(signed_in, surgery, council):
    some_figures(surgery, council)
    client = signed_in()

    text = text_of(client.get(reverse("progress_index")))
    lines = {line["ward"]: line["helps"] for line in lines_of(client.get(reverse(FILES[0])))}

    assert lines["Marlott"] == lines["Mellstock"] == "hidden"
    assert lines["Kingsbere"] == "1234"
    assert lines["All wards"] == "1263"  # with 14 of no ward
    assert 'chart__text--value" x="100%" y="16" text-anchor="end">12<' not in text
    assert ">3<" not in text
    assert ">12<" not in text


@pytest.mark.parametrize("name", FILES)
def test_each_line_of_a_file_says_what_it_counts(signed_in, surgery, council, name):
    some_figures(surgery, council)

    response = signed_in().get(reverse(name))

    assert response["Content-Type"].startswith("text/csv")
    for line in lines_of(response):
        assert line["kind"] == "counted"
        assert line["version"] == ("1" if line["figure"] == "helps" else "2")
        assert line["last_day"] == "2026-09-30"
        assert line["as_at"] == "2026-10-29T00:00:00+00:00"
        assert line["withheld_wards"].isdigit()
        assert "ward" in line["definition"]


def test_a_ward_whose_name_is_a_formula_does_not_run_in_a_spreadsheet(signed_in):
    helps(20, a_venue(a_ward('=HYPERLINK("http://x","y")')), INSIDE)

    lines = lines_of(signed_in().get(reverse(FILES[0])))

    assert lines[0]["ward"].startswith("'=")


def test_a_ward_whose_name_is_markup_is_shown_as_text(signed_in):
    helps(20, a_venue(a_ward("<script>alert(1)</script>")), INSIDE)
    helps(20, a_venue(a_ward("<img src=x onerror=alert(1)>")), INSIDE)

    text = text_of(signed_in().get(reverse("progress_index")))

    assert "<script>alert" not in text
    assert "<img" not in text


def test_wards_that_are_all_too_small_make_no_table_of_nothing(signed_in):
    for name in ("Marlott", "Mellstock", "Kingsbere"):
        helps(3, a_venue(a_ward(name)), INSIDE)

    text = text_of(signed_in().get(reverse("progress_index")))

    assert "The numbers of every ward are too small to show" in text
    assert "Kingsbere" not in text


def test_a_county_that_has_counted_nothing_yet_says_so(signed_in):
    text = text_of(signed_in().get(reverse("progress_index")))

    assert "Nothing was counted in this quarter" in text
    assert "Too few to show" in text


def test_nothing_is_written_by_reading(signed_in, surgery, council):
    client = signed_in()

    for method in (client.post, client.put, client.delete):
        assert method(reverse("progress_index")).status_code == 405


def test_a_page_for_everybody_may_be_kept_and_one_of_somebody_may_not(signed_in, manager):
    assert "public" in signed_in().get(reverse("progress_index"))["Cache-Control"]
    assert "no-store" in signed_in(manager).get(reverse("progress_index"))["Cache-Control"]


def test_the_figures_are_counted_once_in_ten_minutes(
    signed_in, surgery, council, django_assert_max_num_queries
):
    some_figures(surgery, council)
    client = signed_in()
    client.get(reverse("progress_index"))

    with django_assert_max_num_queries(4):  # two for each figure, from the cache
        client.get(reverse("progress_index"))


def test_counting_takes_as_many_queries_for_many_wards_as_for_few(signed_in, surgery, council):
    client = signed_in()

    def queries(wards: int) -> int:
        for number in range(wards):
            ward = a_ward(f"Ward {wards} {number}")
            helps(8, a_venue(ward), INSIDE)
            was_helped(a_referral(surgery, council, ward, INSIDE), INSIDE)
        cache.clear()
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("progress_index"))
        return len(counted)

    few, many = queries(3), queries(30)

    assert Area.objects.count() == 33
    assert few == many <= 30


def test_the_page_weighs_little(signed_in, surgery, council):
    for number in range(60):
        helps(100 + number, a_venue(a_ward(f"Ward number {number}")), INSIDE)

    response = signed_in().get(reverse("progress_index"), headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 12_000
