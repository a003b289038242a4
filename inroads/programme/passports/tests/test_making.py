"""Passports are made by the batch and printed; one that was lost is replaced without a name."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.programme.directory.tests.factories import a_venue, queries_of
from inroads.programme.passports.actions import (
    make_passports,
    replace_passport,
    stamp_passport,
    take_back_stamp,
)
from inroads.programme.passports.codes import reads_right
from inroads.programme.passports.models import Passport, Skill, Stamp
from inroads.programme.passports.queries import MOST_IN_A_BATCH
from inroads.programme.passports.tests.factories import a_passport, a_skill, a_stamp

pytestmark = pytest.mark.django_db

SAMPLE = Machine("sample")
MAKE, REPLACE = "/passports/make/", "/passports/replace/"

# Made and printed


def test_a_batch_is_made_and_each_has_a_sheet_of_its_own(coordinator, signed_in, skill, venue):
    answer = signed_in(coordinator).post(MAKE, {"count": "3", "venue": venue.pk}, follow=True)

    made = list(Passport.objects.all())
    assert len({one.code for one in made}) == 3
    assert all(reads_right(one.code) for one in made)
    assert {(one.venue, one.batch) for one in made} == {(venue, made[0].batch)}
    assert answer.text.count('<article class="passport"') == 3
    assert all(answer.text.count(f">{one}</p>") == 2 for one in made)
    assert Event.objects.filter(verb="passport.made").count() == 3


@pytest.mark.parametrize("count", ["", "0", "-1", "101", "x", "1.5", "9" * 30, "<b>"])
def test_a_number_that_cannot_be_is_said_beside_the_field(manager, signed_in, skill, count):
    answer = signed_in(manager).post(MAKE, {"count": count, "venue": ""})

    assert answer.status_code == 422
    assert 'id="id_count-error"' in answer.text
    assert not Passport.objects.exists()


@pytest.mark.parametrize("count", [0, MOST_IN_A_BATCH + 1])
def test_the_action_refuses_such_a_number_too(skill, now, count):
    with pytest.raises(Refused, match="from 1 to 100"):
        make_passports(count, venue=None, at=now, by=SAMPLE)


def test_none_is_made_for_a_closed_venue_or_without_a_skill(now, venue):
    with pytest.raises(Refused, match="no skill yet"):
        make_passports(1, venue=venue, at=now, by=SAMPLE)

    a_skill()
    with pytest.raises(Refused, match="venue is closed"):
        make_passports(1, venue=a_venue(is_open=False), at=now, by=SAMPLE)


def test_a_code_that_another_passport_has_is_drawn_again(skill, passport, now, monkeypatch):
    drawn = iter([passport.code, passport.code, "K7QF3M94"])
    monkeypatch.setattr("inroads.programme.passports.actions.making.new_code", lambda: next(drawn))

    assert make_passports(1, venue=None, at=now, by=SAMPLE)[0].code == "K7QF3M94"


def test_what_is_stamped_is_ticked_on_paper_and_the_rest_is_not(
    manager, signed_in, passport, skill, other_skill
):
    a_stamp(passport, skill)

    page = signed_in(manager).get(reverse("passports_print", args=[passport.batch])).text

    boxes = re.findall(r'passport__box" aria-hidden="true">(.?)</span>', page)
    assert boxes == ["✓", ""]
    assert "01632 960 001" in page
    assert "keep it at home" in page


def test_one_passport_of_a_batch_is_printed_again(manager, signed_in, skill):
    batch = uuid4()
    one, other = a_passport(batch=batch), a_passport(batch=batch)
    client, address = signed_in(manager), reverse("passports_print", args=[batch])

    page = client.get(address, {"only": one.code}).text

    assert str(one) in page
    assert str(other) not in page
    assert client.get(address, {"only": "\0'"}).status_code == 404


def test_a_batch_that_is_none_is_not_printed(manager, signed_in):
    assert signed_in(manager).get(reverse("passports_print", args=[uuid4()])).status_code == 404


def test_printing_costs_the_same_however_many_there_are(manager, signed_in, skill):
    batch, costs, client = uuid4(), [], signed_in(manager)
    for _ in range(2):
        for _ in range(5):
            a_stamp(a_passport(batch=batch, venue=a_venue()), a_skill())
        costs.append(queries_of(client, reverse("passports_print", args=[batch])))

    assert costs[0] == costs[1]


# Replaced


def test_the_new_one_has_every_stamp_and_the_old_one_stops(
    coordinator, signed_in, passport, skill, other_skill, venue, now
):
    before = a_stamp(passport, skill, venue=a_venue())
    client = signed_in(coordinator)

    answer = client.post(REPLACE, {"code": str(passport).lower()}, follow=True)

    passport.refresh_from_db()
    new = passport.replaced_by
    assert f"Print the new one: {new}" in answer.text
    assert f"{new}</p>" in answer.text
    carried = new.stamps.get()
    assert (carried.skill, carried.venue, carried.stamped_at) == (
        skill,
        before.venue,
        before.stamped_at,
    )
    stopped = client.post("/passports/stamp/", {"code": passport.code})
    assert stopped.status_code == 422
    assert "This passport was replaced on" in stopped.text
    assert new.code not in stopped.text
    assert str(new) not in stopped.text
    assert client.get(passport.get_absolute_url()).status_code == 404
    assert client.get(reverse("passports_print", args=[passport.batch])).status_code == 404


def test_a_second_replacement_of_the_same_is_refused(manager, signed_in, passport, now):
    client = signed_in(manager)
    client.post(REPLACE, {"code": passport.code})

    answer = client.post(REPLACE, {"code": passport.code})

    assert answer.status_code == 422
    assert "This passport was replaced on" in answer.text
    with pytest.raises(Refused):
        replace_passport(passport, at=now, by=manager)
    assert Passport.objects.count() == 2


def test_the_new_one_can_be_lost_as_well(passport, skill, now):
    a_stamp(passport, skill)

    last = replace_passport(replace_passport(passport, at=now, by=SAMPLE), at=now, by=SAMPLE)

    assert last.stamps.get().skill == skill
    assert Passport.objects.filter(replaced_by=None).get() == last


def test_one_that_was_replaced_is_neither_stamped_nor_put_right(passport, skill, venue, now):
    a_stamp(passport, skill)
    replace_passport(passport, at=now, by=SAMPLE)

    with pytest.raises(Refused, match="was replaced"):
        stamp_passport(passport, [a_skill()], venue=venue, at=now, by=SAMPLE)
    with pytest.raises(Refused, match="was replaced"):
        take_back_stamp(passport, skill, at=now, by=SAMPLE)


def test_a_champion_replaces_none(champion, helper, signed_in, passport):
    assert signed_in(helper).post(REPLACE, {"code": passport.code}).status_code == 403
    assert Passport.objects.count() == 1


def test_the_history_tells_what_was_done_and_of_nobody(manager, signed_in, passport, skill):
    signed_in(manager).post(REPLACE, {"code": passport.code})

    told = Event.objects.filter(verb__startswith="passport.").order_by("pk")
    assert [one.verb for one in told] == ["passport.made", "passport.replaced"]
    assert {one.thing.split("/")[0] for one in told} == {"passports.passport"}


@pytest.mark.parametrize("given", ["itself", "no day"])
def test_the_database_refuses_what_cannot_be(passport, now, given):
    other = passport if given == "itself" else a_passport()
    replaced_at = now if given == "itself" else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Passport.objects.filter(pk=passport.pk).update(replaced_by=other, replaced_at=replaced_at)


# At once


def all_at_once(jobs):
    """Each job in a thread of its own, started together; what each returned or was refused."""
    barrier = Barrier(len(jobs))

    def run(job):
        barrier.wait()
        try:
            return job()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.django_db(transaction=True)
def test_of_many_replacements_at_once_exactly_one_is_made(passport, skill, now):
    a_stamp(passport, skill)

    answers = all_at_once([lambda: replace_passport(passport, at=now, by=SAMPLE)] * 8)

    assert sum(isinstance(answer, Passport) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 7
    assert (Passport.objects.count(), Stamp.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_of_many_stamps_at_once_exactly_one_is_set(passport, skill, venue, now):
    answers = all_at_once(
        [lambda: stamp_passport(passport, [skill], venue=venue, at=now, by=SAMPLE)] * 8
    )

    assert sorted(len(answer) for answer in answers) == [0] * 7 + [1]
    assert Stamp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_stamp_is_lost_when_it_is_set_while_the_passport_is_replaced(passport, venue, now):
    skills = [a_skill() for _ in range(6)]
    jobs = [
        lambda one=one: stamp_passport(passport, [one], venue=venue, at=now, by=SAMPLE)
        for one in skills
    ]

    answers = all_at_once([*jobs, lambda: replace_passport(passport, at=now, by=SAMPLE)])

    new = answers[-1]
    told_as_set = [
        one for one, answer in zip(skills, answers, strict=False) if isinstance(answer, list)
    ]
    assert list(Skill.objects.filter(stamps__passport=new)) == told_as_set
