"""Need is for everyone with a role, and for nobody else."""

import pytest

from inroads.foundations.organisations.models import Membership
from inroads.overview.planning.tests.factories import wessex

PAGES = [
    "/planning/need/",
    "/planning/need/E06000900/",
    "/planning/need/E06000900/E09000001/",
    "/planning/need/E06000900/download/",
]
ROLES = ["manager", "coordinator", "auditor", "helper", "referrer", "partner_admin", "stranger"]


@pytest.mark.parametrize("role", ROLES)
def test_everyone_with_a_role_sees_need(signed_in, role, request):
    wessex()
    client = signed_in(request.getfixturevalue(role))

    assert [client.get(address, follow=True).status_code for address in PAGES] == [200] * 4


@pytest.mark.parametrize("address", PAGES)
def test_nobody_sees_need_without_signing_in(signed_in, address):
    wessex()

    answer = signed_in().get(address)

    assert answer.status_code == 302
    assert "login" in answer["Location"]


@pytest.mark.parametrize("address", PAGES)
def test_a_user_without_a_role_is_refused(signed_in, referrer, address):
    wessex()
    Membership.objects.filter(user=referrer).delete()

    assert signed_in(referrer).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_looking_is_all_that_can_be_done(signed_in, manager, address):
    wessex()

    assert signed_in(manager).post(address).status_code == 405
