"""Published indices come out of the public functions, from the very figures that went into them."""

import csv
import gzip

import numpy as np
import pytest

from inroads.engine.need import deciles, need_index, ranks, weighted_need
from inroads.engine.scales import scale_by_rank, share, stretch


@pytest.fixture
def published(settings):
    """A function that reads a published file as columns of numbers."""

    def columns(name: str) -> dict[str, np.ndarray]:
        path = settings.SHARED / "data" / name
        if not path.exists():
            pytest.skip("the published data are not here: set INROADS_SHARED")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        table = np.array([[float(cell or "nan") for cell in row[1:]] for row in rows[1:]])
        return dict(zip(rows[0][1:], table.T, strict=True))

    return columns


def test_the_demography_component_of_the_digital_exclusion_risk_index(published):
    england = published("deri_demography_reproduction_england.csv.gz")
    values = [
        share(england["aged65to74_2019"], england["pop2019"]),
        share(england["aged75plus_2019"], england["pop2019"]),
        england["limited_share_backsolved"],
        share(england["c11_grade_de"], england["c11_hrp_16to64"]),
    ]

    need = need_index(np.column_stack(values), [0.2, 0.4, 0.2, 0.2], [True] * 4, top=10)

    assert len(need.score) == 32_844
    assert (need.known == 1).all()
    np.testing.assert_allclose(need.score, england["demography"], rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("index", "parts"),
    [
        ("deri", ["broadband", "demography", "deprivation"]),
        ("depahri", ["broadband", "demography", "deprivation", "health_access"]),
    ],
)
def test_the_risk_indices_from_their_components(published, index, parts):
    england = published("deri_demography_reproduction_england.csv.gz")
    components = np.column_stack([england[part] for part in parts])

    need = weighted_need(components / 10, [1] * len(parts), top=10)

    np.testing.assert_allclose(need.score, england[index], rtol=0, atol=1e-8)


def test_the_english_indices_of_deprivation_from_the_ranks_of_their_domains(published):
    england = published("imd2025_domains_lsoa21.csv.gz")
    weights = {
        "income": 22.5,
        "employment": 22.5,
        "education": 13.5,
        "health": 13.5,
        "crime": 9.3,
        "housing_and_services": 9.3,
        "environment": 9.3,
    }
    domains = np.column_stack([england[f"{domain}_rank"] for domain in weights])

    scaled = stretch(scale_by_rank(domains, [False] * len(weights)))
    # The published weights add up to 99.9 per cent, and so the published score ends at 99.9.
    need = weighted_need(scaled, list(weights.values()), top=99.9)

    # The scores are published to three decimals.
    assert abs(need.score - england["imd_score"]).max() < 0.001
    assert abs(need.rank - england["imd_rank"]).max() <= 1
    assert (need.decile == england["imd_decile"]).all()
    assert (deciles(ranks(-england["imd_rank"])) == england["imd_decile"]).all()
