import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.people.models import Person
from inroads.foundations.people.names import folded
from inroads.foundations.people.queries import matching
from inroads.foundations.people.tests.factories import a_person

NAMES = [
    "Siân O’Brien",
    "Łukasz Żółć",
    "محمد علي",
    "עִבְרִית",
    "王小明",
    "Zoë 👩‍🦽",
    "É",
    "É",
    "ẞtraße",
    "Nguyễn Thị",
    "X" * 120,
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_exactly_and_found(name):
    person = a_person(name=name)

    person.refresh_from_db()

    assert person.name == name
    assert list(matching(Person.objects.all(), name)) == [person]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["sian", "SIAN OBRIEN", "o'brien", "brien siân", "  o’brien  "])
def test_case_accents_and_apostrophes_do_not_matter_to_a_search(typed):
    person = a_person(name="Siân O’Brien")
    a_person(name="Somebody Else")

    assert list(matching(Person.objects.all(), typed)) == [person]


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["%", "_", "\\", "' OR 1=1 --", "x" * 5000, "😀"])
def test_a_search_takes_any_text_literally(typed):
    a_person(name="Ivy Bishop")

    assert list(matching(Person.objects.all(), typed)) == []
