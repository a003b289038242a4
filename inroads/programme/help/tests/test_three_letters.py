"""Three letters find a topic on the page on which a help is recorded."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inroads.programme.champions.tests.factories import a_champion
from inroads.programme.directory.tests.factories import a_topic
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.tests.factories import SECRET, a_link
from tests.browser import NARROW, NARROWEST, faults, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page_address(council):
    for letter in "ABCDEFGH":
        a_topic(name=f"A topic {letter}", synonyms="nhs" if letter == "A" else "")
    a_topic(name="NHS App", synonyms="doctor surgery")
    a_topic(name="Wi-Fi at home", synonyms="broadband café <b>")
    a_topic(name="Hearing aids")
    a_link(a_champion(council))
    return reverse("help_record", args=[SECRET])


def shown(page) -> list[str]:
    """The topics whose buttons can be seen."""
    labels = page.locator(".ask:has(.find) .tap__label:visible")
    return [text.strip() for text in labels.all_inner_texts()]


def test_letters_narrow_the_list_and_say_how_many_are_found(open_page, page_address):
    page = open_page(page_address, width=NARROW)
    field, found = page.get_by_label("Find a topic"), page.locator("#found")
    expect(found).to_have_attribute("aria-live", "polite")

    for typed, names in [
        ("sur", ["NHS App"]),
        ("NHS", ["A topic A", "NHS App"]),
        ("app n", ["NHS App"]),
        ("wifi", ["Wi-Fi at home"]),
        ("fi", ["Wi-Fi at home"]),
        ("CAFE", ["Wi-Fi at home"]),
        ("ids", []),
        (
            "(*",
            [f"A topic {letter}" for letter in "ABCDEFGH"]
            + ["Hearing aids", "NHS App", "Wi-Fi at home"],
        ),
    ]:
        field.fill(typed)
        assert shown(page) == names
        number = {0: "No topics found", 1: "1 topic found"}
        expect(found).to_have_text(
            "" if typed == "(*" else number.get(len(names), f"{len(names)} topics found")
        )


def test_by_keyboard_enter_takes_the_first_and_nothing_is_sent_before(open_page, page_address):
    page = open_page(page_address, width=NARROW)
    field = page.get_by_label("Find a topic")

    field.fill("xyz")
    field.press("Enter")
    field.press("Escape")
    expect(field).to_have_value("")
    assert len(shown(page)) == 11
    field.press_sequentially("doc")
    field.press("Enter")
    expect(page.get_by_role("radio", name="NHS App")).to_be_checked()
    assert not HelpRecord.objects.exists()
    field.press("ArrowDown")
    expect(page.get_by_role("radio", name="NHS App")).to_be_focused()
    page.get_by_role("button", name="Send").press("Enter")

    expect(page.get_by_role("heading", name="Thank you. It is recorded.")).to_be_visible()
    assert HelpRecord.objects.get().topic.name == "NHS App"


def test_it_finds_them_without_a_signal_and_the_next_help_has_the_whole_list(
    open_page, page_address
):
    page = open_page(page_address, width=NARROW)
    page.locator("#kept[data-ready]").wait_for(state="attached")
    page.context.set_offline(True)
    page.reload()
    field = page.get_by_label("Find a topic")

    field.fill("hea")
    assert shown(page) == ["Hearing aids"]
    page.get_by_text("Hearing aids", exact=True).click()
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Kept on this phone: Hearing aids.")).to_be_visible()
    expect(field).to_have_value("")
    assert len(shown(page)) == 11
    page.context.set_offline(False)


def test_without_script_there_is_no_field_and_the_whole_list(open_page, page_address):
    page = open_page(page_address, js=False, width=NARROW)

    expect(page.get_by_label("Find a topic")).to_have_count(0)
    page.get_by_text("More topics").click()
    expect(page.get_by_text("NHS App", exact=True)).to_be_visible()


def test_it_has_no_faults_and_fits_the_narrowest_screen(open_page, page_address):
    page = open_page(page_address, width=NARROWEST)

    page.get_by_label("Find a topic").fill("nhs")

    assert faults(page) == []
    assert not wider_than_the_window(page)
