"""The longest guide that may be typed fits on one sheet of A4, in large print, with the helpline at its foot."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inroads.programme.directory.forms import TopicForm
from inroads.programme.directory.tests.factories import a_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "https://example.org/" + "m" * 180
NAME = ("Managing mammoth memory, " * 3)[:60]


@pytest.mark.parametrize(
    "guide", [("word " * 200).strip(), "\n".join(["a step of some words " * 2] * 20)]
)
def test_the_longest_guide_is_one_page(open_page, guide):
    typed = TopicForm({"name": NAME, "guide": guide, "guide_url": ADDRESS})
    assert typed.is_valid(), typed.errors
    topic = a_topic(name=NAME, guide=typed.cleaned_data["guide"], guide_url=ADDRESS)

    page = open_page(reverse("directory_guide", args=[topic.public_id]))
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))

    assert len(sheets) == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("Stuck, or not sure?")).to_be_visible()
    size = page.locator(".guide").evaluate("one => getComputedStyle(one).fontSize")
    assert float(size.removesuffix("px")) > 21  # 16 points
