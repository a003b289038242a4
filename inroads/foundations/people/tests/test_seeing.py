from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inroads.foundations.core.rules import today
from inroads.foundations.organisations.models import Membership, Purpose, Role
from inroads.foundations.people.models import Holding, Person
from inroads.foundations.people.permissions import can_change_person, visible_people
from inroads.foundations.people.tests.factories import a_holding, a_person

pytestmark = pytest.mark.django_db
STAFF = {Role.MANAGER, Role.COORDINATOR}
PARTNERS = {Role.REFERRER, Role.PARTNER_ADMIN}


def test_who_sees_a_person_whom_the_council_arranges_help_for(
    council, manager, coordinator, helper, auditor, referrer, partner_admin, stranger
):
    person = a_person(council)

    seen = [
        person in visible_people(user)
        for user in (manager, coordinator, helper, auditor, referrer, partner_admin, stranger)
    ]

    assert seen == [True, True, False, False, False, False, False]


def test_a_referrer_sees_those_held_for_referring_and_no_others(referrer, partner_admin, surgery):
    referred = a_person(surgery, purpose=Purpose.REFERRING)
    a_person(surgery, purpose=Purpose.HELPING)

    assert list(visible_people(referrer)) == [referred]
    assert list(visible_people(partner_admin)) == [referred]


@pytest.mark.parametrize(
    "starts, ends, seen", [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True)]
)
def test_a_holding_shows_from_its_first_day_until_the_day_before_its_last(
    coordinator, council, starts, ends, seen
):
    person = a_person()
    day = timedelta(days=1)
    ends_on = None if ends is None else today() + ends * day
    a_holding(person, council, starts_on=today() + starts * day, ends_on=ends_on)

    assert visible_people(coordinator).filter(pk=person.pk).exists() is seen


def test_a_role_lost_is_a_person_unseen_at_the_next_request(signed_in, coordinator, council):
    person = a_person(council)
    client = signed_in(coordinator)
    before = client.get(f"/people/{person.pk}/").status_code
    coordinator.memberships.all().delete()

    assert [before, client.get(f"/people/{person.pk}/").status_code] == [200, 404]


def test_nobody_sees_the_erased(manager, council):
    person = a_person(council)
    Person.objects.filter(pk=person.pk).update(erased_at=person.added_at)

    assert not visible_people(manager).exists()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_nobody_is_seen_without_a_holding_in_force_for_a_purpose_that_the_role_serves(
    data, council, surgery, housing, django_user_model
):
    Holding.objects.all().delete()
    Person.objects.all().delete()
    organisations = [council, surgery, housing]
    user = django_user_model.objects.create_user(
        email=f"u{django_user_model.objects.count()}@wessex.example"
    )
    roles = data.draw(
        st.sets(st.tuples(st.integers(0, 2), st.sampled_from(list(Role))), max_size=4)
    )
    for which, role in roles:
        Membership.objects.create(user=user, organisation=organisations[which], role=role)
    people = [a_person() for _ in range(3)]
    holding = st.tuples(
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from(list(Purpose)),
        st.integers(-3, 3),
        st.integers(0, 4),
    )
    expected = set()
    for who, which, purpose, start, length in data.draw(st.lists(holding, max_size=8)):
        starts_on = today() + timedelta(days=start)
        ends_on = starts_on + timedelta(days=length)
        a_holding(people[who], organisations[which], purpose, starts_on=starts_on, ends_on=ends_on)
        in_force = starts_on <= today() < ends_on
        mine = {role for at, role in roles if at == which}
        serves = mine & STAFF or (purpose == Purpose.REFERRING and mine & PARTNERS)
        if in_force and serves:
            expected.add(people[who].pk)

    seen = list(visible_people(user).values_list("pk", flat=True))

    assert set(seen) == expected
    assert len(seen) == len(expected)


def test_who_may_change_a_record(council, surgery, coordinator, referrer, partner_admin, stranger):
    person = a_person(surgery, purpose=Purpose.REFERRING)
    before = [
        can_change_person(user, person) for user in (coordinator, referrer, partner_admin, stranger)
    ]
    a_holding(person, council)
    after = [
        can_change_person(user, person) for user in (coordinator, referrer, partner_admin, stranger)
    ]

    assert before == [False, True, False, False]
    assert after == [True, False, False, False]
