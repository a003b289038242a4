import re
from datetime import date, timedelta

import pytest
from django.urls import Resolver404, resolve

from inroads.foundations.core.rules import Refused, today
from inroads.foundations.history.models import Event
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import add_agreement, end_agreement
from inroads.foundations.organisations.models import Agreement, Purpose, SharedField
from inroads.foundations.organisations.queries import agreement_in_force
from inroads.foundations.organisations.tests.factories import an_agreement

BY = Machine("test")
FIRST = date(2027, 1, 1)


def days(name: str, day: date) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(receiver, **more) -> dict:
    return {
        "receiver": receiver.pk,
        "purpose": "referring",
        "fields_shared": ["name", "contact"],
        **days("starts_on", FIRST),
        **more,
    }


def test_an_agreement_holds_from_its_first_day_until_the_day_before_its_last(surgery, council):
    an_agreement(surgery, council, starts_on=FIRST, ends_on=date(2027, 2, 1))

    def holds(day, purpose=Purpose.REFERRING, giver=surgery, receiver=council):
        return agreement_in_force(giver, receiver, purpose, day) is not None

    assert [holds(FIRST - timedelta(days=1)), holds(FIRST)] == [False, True]
    assert [holds(date(2027, 1, 31)), holds(date(2027, 2, 1))] == [True, False]
    assert not holds(FIRST, purpose=Purpose.HELPING)
    assert not holds(FIRST, giver=council, receiver=surgery)


def test_a_partner_s_administrator_agrees_with_the_council(
    signed_in, surgery, council, partner_admin
):
    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/agreements/add/", typed(council)
    )

    agreement = Agreement.objects.get()
    assert response.status_code == 302
    assert (agreement.giver, agreement.receiver) == (surgery, council)
    assert agreement.fields == [SharedField.NAME, SharedField.CONTACT]
    assert Event.objects.filter(verb="agreement.added").exists()


def test_the_form_starts_with_everything_ticked_and_says_which_direction_a_referral_needs(
    signed_in, surgery, partner_admin
):
    html = signed_in(partner_admin).get(f"/organisations/{surgery.pk}/agreements/add/").text

    ticked = re.findall(r'name="fields_shared"[^>]*value="(\w+)"[^>]*checked', html)
    assert ticked == SharedField.values
    assert "Sherton Surgery sends referrals" in html
    assert "the one that helps is told" in html


def test_what_was_unticked_stays_unticked_when_the_form_comes_back(
    signed_in, surgery, council, partner_admin
):
    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/agreements/add/", typed(council, purpose="")
    )

    ticked = re.findall(r'name="fields_shared"[^>]*value="(\w+)"[^>]*checked', response.text)
    assert ticked == ["name", "contact"]


def test_whom_one_does_not_see_one_cannot_agree_with(
    signed_in, surgery, council, housing, partner_admin
):
    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/agreements/add/", typed(housing)
    )

    assert response.status_code == 422
    assert "Melchester" not in response.content.decode()
    assert not Agreement.objects.exists()


def test_nobody_gives_in_the_name_of_another(signed_in, surgery, housing, council, partner_admin):
    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/agreements/add/",
        typed(council, giver=housing.pk, public_id="x", ends_on="2030-01-01"),
    )

    agreement = Agreement.objects.get()
    assert response.status_code == 302
    assert (agreement.giver, agreement.ends_on) == (surgery, None)
    assert agreement.public_id != "x"


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields_shared": []},
        {"fields_shared": ["name", "salary"]},
        {"purpose": "curiosity"},
        {"receiver": "x"},
        {"receiver": "99999999999999999999999"},
        {"starts_on_year": "0"},
        days("ends_on", FIRST),
        days("ends_on", FIRST - timedelta(days=1)),
    ],
)
def test_what_makes_no_sense_is_an_error_of_the_form(
    signed_in, surgery, council, partner_admin, wrong
):
    response = signed_in(partner_admin).post(
        f"/organisations/{surgery.pk}/agreements/add/", {**typed(council), **wrong}
    )

    assert response.status_code == 422
    assert not Agreement.objects.exists()


def test_nobody_agrees_with_themselves(surgery):
    with pytest.raises(Refused, match="another organisation"):
        add_agreement(
            surgery, surgery, purpose=Purpose.REFERRING, fields=["name"], starts_on=FIRST, by=BY
        )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "allowed"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), True),
        (date(2026, 1, 1), date(2027, 1, 2), False),
        (date(2026, 1, 1), None, False),
        (date(2027, 1, 31), None, False),
        (date(2027, 2, 1), None, True),
    ],
)
def test_two_agreements_for_one_purpose_do_not_overlap(
    surgery, council, starts_on, ends_on, allowed
):
    an_agreement(surgery, council, starts_on=FIRST, ends_on=date(2027, 2, 1))

    try:
        add_agreement(
            surgery,
            council,
            purpose=Purpose.REFERRING,
            fields=["name"],
            starts_on=starts_on,
            ends_on=ends_on,
            by=BY,
        )
        added = True
    except Refused:
        added = False

    assert added == allowed


def test_either_side_can_end_it_and_it_holds_until_then(
    signed_in, surgery, council, manager, partner_admin
):
    for user in (manager, partner_admin):
        agreement = an_agreement(surgery, council)
        address = f"/organisations/agreements/{agreement.public_id}/end/"

        signed_in(user).get(address)
        agreement.refresh_from_db()
        assert agreement.ends_on is None
        response = signed_in(user).post(address, days("on", today()))

        agreement.refresh_from_db()
        assert response.status_code == 302
        assert agreement.ends_on == today()
        assert agreement_in_force(surgery, council, Purpose.REFERRING, today()) is None
        agreement.delete()


def test_an_agreement_of_others_is_not_found(
    signed_in, surgery, housing, council, partner_admin, stranger, referrer
):
    theirs, ours = an_agreement(housing, council), an_agreement(surgery, council)

    def end(user, agreement):
        return (
            signed_in(user)
            .post(f"/organisations/agreements/{agreement.public_id}/end/", days("on", today()))
            .status_code
        )

    assert [end(partner_admin, theirs), end(stranger, ours), end(referrer, theirs)] == [404] * 3
    assert end(referrer, ours) == 403
    assert not Agreement.objects.exclude(ends_on=None).exists()


def test_an_agreement_that_has_not_begun_is_withdrawn(surgery, council):
    agreement = an_agreement(surgery, council, starts_on=FIRST)
    end_agreement(agreement, on=FIRST, today=FIRST - timedelta(days=1), by=BY)

    assert not Agreement.objects.exists()
    event = Event.objects.get(verb="agreement.withdrawn")
    assert event.changes == {
        "giver": surgery.pk,
        "receiver": council.pk,
        "purpose": "referring",
        "fields": "name",
        "starts_on": "2027-01-01",
        "ends_on": "never",
    }


def test_an_agreement_in_force_is_not_undone_by_ending_it_before_it_began(surgery, council):
    agreement = an_agreement(surgery, council, starts_on=FIRST)
    later = FIRST + timedelta(days=30)

    for on in (FIRST - timedelta(days=1), FIRST, later - timedelta(days=1)):
        with pytest.raises(Refused, match="today or a later day"):
            end_agreement(agreement, on=on, today=later, by=BY)

    assert agreement_in_force(surgery, council, Purpose.REFERRING, later) == agreement


def test_an_agreement_that_began_today_can_end_today_and_is_remembered(surgery, council):
    agreement = an_agreement(surgery, council, starts_on=FIRST)

    end_agreement(agreement, on=FIRST, today=FIRST, by=BY)

    assert agreement_in_force(surgery, council, Purpose.REFERRING, FIRST) is None
    assert Agreement.objects.get().ends_on == FIRST
    assert Event.objects.get(verb="agreement.ended").changes["receiver"] == council.pk


def test_an_agreement_is_not_made_longer_by_ending_it(surgery, council):
    agreement = an_agreement(surgery, council, starts_on=FIRST, ends_on=date(2027, 2, 1))

    with pytest.raises(Refused, match="already"):
        end_agreement(agreement, on=date(2027, 3, 1), today=FIRST, by=BY)


def test_an_address_that_no_agreement_can_have_is_not_looked_up():
    with pytest.raises(Resolver404):
        resolve("/organisations/agreements/\x00/end/")
