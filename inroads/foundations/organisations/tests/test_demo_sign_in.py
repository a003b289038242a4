import pytest

from inroads.foundations.accounts.models import User

HERE = "/organisations/demo-sign-in/"


@pytest.fixture
def sample(settings):
    settings.DEMO = True


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_sample_place_the_page_does_not_exist(signed_in, manager, method):
    client = signed_in()

    assert getattr(client, method)(HERE, {"user": manager.pk}).status_code == 404
    assert client.get("/organisations/").status_code == 302


def test_the_sign_in_page_leads_there_in_the_sample_place_only(signed_in, settings, db):
    outside = signed_in().get("/accounts/login/").content.decode()
    settings.DEMO = True
    inside = signed_in().get("/accounts/login/").content.decode()

    assert [HERE in outside, HERE in inside] == [False, True]


def test_one_tap_signs_in(signed_in, sample, manager):
    client = signed_in()
    page = client.get(HERE).content.decode()

    response = client.post(HERE, {"user": manager.pk})

    assert "Runs the programme" in page
    assert response["Location"] == "/"
    assert client.get("/organisations/add/").status_code == 200


def test_only_the_sample_s_own_people_are_offered(signed_in, sample, manager, stranger):
    client = signed_in()
    assert stranger.email not in client.get(HERE).content.decode()

    assert client.post(HERE, {"user": stranger.pk}).status_code == 404
    assert client.get("/organisations/").status_code == 302


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "1 OR 1=1", "²"])
def test_a_made_up_key_signs_nobody_in(signed_in, sample, manager, key):
    assert signed_in().post(HERE, {"user": key}).status_code == 404


def test_without_the_sample_people_the_page_says_how_to_make_them(signed_in, sample, db):
    assert not User.objects.exists()
    assert "inroads demo" in signed_in().get(HERE).content.decode()
