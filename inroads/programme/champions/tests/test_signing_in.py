"""A champion signs in as themselves."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from inroads.foundations.people.models import ContactWay
from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.timetable.tests.factories import someone

pytestmark = pytest.mark.django_db
NEW = "three quiet herons"
EMAIL = "gabriel@wessex.example"


@pytest.fixture
def champion(council):
    return a_champion(council, person=someone(name="Gabriel Oak"))


def test_a_champion_who_was_let_in_records_help_and_sees_their_sessions(
    signed_in, champion, manager, settings, django_capture_on_commit_callbacks
):
    settings.SMTP_URL = "smtp://localhost"
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(manager).post(f"{champion.get_absolute_url()}sign-in/", {"email": EMAIL})
    invitation = re.search(r"/accounts/invitation/\S+", mail.outbox[0].body)[0]
    theirs = Client()
    theirs.post(invitation, {"password1": NEW, "password2": NEW})
    theirs.post("/accounts/login/", {"login": EMAIL, "password": NEW})

    assert answer["Location"] == champion.get_absolute_url()
    assert theirs.get("/help/mine/").status_code == 200
    assert theirs.get(champion.get_absolute_url()).status_code == 200


def test_where_no_e_mail_leaves_the_manager_gets_the_link(signed_in, champion, manager):
    answer = signed_in(manager).post(f"{champion.get_absolute_url()}sign-in/", {"email": EMAIL})

    assert "/accounts/invitation/" in answer.text


def test_the_form_knows_the_address_and_the_button_goes_once_they_sign_in(
    signed_in, champion, manager
):
    ContactWay.objects.create(person=champion.person, kind="email", value=EMAIL)
    client, address = signed_in(manager), f"{champion.get_absolute_url()}sign-in/"
    before = client.get(champion.get_absolute_url()).text

    form = client.get(address).text
    client.post(address, {"email": EMAIL})
    after = client.get(champion.get_absolute_url()).text
    again = client.post(address, {"email": EMAIL})

    assert f'value="{EMAIL}"' in form
    assert ["Let them sign in" in page for page in (before, after)] == [True, False]
    assert again.status_code == 422
    assert "They sign in already" in again.text


def test_no_e_mail_is_claimed_for_whoever_signs_in_already(
    signed_in, champion, manager, helper, settings
):
    settings.SMTP_URL = "smtp://localhost"
    helper.last_login = timezone.now()
    helper.save()

    address = f"{champion.get_absolute_url()}sign-in/"
    page = signed_in(manager).post(address, {"email": helper.email}, follow=True).text

    assert f"Gabriel Oak can sign in as {helper.email}." in page
    assert "We have sent them an e-mail" not in page


def test_only_the_manager_lets_a_champion_in(signed_in, champion, coordinator, referrer):
    address = f"{champion.get_absolute_url()}sign-in/"

    codes = [signed_in(user).get(address).status_code for user in (coordinator, referrer)]

    assert codes == [403, 404]
    assert "Let them sign in" not in signed_in(coordinator).get(champion.get_absolute_url()).text
