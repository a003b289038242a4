import pytest
from hypothesis import given
from hypothesis import strategies as st

from inroads.foundations.people.phones import as_written, international, takes_texts

WAYS_TO_WRITE_IT = [
    "01632960001",
    " 01632 960 001 ",
    "(01632) 960-001",
    "01632.960.001",
    "+44 1632 960001",
    "+44 (0)1632 960001",
    "0044 1632 960001",
    "44 1632 960001",
    "(0)1632 960001",
    "01632–960–001",
    "０１６３２９６０００１",
    "٠١٦٣٢٩٦٠٠٠١",
]


@pytest.mark.parametrize("text", WAYS_TO_WRITE_IT)
def test_one_number_has_one_form_however_it_is_typed(text):
    assert international(text) == "+441632960001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999",
        "01632",
        "not a number",
        "01632 960 001 ext 4",
        "+",
        "0" * 5000,
        "+44",
        "\n",
        "0632 960 0011",
    ],
)
def test_what_nobody_could_ring_is_refused(text):
    with pytest.raises(ValueError, match="not a telephone number"):
        international(text)


def test_a_number_abroad_keeps_its_country():
    assert international("+48 22 123 45 67") == "+48221234567"


@given(st.from_regex(r"0[1235789][0-9]{9}", fullmatch=True))
def test_the_form_of_a_form_is_itself(text):
    number = international(text)

    assert international(number) == number
    assert international(as_written(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(text):
    try:
        number = international(text)
    except ValueError:
        return

    assert international(number) == number


def test_texts_reach_mobiles_only():
    numbers = ["+447700900123", "+441632960001", "+48221234567"]

    assert [takes_texts(number) for number in numbers] == [True, False, True]
