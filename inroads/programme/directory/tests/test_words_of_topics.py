"""The other words by which a topic is found are words, each once."""

import pytest
from django.urls import reverse

from inroads.programme.directory.models import Topic


@pytest.fixture
def typed(signed_in, coordinator):
    client = signed_in(coordinator)

    def post(synonyms: str):
        sent = {"name": "NHS App", "synonyms": synonyms}
        return client.post(reverse("directory_topics_add"), sent)

    return post


@pytest.mark.parametrize(
    "synonyms, kept",
    [
        ("doctor  surgery,gp;GP", "doctor surgery gp"),
        ("Wi-Fi don’t B&Q gov.uk 365 café", "Wi-Fi don’t B&Q gov.uk 365 café"),
        ("", ""),
    ],
)
def test_words_with_spaces_or_commas_between_are_kept_once(typed, synonyms, kept):
    assert typed(synonyms).status_code == 302

    assert Topic.objects.get().synonyms == kept


@pytest.mark.parametrize("synonyms", ["<script>alert(1)</script>", "\"onload='x", "gp -", "a" * 41])
def test_what_is_no_word_is_said_beside_its_field_and_nothing_is_kept(typed, synonyms):
    answer = typed(synonyms)

    assert answer.status_code == 422
    assert "Use words of letters and figures" in answer.text
    assert "<script>alert" not in answer.text
    assert not Topic.objects.exists()
