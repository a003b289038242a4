"""Each form that changes something carries the token that Django asks for."""

import re

import pytest
from django.urls import resolve

from tests.page_table import CAST, TABLE, Row, rows
from tests.world import address

GETS = [row for row in rows(TABLE.read_text()) if row.method == "GET"]
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)
ACTION = re.compile(r"""<form\b[^>]*\baction=["']([^"']*)["']""", re.IGNORECASE)
POSTS = re.compile(r"""<form\b[^>]*\bmethod=["']?post\b""", re.IGNORECASE)

pytestmark = pytest.mark.django_db


def without_token(html: str, page: str) -> list[str]:
    """The forms of a page that would be turned away when they are sent."""
    forms = [form for form in FORM.findall(html) if POSTS.match(form)]
    return [
        form
        for form in forms
        if "csrfmiddlewaretoken" not in form and not knows_by_secret(form, page)
    ]


def knows_by_secret(form: str, page: str) -> bool:
    """It is sent to an address that holds the secret of whoever sends it."""
    address = ACTION.search(form)
    path = address.group(1).partition("?")[0] if address else ""
    return getattr(resolve(path or page).func, "csrf_exempt", False)


@pytest.mark.parametrize("row", GETS, ids=lambda row: row.name)
def test_no_form_of_the_page_would_be_turned_away(row: Row, world, signed_in, request):
    here = address(world, row.name).partition("?")[0]
    readers = [name for name in CAST if row.promised[name] == "yes"]
    users = [None if name == "nobody" else request.getfixturevalue(name) for name in readers]

    pages = [signed_in(user).get(address(world, row.name)) for user in users]

    texts = [page.content.decode(errors="replace") for page in pages if not page.streaming]
    assert [form for text in texts for form in without_token(text, here)] == []


def test_a_form_without_its_token_is_noticed():
    assert without_token('<form class="x" method="post"><button>Keep</button></form>', "/")
    assert not without_token('<form method="get"></form>', "/")
