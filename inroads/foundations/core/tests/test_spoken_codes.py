from inroads.foundations.core.models import spoken_code


def test_a_spoken_code_has_no_letter_that_is_mistaken_for_another():
    letters = set("".join(spoken_code() for _ in range(200)))

    assert not letters & set("01OIL5S2ZB8")
