"""How a figure and a telephone number are written on a page."""

import pytest

from inroads.foundations.design.templatetags.design import figure, telephone


@pytest.mark.parametrize(
    ("value", "written"),
    [(82.5, "82.5"), (1903.0, "1,903"), (0.1234, "0.123"), (0.0, "0"), (100, "100"), (None, "")],
)
def test_a_figure_has_no_decimals_that_say_nothing(value, written):
    assert figure(value) == written


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("01632 960 001", "tel:01632960001"),
        ("+44 1632 960001 (mornings)", "tel:+441632960001"),
        ("0303 123 1113", "tel:03031231113"),
    ],
)
def test_a_telephone_number_can_be_rung(text, rung):
    assert f'href="{rung}">{text}<' in telephone(text)


@pytest.mark.parametrize("text", ["", "ask at the desk", "01632 960001 or 01632 960002"])
def test_what_is_not_one_number_stays_as_it_is(text):
    assert telephone(text) == text


def test_hostile_text_beside_a_number_is_shown_as_text():
    assert "<b>" not in telephone("<b>01632 960001")
