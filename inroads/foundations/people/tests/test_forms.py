import pytest

from inroads.foundations.people.forms import PersonForm, ReachForm
from inroads.foundations.people.forms.asking import beyond, notes_kept, reach_initial
from inroads.foundations.people.models import ContactWay


def ways(**typed) -> list[tuple]:
    form = ReachForm(typed)
    assert form.is_valid(), form.errors
    return [
        (way["kind"], way["value"], way["note"], way["preferred"]) for way in form.contact_ways()
    ]


def test_a_number_alone_is_enough():
    assert ways(phone="01632 960 001", note="after 10") == [
        ("voice", "+441632960001", "after 10", False)
    ]


def test_a_mobile_takes_calls_and_texts():
    assert ways(phone="07700 900123", phone_use="both", preferred="text") == [
        ("voice", "+447700900123", "", False),
        ("text", "+447700900123", "", True),
    ]


def test_nobody_needs_a_telephone_or_an_e_mail_address():
    assert ways(letter="on") == [("post", "", "", False)]
    assert ways(meet_at="the library") == [("in_person", "the library", "", False)]


@pytest.mark.parametrize(
    "typed, field, words",
    [
        ({}, "phone", "one way to reach them"),
        ({"phone": "12"}, "phone", "01632 960 001"),
        ({"phone": "01632 960001", "phone_use": "text"}, "phone_use", "mobile numbers only"),
        ({"email": "nobody"}, "email", "right form"),
        ({"letter": "on", "preferred": "text"}, "preferred", "that you filled in"),
        ({"phone": "0" * 10_000}, "phone", "01632 960 001"),
        ({"note": "x" * 10_000_000, "letter": "on"}, "note", "200 letters"),
        ({"phone": "01632 960001", "phone_use": "fax"}, "phone_use", "calls, texts"),
    ],
)
def test_an_error_says_what_to_do(typed, field, words):
    form = ReachForm(typed)

    assert not form.is_valid()
    assert words in str(form.errors[field])


def test_the_first_language_comes_first_and_none_is_lost():
    form = PersonForm(
        {"languages": "pl", "other_language": "en"}, initial={"languages": ["en", "pl", "uk"]}
    )

    assert form.is_valid()
    assert form.cleaned_data["languages"] == ["pl", "en", "uk"]
    assert set(form.cleaned_data) == {
        "name",
        "birth_year",
        "address",
        "postcode",
        "languages",
        "needs_interpreter",
        "access_needs",
    }


def test_a_person_form_shows_the_languages_of_a_record():
    form = PersonForm(initial={"languages": ["pl", "en"]})

    assert (form["languages"].value(), form["other_language"].value()) == ("pl", "en")


def test_what_is_shown_and_saved_again_is_the_same():
    kept = [
        ContactWay(kind="text", value="+447700900123", note="", preferred=True),
        ContactWay(kind="voice", value="+447700900123", note="after 10"),
        ContactWay(kind="voice", value="+441632960001", note=""),
        ContactWay(kind="voice", value="+441632960002", note="her son"),
        ContactWay(kind="email", value="ivy@example.org"),
        ContactWay(kind="in_person", value="library"),
        ContactWay(kind="post"),
    ]
    form = ReachForm(reach_initial(kept))

    assert form.is_valid()
    typed = notes_kept(form.contact_ways(), kept, form.cleaned_data["note"])
    after = {(way["kind"], way["value"], way["note"]) for way in [*typed, *beyond(kept)]}
    assert after == {(way.kind, way.value, way.note) for way in kept}
    assert [way["value"] for way in beyond(kept)] == ["+441632960002"]


def saved(kept: list[ContactWay], **changes) -> set[tuple]:
    """What stays of these ways once the form was sent again with these changes."""
    form = ReachForm(reach_initial(kept) | changes)
    assert form.is_valid(), form.errors
    typed = notes_kept(form.contact_ways(), kept, form.cleaned_data["note"])
    return {(way["kind"], way["value"], way["note"]) for way in typed}


def test_a_note_stays_with_the_way_that_it_belongs_to():
    kept = [
        ContactWay(kind="text", value="+447700900123", note=""),
        ContactWay(kind="voice", value="+441632960001", note="her son"),
        ContactWay(kind="in_person", value="library", note="on Tuesdays"),
        ContactWay(kind="email", value="ivy@example.org", note="once a week"),
    ]
    before = {(way.kind, way.value, way.note) for way in kept}

    changed = saved(kept, note="after 10")

    assert saved(kept) == before
    assert changed == before - {("text", "+447700900123", "")} | {
        ("text", "+447700900123", "after 10")
    }


def test_a_note_that_is_changed_or_taken_away_is_not_kept():
    kept = [
        ContactWay(kind="voice", value="+447700900123", note="after 10"),
        ContactWay(kind="post", note="in large print"),
    ]

    assert saved(kept, note="") == {("voice", "+447700900123", ""), ("post", "", "in large print")}
    assert ("voice", "+447700900123", "after 12") in saved(kept, note="after 12")
    assert ("voice", "+447700900124", "after 10") in saved(kept, phone="07700 900124")
