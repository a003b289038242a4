"""A passport is stamped by its code, at any venue, by whoever may; nobody is named."""

from datetime import timedelta

import pytest
from django.db import models
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.people.models import Person
from inroads.programme.champions.models import Champion
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.passports.actions import stamp_passport, take_back_stamp
from inroads.programme.passports.codes import new_code
from inroads.programme.passports.models import Passport, Skill, Stamp
from inroads.programme.passports.queries import MOST_WRONG_CODES
from inroads.programme.passports.tests.factories import a_passport, a_skill, a_stamp

pytestmark = pytest.mark.django_db

FIND = "/passports/stamp/"


def stamp(client, passport, *skills, venue):
    sent = {"skills": [skill.pk for skill in skills], "venue": venue.pk}
    return client.post(passport.get_absolute_url(), sent)


# By its code


@pytest.mark.parametrize("written", ["{0}", "{0[0]}-{0[1]}", " {0[0]} {0[1]} "])
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_passport_is_found_however_its_code_is_typed(coordinator, signed_in, written, case):
    passport = a_passport()
    halves = str(passport).split("-")
    typed = written.format(passport.code if written == "{0}" else halves)

    answer = signed_in(coordinator).post(FIND, {"code": case(typed)})

    assert answer["Location"] == passport.get_absolute_url()


@pytest.mark.parametrize(
    "wrong", ["", "K7QF", "K7QF-3M94", "K7FQ-3M9V", "x" * 21, "\0", "<b>", "ß" * 8]
)
def test_what_is_no_code_is_said_beside_the_field(manager, signed_in, wrong):
    answer = signed_in(manager).post(FIND, {"code": wrong})

    assert answer.status_code == 422
    assert 'id="id_code-error"' in answer.text
    assert "<b>" not in answer.text
    assert not Event.objects.filter(verb="passport.code_missed").exists()


def test_a_code_that_no_passport_has_is_said_beside_the_field(manager, signed_in):
    answer = signed_in(manager).post(FIND, {"code": new_code()})

    assert answer.status_code == 422
    assert "No passport has this code" in answer.text
    assert 'id="id_code-error"' in answer.text


@given(typed=st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_code_whatever_is_answered_in_words(manager, signed_in, typed):
    answer = signed_in(manager).post(FIND, {"code": typed})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text


@pytest.mark.parametrize("code", ["K7QF-3M9V", "nothing", "%00", "%F0%9F%98%80", "..", "A" * 300])
def test_an_address_with_a_wrong_code_leads_to_the_page_where_it_is_typed(
    manager, signed_in, skill, code
):
    client = signed_in(manager)
    asked = client.get(f"{FIND}{code}/")
    undone = client.post(f"{FIND}{code}/{skill.pk}/take-back/")

    assert (asked.status_code, undone.status_code) == (404, 404)


def test_whoever_tries_codes_is_stopped_and_nobody_else_is(
    manager, coordinator, signed_in, passport
):
    client = signed_in(manager)
    tried = [client.post(FIND, {"code": new_code()}).status_code for _ in range(MOST_WRONG_CODES)]

    stopped = client.post(FIND, {"code": passport.code})

    assert set(tried) == {422}
    assert stopped.status_code == 429
    assert "Wait ten minutes" in stopped.text
    assert client.get(passport.get_absolute_url()).status_code == 429
    assert client.post(reverse("passports_replace"), {"code": passport.code}).status_code == 429
    assert signed_in(coordinator).post(FIND, {"code": passport.code}).status_code == 302


def test_codes_tried_in_addresses_are_counted_too(manager, signed_in, passport):
    client = signed_in(manager)
    for _ in range(MOST_WRONG_CODES):
        assert client.get(f"{FIND}{new_code()}/").status_code == 404

    assert client.get(passport.get_absolute_url()).status_code == 429


def test_ten_minutes_later_they_may_try_again(manager, signed_in, passport, now, monkeypatch):
    client = signed_in(manager)
    for _ in range(MOST_WRONG_CODES):
        client.post(FIND, {"code": new_code()})

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=11))

    assert client.post(FIND, {"code": passport.code}).status_code == 302


# Who may


def test_a_champion_stamps_with_their_own_sign_in_at_any_venue(
    champion, helper, signed_in, passport, skill
):
    elsewhere = a_venue(name="Shaston Village Hall")

    answer = stamp(signed_in(helper), passport, skill, venue=elsewhere)

    assert answer.status_code == 302
    made = Stamp.objects.get()
    assert (made.passport, made.skill, made.venue) == (passport, skill, elsewhere)


def test_a_champion_begins_at_their_own_venue_and_then_where_they_stamped_last(
    champion, helper, signed_in, passport, skill, other_skill, venue
):
    client, elsewhere = signed_in(helper), a_venue()
    assert f'<option value="{venue.pk}" selected' in client.get(passport.get_absolute_url()).text

    stamp(client, passport, skill, venue=elsewhere)

    assert (
        f'<option value="{elsewhere.pk}" selected' in client.get(passport.get_absolute_url()).text
    )


def test_somebody_who_is_a_champion_no_longer_stamps_nothing(
    champion, helper, signed_in, passport, skill, venue
):
    Champion.objects.filter(pk=champion.pk).update(status="left")

    assert stamp(signed_in(helper), passport, skill, venue=venue).status_code == 404
    assert signed_in(helper).get(FIND).status_code == 403
    assert not Stamp.objects.exists()


@pytest.mark.parametrize("role", ["referrer", "partner_admin", "stranger", "auditor", "helper"])
def test_for_others_no_passport_exists_and_none_is_told_from_a_wrong_code(
    role, request, signed_in, passport, skill, venue
):
    client = signed_in(request.getfixturevalue(role))

    real, made_up = (client.get(f"{FIND}{code}/") for code in (passport.code, new_code()))

    assert (real.status_code, made_up.status_code) == (404, 404)
    assert stamp(client, passport, skill, venue=venue).status_code == 404
    assert client.post(f"{FIND}{passport.code}/{skill.pk}/take-back/").status_code == 404
    assert client.get(reverse("passports_print", args=[passport.batch])).status_code == 404
    assert not Event.objects.filter(verb="passport.code_missed").exists()


# What is stamped


def test_the_page_shows_the_progress_and_offers_the_rest(
    manager, signed_in, passport, skill, other_skill, venue
):
    client = signed_in(manager)

    answer = client.post(
        passport.get_absolute_url(), {"skills": [skill.pk], "venue": venue.pk}, follow=True
    )

    assert "One stamp set." in answer.text
    assert "1 of 2 stamped" in answer.text
    assert f'value="{skill.pk}"' not in answer.text.split("Stamp now")[1].split("Where are you")[0]
    assert f'value="{other_skill.pk}"' in answer.text


def test_several_skills_are_stamped_at_once_and_recorded_once(
    coordinator, passport, skill, other_skill, venue, now
):
    made = stamp_passport(passport, [skill, other_skill], venue=venue, at=now, by=coordinator)

    assert [one.skill for one in made] == [skill, other_skill]
    event = Event.objects.get(verb="passport.stamped")
    assert event.changes == {"skills": [skill.pk, other_skill.pk], "venue": venue.pk}


def test_a_second_stamp_changes_nothing(
    manager, signed_in, passport, skill, other_skill, venue, now
):
    before = a_stamp(passport, skill, stamped_at=now - timedelta(days=3))

    sent = {"skills": [skill.pk], "venue": venue.pk}
    answer = signed_in(manager).post(passport.get_absolute_url(), sent, follow=True)

    assert "Nothing has changed" in answer.text
    assert list(Stamp.objects.values_list("pk", "stamped_at")) == [(before.pk, before.stamped_at)]
    assert not Event.objects.filter(verb="passport.stamped").exists()


def test_the_same_skill_twice_in_one_go_is_one_stamp(passport, skill, venue, manager, now):
    assert len(stamp_passport(passport, [skill, skill], venue=venue, at=now, by=manager)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"skills": []},
        {"skills": ["0"]},
        {"skills": ["x"]},
        {"skills": ["9" * 40]},
        {"skills": ["<script>"]},
        {"venue": ""},
        {"venue": "x"},
        {"venue": "9" * 40},
    ],
)
def test_what_is_missing_or_made_up_is_said_and_nothing_is_stamped(
    manager, signed_in, passport, skill, venue, wrong
):
    sent = {"skills": [skill.pk], "venue": venue.pk} | wrong

    answer = signed_in(manager).post(passport.get_absolute_url(), sent)

    assert answer.status_code == 422
    assert "<script>x" not in answer.text
    assert not Stamp.objects.exists()


def test_a_retired_skill_and_a_closed_venue_are_refused(passport, skill, venue, manager, now):
    closed = a_venue(is_open=False)
    with pytest.raises(Refused, match="venue is closed"):
        stamp_passport(passport, [skill], venue=closed, at=now, by=manager)

    with pytest.raises(Refused, match="no longer stamped"):
        stamp_passport(passport, [a_skill(retired=True)], venue=venue, at=now, by=manager)


def test_a_stamp_of_a_skill_that_was_retired_since_still_shows(
    manager, signed_in, passport, skill, other_skill
):
    a_stamp(passport, skill)
    Skill.objects.filter(pk=skill.pk).update(retired=True)

    page = signed_in(manager).get(passport.get_absolute_url()).text

    assert "Keeping in touch" in page
    assert "1 of 2 stamped" in page


# Taken back


def test_a_stamp_is_taken_back_on_the_same_day_and_twice_is_as_once(
    manager, signed_in, passport, skill
):
    a_stamp(passport, skill)
    address = reverse("passports_take_back", args=[passport.code, skill.pk])
    client = signed_in(manager)

    for _ in range(2):
        assert client.post(address).status_code == 302

    assert not Stamp.objects.exists()
    assert Event.objects.filter(verb="passport.stamp_taken_back").count() == 1


def test_a_stamp_of_yesterday_stays(manager, signed_in, passport, skill, now):
    a_stamp(passport, skill, stamped_at=now - timedelta(days=1))
    client = signed_in(manager)

    answer = client.post(reverse("passports_take_back", args=[passport.code, skill.pk]))

    assert answer.status_code == 409
    assert "only on the day" in answer.text
    assert "Take it back" not in client.get(passport.get_absolute_url()).text
    with pytest.raises(Refused):
        take_back_stamp(passport, skill, at=now, by=manager)
    assert Stamp.objects.exists()


# About nobody


def test_nothing_leads_from_a_passport_to_a_person():
    for model in (Passport, Skill, Stamp):
        assert model.personal == set()
        pointed_at = {
            field.related_model for field in model._meta.get_fields() if field.is_relation
        }
        assert not pointed_at & {Person, User, Champion}
        assert not [field for field in model._meta.fields if isinstance(field, models.TextField)]


def test_the_page_costs_the_same_however_many_stamps_there_are(manager, signed_in, passport):
    client, costs = signed_in(manager), []
    for _ in range(2):
        for _ in range(5):
            a_stamp(passport, a_skill())
            a_skill()
        costs.append(queries_of(client, passport.get_absolute_url()))

    assert costs[0] == costs[1]
