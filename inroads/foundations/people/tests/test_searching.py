import pytest

from inroads.foundations.people.models import Person
from inroads.foundations.people.queries import matching
from inroads.foundations.people.tests.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["01632 960 001", "+441632960001", "960001", "60 001"])
def test_a_number_is_found_in_whichever_form(typed):
    person = a_person(phone="+441632960001")
    a_person(phone="+441632960777")

    assert list(matching(Person.objects.all(), typed)) == [person]


@pytest.mark.parametrize("typed", ["dt11aa", "DT1 1AA", "DT1 1", "dt1"])
def test_a_postcode_is_found_whole_or_by_its_beginning(typed):
    person = a_person(postcode="DT1 1AA")
    a_person(postcode="BH1 1AA")

    assert list(matching(Person.objects.all(), typed)) == [person]


def test_three_digits_find_nobody():
    a_person(phone="+441632960001")

    assert not matching(Person.objects.all(), "001").exists()


def test_a_search_finds_only_those_whom_the_user_may_see(signed_in, coordinator, council, housing):
    ours = a_person(council, name="Canary Ours", phone="+441632960001", postcode="DT1 1AA")
    a_person(housing, name="Canary Theirs", phone="+441632960001", postcode="DT1 1AA")
    client = signed_in(coordinator)

    for sought in ["canary", "01632 960001", "DT1 1AA", ""]:
        page = client.get("/people/", {"q": sought}).content.decode()
        assert f'href="/people/{ours.pk}/"' in page
        assert "Canary Ours" in page
        assert "Canary Theirs" not in page
        assert "1 person" in page


def test_a_search_for_too_much_is_answered_in_words(signed_in, coordinator):
    page = signed_in(coordinator).get("/people/", {"q": "x" * 10_000})

    assert page.status_code == 422
    assert "Look for something shorter" in page.content.decode()


def test_a_null_character_in_a_search_is_no_fault(signed_in, coordinator):
    assert signed_in(coordinator).get("/people/", {"q": "a\x00b"}).status_code == 422
