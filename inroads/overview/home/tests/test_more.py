"""The page of everything else."""

import pytest
from django.urls import reverse

from inroads.overview.home.contents import CONTENTS, contents_for

pytestmark = pytest.mark.django_db
CAST = ["manager", "coordinator", "helper", "referrer", "partner_admin", "auditor"]


@pytest.mark.parametrize("who", CAST)
def test_every_link_opens_for_whoever_is_shown_it(who, signed_in, request):
    user = request.getfixturevalue(who)
    client = signed_in(user)

    offered = [entry.name for entries in contents_for(user).values() for entry in entries]
    refused = [name for name in offered if client.get(reverse(name)).status_code != 200]

    assert offered
    assert refused == []


@pytest.mark.parametrize("who", CAST)
def test_nobody_is_kept_from_a_page_that_would_open(who, signed_in, request):
    user = request.getfixturevalue(who)
    client = signed_in(user)
    offered = {entry.name for entries in contents_for(user).values() for entry in entries}

    every = {entry.name for entries in CONTENTS.values() for entry in entries}
    would_open = {name for name in every if client.get(reverse(name)).status_code == 200}

    assert would_open == offered


def test_the_page_shows_words_and_what_each_is_for(signed_in, manager):
    page = signed_in(manager).get(reverse("home_more")).content.decode()

    assert "Load a file" in page
    assert "Who did what, when and why" in page
