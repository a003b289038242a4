"""Whom the pages of a person show besides, and that each look at them is recorded."""

import pytest

from inroads.foundations.history.models import Event
from inroads.foundations.people.queries import MOST_DUPLICATES
from inroads.foundations.people.tests.factories import a_holding, a_person, answers

pytestmark = pytest.mark.django_db


def test_however_many_unseen_have_a_number_those_who_are_seen_are_asked_about(
    signed_in, referrer, council, surgery
):
    for number in range(MOST_DUPLICATES):
        a_person(council, name=f"Ada {number}", phone="+441632960001")
    seen = a_person(surgery, purpose="referring", name="Zillah", phone="+441632960001")

    page = signed_in(referrer).post("/people/add/", answers(held_by=f"{surgery.pk}-referring")).text

    assert f'value="{seen.pk}"' in page
    assert "Someone with this number is already known" in page


def test_only_those_whose_record_one_may_change_are_offered_as_living_with_someone(
    signed_in, referrer, council, surgery
):
    place = {"postcode": "DT1 1AA", "purpose": "referring"}
    ours = a_person(surgery, name="Ours", **place)
    alike = a_person(surgery, name="Only Ours", **place)
    shared = a_person(surgery, name="Shared Canary", **place)
    a_holding(shared, council)
    client, address = signed_in(referrer), f"/people/{ours.pk}/household/"

    pages = [client.get(address).text, client.get(address, {"q": "shared"}).text]
    refused = client.post(address, {"lives_with": shared.pk})

    assert f'value="{alike.pk}"' in pages[0]
    assert "Shared Canary" not in "".join(pages)
    assert refused.status_code == 422


@pytest.mark.parametrize("page", ["", "change/", "household/", "consent/", "erase/"])
def test_each_look_at_a_person_is_recorded(signed_in, manager, council, page):
    person = a_person(council)

    signed_in(manager).get(f"/people/{person.pk}/{page}")

    event = Event.objects.get(verb="person.viewed")
    assert (event.thing, event.by) == (
        f"people.person/{person.pk}",
        f"accounts.user/{manager.pk}",
    )
