"""Against a provider on this machine that stands in for Microsoft Entra."""

import warnings
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from inroads.foundations.accounts.models import User
from inroads.foundations.accounts.tests.factories import a_user, every_address

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import oidc_provider_mock

pytestmark = [
    pytest.mark.django_db,
    # The stand-in's own; in its server's thread they would be errors.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
BEGIN = "/accounts/oidc/entra/login/"
ANNE = oidc_provider_mock.User(sub="0001-anne", claims={"email": "Anne@wessex.example"})
STRANGER = oidc_provider_mock.User(sub="0002-stranger", claims={"email": "x@elsewhere.example"})
DOUBTED = oidc_provider_mock.User(
    sub="0004-doubted", claims={"email": "anne@wessex.example", "email_verified": False}
)
NAMELESS = oidc_provider_mock.User(sub="0003-nameless", claims={})
EVERYONE = [ANNE, STRANGER, NAMELESS, DOUBTED]


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread(user_claims=EVERYONE) as server:
        yield f"http://localhost:{server.server_port}"


def configured(settings, address: str) -> None:
    app = {
        "provider_id": "entra",
        "name": "Microsoft",
        "client_id": "inroads",
        "secret": "a secret",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def entra(provider, settings):
    configured(settings, provider)
    return provider


def leave(client: Client) -> str:
    """Press the button; the address that the browser is led to."""
    page = client.post(BEGIN).content.decode()
    return unescape(page.partition("url=")[2].partition('"')[0])


def agree(address: str, sub: str) -> str:
    """What the browser does at the provider; the path that it comes back by."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def sign_in(client: Client, sub: str):
    return client.get(agree(leave(client), sub))


def test_the_button_is_there_only_if_a_provider_is(settings, entra):
    there = Client().get("/accounts/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    gone = Client().get("/accounts/login/").content.decode()

    assert ["Sign in with Microsoft" in there, "Sign in with Microsoft" in gone] == [True, False]


def test_a_user_comes_in_through_their_organisation_and_needs_no_other_factor(entra):
    user = a_user(password=None)
    client = Client()

    response = sign_in(client, ANNE.sub)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/accounts/").status_code == 200
    assert SocialAccount.objects.get(uid=ANNE.sub).user == user


def test_from_then_on_the_user_is_known_by_the_provider_s_own_key_not_by_the_address(entra):
    user = a_user(password=None)
    sign_in(Client(), ANNE.sub)
    user.email = "moved@wessex.example"
    user.save()
    client = Client()

    sign_in(client, ANNE.sub)

    assert client.get("/accounts/").context["user"] == user


def test_whoever_was_not_invited_does_not_come_in(entra):
    client = Client()

    page = sign_in(client, STRANGER.sub)

    assert "You need an invitation" in page.content.decode()
    assert not User.objects.exists()
    assert client.get("/accounts/").status_code == 302


def test_without_an_address_nobody_comes_in(entra):
    User.objects.create_user("a@wessex.example")

    page = sign_in(Client(), NAMELESS.sub)

    assert "You need an invitation" in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_an_address_that_the_provider_itself_doubts_lets_nobody_in(entra):
    a_user(password=None)

    page = sign_in(Client(), DOUBTED.sub)

    assert "You need an invitation" in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_user_who_was_closed_does_not_come_in(entra):
    a_user(is_active=False)
    client = Client()

    sign_in(client, ANNE.sub)

    assert client.get("/accounts/").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("tenant", ["/common", "/organizations", "/consumers"])
def test_a_tenant_that_anyone_may_join_proves_no_address(provider, settings, tenant, monkeypatch):
    configured(settings, f"{provider}{tenant}/v2.0")
    monkeypatch.setattr(
        "allauth.socialaccount.providers.openid_connect.provider.OpenIDConnectProvider.server_url",
        f"{provider}/.well-known/openid-configuration",
    )
    a_user(password=None)

    page = sign_in(Client(), ANNE.sub)

    assert "You need an invitation" in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_coming_back_without_having_left_lets_nobody_in(entra):
    a_user(password=None)
    client = Client()
    code = parse_qs(urlsplit(agree(leave(Client()), ANNE.sub)).query)["code"][0]

    for query in (f"code={code}", f"code={code}&state=made-up", "error=access_denied", ""):
        client.get(f"{BEGIN}callback/?{query}")
        assert client.get("/accounts/").status_code == 302


def test_another_browser_cannot_come_back_in_one_s_place(entra):
    a_user(password=None)
    victim = Client()

    response = victim.get(agree(leave(Client()), ANNE.sub))

    assert "did not work" in response.content.decode()
    assert victim.get("/accounts/").status_code == 302


def test_a_code_of_the_provider_lets_in_once(entra):
    a_user(password=None)
    client = Client()
    back = agree(leave(client), ANNE.sub)
    client.get(back)
    client.post("/accounts/logout/")

    client.get(back)

    assert client.get("/accounts/").status_code == 302


def test_only_a_button_leads_away(entra):
    page = Client().get(BEGIN).content.decode()

    assert "http-equiv" not in page
    assert "Sign in with Microsoft" in page
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403


@pytest.mark.parametrize("next_", ["https://thief.example", "//thief.example"])
def test_coming_back_stays_on_this_site(entra, next_):
    a_user(password=None)
    client = Client()
    page = client.post(f"{BEGIN}?next={next_}").content.decode()
    address = unescape(page.partition("url=")[2].partition('"')[0])

    assert client.get(agree(address, ANNE.sub))["Location"] == "/"


def test_no_other_provider_is_found(entra):
    assert Client().post("/accounts/oidc/google/login/").status_code == 404
    assert Client().get("/accounts/oidc/google/login/callback/").status_code == 404


def test_when_the_provider_is_away_the_page_says_so(settings):
    configured(settings, "http://localhost:9")

    page = Client(raise_request_exception=False).post(BEGIN)

    assert "did not work" in page.content.decode()
    assert page.status_code == 503


def test_every_single_sign_on_page_stands_in_our_look(entra):
    client = Client()
    client.force_login(a_user(needs_second_factor=False))
    pages = [each for each in every_address() if each.startswith("/accounts/single-sign-on/")]

    for page in pages:
        response = client.get(page)
        if response.status_code != 302:
            assert "govuk-heading-l" in response.content.decode()
