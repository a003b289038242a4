"""The same number of queries for any number of councils and areas, and a page that is light to send."""

import gzip

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inroads.engine.scales import extent
from inroads.overview.planning.queries import extent_everywhere, indicators_of, values_of
from inroads.overview.planning.tests.factories import a_council, dorset, wessex

NEED = "/planning/need/E06000900/"


def queries(client, address: str) -> int:
    """How many queries the page asks once its outline is drawn and the session is known."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("scale", ["council", "everywhere"])
def test_the_number_of_queries_does_not_grow(signed_in, coordinator, scale):
    wessex()
    for number in range(2):
        a_council(f"E0700{number:04}", f"Council {number}", areas=1)
    client = signed_in(coordinator)
    pages = [
        f"{NEED}?scale={scale}",
        f"{NEED}E09000001/?scale={scale}",
        f"{NEED}download/?scale={scale}",
        "/planning/need/",
    ]
    before = [queries(client, page) for page in pages]

    for number in range(2, 300):
        a_council(f"E0700{number:04}", f"Council {number}", areas=1)
    after = [queries(client, page) for page in pages]

    assert after == before
    assert max(after) <= 20


def test_the_number_of_queries_does_not_grow_with_the_areas(signed_in, coordinator):
    wessex(areas=3)
    wessex(areas=30, code="E06000901", name="Melchester")
    client = signed_in(coordinator)

    assert queries(client, NEED) == queries(client, NEED.replace("900", "901"))


def test_the_database_finds_the_same_ends_of_each_scale_as_the_engine(settings, db):
    councils = dorset(settings.SHARED)
    indicators = indicators_of(councils["E06000059"])

    values = [values_of(council, indicators)[1] for council in councils.values()]

    np.testing.assert_allclose(extent_everywhere(indicators), extent(np.vstack(values)), rtol=1e-12)


def test_dorset_as_it_is_published(signed_in, coordinator, settings):
    dorset(settings.SHARED)
    client = signed_in(coordinator)

    page = client.get("/planning/need/E06000059/", {"all": "1"})
    neighbours = client.get("/planning/need/E06000059/", {"scale": "everywhere"})

    need = page.context["need"]
    assert len(page.context["rows"]) == 223
    assert all(page.context["map"].outline.paths[area.code] for area in need.areas)
    assert (need.index.known == 1).all()
    # Worked out by hand in docs/explanation/need.md.
    assert page.context["rows"][0].area.name == "Dorset 038B"
    assert page.context["rows"][0].score == "7.18"
    assert page.context["rows"][0].parts == ["0.37", "2.00", "2.00", "1.38", "1.00", "0.42"]
    assert page.text.count("</tr>") >= 224
    assert neighbours.context["need"].areas_in_frame == 463
    assert (neighbours.context["need"].index.score != need.index.score).any()
    assert len(gzip.compress(page.content)) < 120_000
