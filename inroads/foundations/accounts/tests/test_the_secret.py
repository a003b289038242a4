"""The secret of an authenticator app, for those who cannot use the camera."""

import re

import pytest
from django.test import Client

from inroads.foundations.accounts.templatetags.codes import fours
from inroads.foundations.accounts.tests.factories import a_user, enter

pytestmark = pytest.mark.django_db


def test_a_secret_is_shown_in_groups_of_four_letters():
    assert fours("ABCDEFGHIJ") == ["ABCD", "EFGH", "IJ"]


def test_a_secret_that_is_copied_holds_no_blanks():
    client = Client()
    enter(client, a_user().email)

    page = client.get("/accounts/2fa/totp/activate/").text

    secret = re.search(r'<code class="secret">(.+?)</code>', page)[1]
    assert re.fullmatch(r"[A-Z2-7]{32}", re.sub(r"<[^>]+>", "", secret))
