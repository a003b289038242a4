"""A map leaves as a picture that needs nothing else, and says beside it what it is not."""

from xml.etree import ElementTree

import pytest

from inroads.foundations.places.models import Area
from inroads.overview.planning.tests.factories import wessex

PICTURES = ["/planning/need/E06000900/picture/", "/planning/reach/E06000900/picture/"]
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PICTURES)
def test_it_is_a_whole_picture_with_key_source_and_caution(signed_in, coordinator, address):
    wessex()

    answer = signed_in(coordinator).get(address)

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Content-Disposition"].endswith('Wessex.svg"')
    drawing = ElementTree.fromstring(answer.content)
    words = " ".join(element.text or "" for element in drawing.iter(f"{SVG}text"))
    assert "never a target, never a trend" in words
    assert "Office for National Statistics" in words
    assert (
        len([one for one in drawing.iter(f"{SVG}path") if one.find(f"{SVG}title") is not None]) == 3
    )


@pytest.mark.parametrize("address", PICTURES)
def test_no_name_becomes_a_script_in_it(signed_in, coordinator, address):
    wessex()
    Area.objects.filter(kind="lsoa").update(name="</title><script>x</script>")

    answer = signed_in(coordinator).get(address)

    assert b"<script" not in answer.content
    ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("address", PICTURES)
def test_asked_wrongly_it_leads_to_the_page(signed_in, coordinator, address):
    wessex()

    answer = signed_in(coordinator).get(address, {"minutes": "x", "weight-aged75plus": "x"})

    assert answer.status_code == 302
