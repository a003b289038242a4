"""A guide is a few steps in plain words, on one page that anybody may open and print."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from inroads.programme.directory.models import Topic
from inroads.programme.directory.tests.factories import a_topic

NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def address_of(topic):
    return reverse("directory_guide", args=[topic.public_id])


@pytest.fixture
def typed(signed_in, coordinator):
    topic = a_topic(name="NHS App")
    client = signed_in(coordinator)

    def post(**given):
        sent = {"name": "NHS App", "synonyms": ""} | given
        return client.post(reverse("directory_topics_change", args=[topic.pk]), sent)

    return post


def test_anybody_opens_a_guide_with_its_lines_and_the_helpline_at_its_foot(client, db, settings):
    settings.HELPLINE = "01632 960 777"
    topic = a_topic(
        name="NHS App", guide="Open the app.\nTap Services.", guide_url="https://nhs.uk/"
    )

    answer = client.get(address_of(topic))

    assert answer.status_code == 200
    assert "Open the app.<br>Tap Services." in answer.text
    assert 'href="https://nhs.uk/"' in answer.text
    assert "01632 960 777" in answer.text


def test_the_address_of_a_guide_is_random(db):
    one, two = a_topic(), a_topic()

    assert one.public_id != two.public_id
    assert len(one.public_id) == 22


def test_there_is_no_page_where_there_is_no_guide_and_none_of_what_is_retired(client, db):
    for topic in (a_topic(), a_topic(guide="Old.", retired=True)):
        assert client.get(address_of(topic)).status_code == 404
    assert client.get(reverse("directory_guide", args=["nothing"])).status_code == 404


def test_the_address_of_a_merged_topic_leads_to_the_guide_of_the_other(client, db):
    kept = a_topic(guide="Open it.")
    gone = a_topic(guide="Old.", retired=True, merged_into=kept)

    assert client.get(address_of(gone)).url == address_of(kept)


def test_a_guide_is_typed_on_the_page_of_its_topic(typed):
    sent = typed(guide="  Open the app.\r\nTap Services.  \r\n", guide_url="https://www.nhs.uk/app")

    assert sent.status_code == 302
    topic = Topic.objects.get()
    assert (topic.guide, topic.guide_url) == (
        "Open the app.\nTap Services.",
        "https://www.nhs.uk/app",
    )


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https:javascript:alert(1)",
        "http://nhs.uk/",
        "data:text/html,x",
        "//nhs.uk/",
        "https://nhs.uk@evil.example/",
        "https://nhs.uk/\"onclick='x",
        "https://",
        "https://nhs.uk/ javascript:x",
        "nhs.uk",
    ],
)
def test_an_address_that_is_not_a_secure_one_is_said_beside_its_field(typed, url):
    answer = typed(guide_url=url)

    assert answer.status_code == 422
    assert "Enter a whole address that begins with https://" in answer.text
    assert not Topic.objects.get().guide_url


def test_the_database_keeps_no_other_address(db):
    with pytest.raises(IntegrityError):
        a_topic(guide_url="javascript:alert(1)")


@pytest.mark.parametrize(
    "guide, said",
    [
        ("x" * 1001, "Write up to 1,000 letters. This has 1,001"),
        ("x\n" * 21 + "x", "It does not fit on one page"),
    ],
)
def test_a_guide_that_does_not_fit_on_a_page_is_sent_back_with_what_was_typed(typed, guide, said):
    answer = typed(guide=guide)

    assert answer.status_code == 422
    assert said in answer.text
    assert guide.strip() in answer.text


def test_a_guide_of_as_many_letters_as_there_may_be_is_kept(typed):
    assert typed(guide=("word " * 200).strip()).status_code == 302


def test_markup_in_a_guide_is_shown_as_text(client, typed):
    assert typed(guide=NASTY).status_code == 302

    page = client.get(address_of(Topic.objects.get())).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
