"""The page after sending promises no more than will happen."""

import pytest
from django.urls import reverse

from inroads.programme.referrals.tests.factories import a_referral

pytestmark = pytest.mark.django_db


def said(client, referral) -> str:
    return client.get(reverse("referrals_sent", args=[referral.pk])).text


def test_an_organisation_with_an_e_mail_address_is_told(
    signed_in, referrer, surgery, council, agreement
):
    text = said(signed_in(referrer), a_referral(surgery, council))

    assert "We tell Sherton Surgery what became of it. You need not sign in for that." in text


def test_an_organisation_without_one_is_told_to_sign_in(
    signed_in, referrer, surgery, council, agreement
):
    surgery.email = ""
    surgery.save()

    text = said(signed_in(referrer), a_referral(surgery, council))

    assert "need not sign in" not in text
    assert "Sign in to see what became of it, or give us an e-mail address" in text
