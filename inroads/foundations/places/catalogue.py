# ruff: noqa: E501 - a table, one published column a line
"""The published columns about small areas that Inroads knows: whose each is, and what a higher value means.

One line for each column, by the vintage of the areas it is published for.
"""

from collections.abc import Iterable

from inroads.foundations.exchange.importers import letters
from inroads.foundations.places.models import Statistic
from inroads.foundations.places.rows import Facts

PERSONS, HOUSEHOLDS, SHARE, PERCENT, SCORE, RANK, KM, RATIO = (
    "persons", "households", "share", "percent", "score", "rank", "km", "ratio",
)  # fmt: skip
MORE, LESS, NEITHER = "more", "less", "none"

CENSUS = "Office for National Statistics, Census 2021, table "
CENSUS_2011 = "Office for National Statistics, Census 2011, table "
ESTIMATES = "Office for National Statistics, mid-year population estimates "
IOD25 = "Ministry of Housing, Communities and Local Government, English Indices of Deprivation 2025"
IOD25_PARTS = IOD25 + ", underlying indicators"
IOD19 = "Ministry of Housing, Communities and Local Government, English Indices of Deprivation 2019"
IOD19_PARTS = IOD19 + ", underlying indicators"
DERI = "Greater Manchester Combined Authority, Digital Exclusion Risk Index v1.6"

# The two ways in which the Indices head their rank and decile columns.
RANKED = " (where 1 is most deprived)"
TENTH = " (where 1 is most deprived 10% of LSOAs)"

# key, title, unit, direction, source, year, out of, other headings
COLUMNS_2021 = [
    ("pop2021", "Residents", PERSONS, NEITHER, CENSUS + "RM121", 2021, "", ()),
    ("aged65plus", "Residents aged 65 and over", PERSONS, MORE, CENSUS + "RM121", 2021, "pop2021", ()),
    ("aged75plus", "Residents aged 75 and over", PERSONS, MORE, CENSUS + "RM121", 2021, "pop2021", ()),
    ("aged85plus", "Residents aged 85 and over", PERSONS, MORE, CENSUS + "RM121", 2021, "pop2021", ()),
    ("disabled", "Residents disabled under the Equality Act", PERSONS, MORE, CENSUS + "TS038", 2021, "residents_ts038", ()),
    ("residents_ts038", "Residents, as counted beside disability", PERSONS, NEITHER, CENSUS + "TS038", 2021, "", ()),
    ("households", "Households", HOUSEHOLDS, NEITHER, CENSUS + "TS011", 2021, "", ()),
    ("hh_dep0", "Households deprived in no dimension", HOUSEHOLDS, LESS, CENSUS + "TS011", 2021, "households", ()),
    ("hh_dep1", "Households deprived in one dimension", HOUSEHOLDS, MORE, CENSUS + "TS011", 2021, "households", ()),
    ("hh_dep2", "Households deprived in two dimensions", HOUSEHOLDS, MORE, CENSUS + "TS011", 2021, "households", ()),
    ("hh_dep3", "Households deprived in three dimensions", HOUSEHOLDS, MORE, CENSUS + "TS011", 2021, "households", ()),
    ("hh_dep4", "Households deprived in four dimensions", HOUSEHOLDS, MORE, CENSUS + "TS011", 2021, "households", ()),
    ("hh_social_rented", "Households that rent from a council or housing association", HOUSEHOLDS, MORE, CENSUS + "TS054", 2021, "households", ()),
    ("hh_private_rented", "Households that rent privately", HOUSEHOLDS, NEITHER, CENSUS + "TS054", 2021, "households", ()),
    ("imd2025_score", "Deprivation (IMD 2025), score", SCORE, MORE, IOD25, 2025, "", ("imd_score", "Index of Multiple Deprivation (IMD) Score")),
    ("imd2025_rank", "Deprivation (IMD 2025), rank in England (1 is most deprived)", RANK, LESS, IOD25, 2025, "", ("imd_rank", "Index of Multiple Deprivation (IMD) Rank" + RANKED)),
    ("imd2025_decile", "Deprivation (IMD 2025), tenth of England (1 is most deprived)", RANK, LESS, IOD25, 2025, "", ("imd_decile", "Index of Multiple Deprivation (IMD) Decile" + TENTH)),
    ("income_score", "Residents in income deprivation", SHARE, MORE, IOD25, 2025, "", ("Income Score (rate)",)),
    ("employment_score", "Working-age residents in employment deprivation", SHARE, MORE, IOD25, 2025, "", ("Employment Score (rate)",)),
    ("education_score", "Education, skills and training deprivation", SCORE, MORE, IOD25, 2025, "", ("Education, Skills and Training Score",)),
    ("adult_skills_score", "Adult skills deprivation", SHARE, MORE, IOD25, 2025, "", ("Adult Skills Sub-domain Score",)),
    ("geographical_barriers_score", "Distance and connectivity barriers to services", SCORE, MORE, IOD25, 2025, "", ("Geographical Barriers Sub-domain Score",)),
    ("wider_barriers_score", "Wider barriers to housing", SCORE, MORE, IOD25, 2025, "", ("Wider Barriers Sub-domain Score",)),
    ("health_score", "Health deprivation and disability", SCORE, MORE, IOD25, 2025, "", ("Health Deprivation and Disability Score",)),
    ("crime_score", "Crime", SCORE, MORE, IOD25, 2025, "", ("Crime Score",)),
    ("housing_and_services_score", "Barriers to housing and services", SCORE, MORE, IOD25, 2025, "", ("Barriers to Housing and Services Score",)),
    ("environment_score", "Living environment deprivation", SCORE, MORE, IOD25, 2025, "", ("Living Environment Score",)),
    ("idaci_score", "Children in income-deprived families", SHARE, MORE, IOD25, 2025, "", ("Income Deprivation Affecting Children Index (IDACI) Score (rate)",)),
    ("idaopi_score", "Older people in income deprivation", SHARE, MORE, IOD25, 2025, "", ("Income Deprivation Affecting Older People (IDAOPI) Score (rate)",)),
    ("adult_low_skills_share", "Working-age adults with no or low qualifications or poor English", SHARE, MORE, IOD25_PARTS, 2025, "", ()),
    ("digital_connectivity_indicator", "Slow broadband (standardised; higher is worse)", SCORE, MORE, IOD25_PARTS, 2025, "", ()),
    ("dft_connectivity_score", "Connectivity by foot, bicycle and public transport (0 to 100)", SCORE, LESS, IOD25_PARTS, 2025, "", ()),
    ("patients_per_gp", "Patients for each GP", RATIO, MORE, IOD25_PARTS, 2025, "", ()),
    ("idaopi_numerator", "Older people in income deprivation (rounded)", PERSONS, MORE, IOD25_PARTS, 2025, "", ()),
    ("income_numerator", "People in income deprivation (rounded)", PERSONS, MORE, IOD25_PARTS, 2025, "", ()),
    ("employment_numerator", "People in employment deprivation (rounded)", PERSONS, MORE, IOD25_PARTS, 2025, "", ()),
    *[
        (f"{domain}_{kind}", f"{words}, {told} (1 is most deprived)", RANK, LESS, IOD25, 2025, "", (heading,))
        for domain, words, official in [
            ("income", "Income deprivation", "Income"),
            ("employment", "Employment deprivation", "Employment"),
            ("education", "Education, skills and training deprivation", "Education, Skills and Training"),
            ("health", "Health deprivation and disability", "Health Deprivation and Disability"),
            ("crime", "Crime", "Crime"),
            ("housing_and_services", "Barriers to housing and services", "Barriers to Housing and Services"),
            ("environment", "Living environment deprivation", "Living Environment"),
        ]
        for kind, told, heading in [
            ("rank", "rank in England", f"{official} Rank{RANKED}"),
            ("decile", "tenth of England", f"{official} Decile{TENTH}"),
        ]
    ],
]  # fmt: skip

COLUMNS_2011 = [
    *[
        (f"{key}{joint}{year}", f"{title}, {year}", PERSONS, direction, ESTIMATES + str(year), year, out_of and f"pop{year}", ())
        for year in (2019, 2020)
        for key, joint, title, direction, out_of in [
            ("pop", "", "Residents", NEITHER, ""),
            ("aged16plus", "_", "Residents aged 16 and over", NEITHER, "pop"),
            ("aged65to74", "_", "Residents aged 65 to 74", MORE, "pop"),
            ("aged75plus", "_", "Residents aged 75 and over", MORE, "pop"),
        ]
    ],
    ("c11_hrp_16to64", "Household reference persons aged 16 to 64", PERSONS, NEITHER, CENSUS_2011 + "QS611EW", 2011, "", ()),
    ("c11_grade_de", "Household reference persons in social grade DE", PERSONS, MORE, CENSUS_2011 + "QS611EW", 2011, "c11_hrp_16to64", ()),
    ("c11_aged16plus", "Residents aged 16 and over", PERSONS, NEITHER, CENSUS_2011 + "QS501EW", 2011, "", ()),
    ("c11_no_quals", "Residents with no qualifications", PERSONS, MORE, CENSUS_2011 + "QS501EW", 2011, "c11_aged16plus", ()),
    ("c11_level4plus", "Residents with a degree or the like (level 4 and above)", PERSONS, LESS, CENSUS_2011 + "QS501EW", 2011, "c11_aged16plus", ()),
    ("c11_aged16to74", "Residents aged 16 to 74", PERSONS, NEITHER, CENSUS_2011 + "QS601EW", 2011, "", ()),
    ("c11_econ_active", "Residents in work or looking for it", PERSONS, LESS, CENSUS_2011 + "QS601EW", 2011, "c11_aged16to74", ()),
    ("c11_retired", "Retired residents", PERSONS, MORE, CENSUS_2011 + "QS601EW", 2011, "c11_aged16to74", ()),
    ("c11_households", "Households", HOUSEHOLDS, NEITHER, CENSUS_2011 + "QS405EW", 2011, "", ()),
    ("c11_social_rented", "Households that rent from a council or housing association", HOUSEHOLDS, MORE, CENSUS_2011 + "QS405EW", 2011, "c11_households", ()),
    ("imd2019_score", "Deprivation (IMD 2019), score", SCORE, MORE, IOD19, 2019, "", ("Index of Multiple Deprivation (IMD) Score",)),
    ("imd2019_rank", "Deprivation (IMD 2019), rank in England (1 is most deprived)", RANK, LESS, IOD19, 2019, "", ("Index of Multiple Deprivation (IMD) Rank" + RANKED,)),
    ("imd2019_decile", "Deprivation (IMD 2019), tenth of England (1 is most deprived)", RANK, LESS, IOD19, 2019, "", ("Index of Multiple Deprivation (IMD) Decile" + TENTH,)),
    ("income_rate_pct", "Residents in income deprivation", PERCENT, MORE, IOD19, 2019, "", ()),
    ("employment_rate_pct", "Working-age residents in employment deprivation", PERCENT, MORE, IOD19, 2019, "", ()),
    ("income_score", "Residents in income deprivation", SHARE, MORE, IOD19, 2019, "", ("Income Score (rate)",)),
    ("employment_score", "Working-age residents in employment deprivation", SHARE, MORE, IOD19, 2019, "", ("Employment Score (rate)",)),
    ("education_score", "Education, skills and training deprivation", SCORE, MORE, IOD19, 2019, "", ("Education, Skills and Training Score",)),
    ("education_rank", "Education, skills and training deprivation, rank in England (1 is most deprived)", RANK, LESS, IOD19, 2019, "", ("Education, Skills and Training Rank" + RANKED,)),
    ("adult_skills_rank", "Adult skills deprivation, rank in England (1 is most deprived)", RANK, LESS, IOD19, 2019, "", ("Adult Skills Sub-domain Rank" + RANKED,)),
    ("gp_km", "Road distance to a GP", KM, MORE, IOD19_PARTS, 2019, "", ("Road distance to a GP surgery indicator (km)",)),
    ("post_office_km", "Road distance to a post office", KM, MORE, IOD19_PARTS, 2019, "", ("Road distance to a post office indicator (km)",)),
    ("primary_school_km", "Road distance to a primary school", KM, MORE, IOD19_PARTS, 2019, "", ("Road distance to a primary school indicator (km)",)),
    ("food_store_km", "Road distance to a general store or supermarket", KM, MORE, IOD19_PARTS, 2019, "", ("Road distance to general store or supermarket indicator (km)",)),
    ("adult_low_skills_share", "Working-age adults with no or low qualifications or poor English", SHARE, MORE, IOD19_PARTS, 2019, "", ("Adult skills and English language proficiency indicator",)),
    ("broadband", "Digital exclusion risk: broadband", SCORE, MORE, DERI, 2022, "", ()),
    ("demography", "Digital exclusion risk: demography", SCORE, MORE, DERI, 2022, "", ()),
    ("deprivation", "Digital exclusion risk: deprivation", SCORE, MORE, DERI, 2022, "", ()),
    ("deri", "Digital Exclusion Risk Index (0 to 10)", SCORE, MORE, DERI, 2022, "", ()),
]  # fmt: skip


def facts_of(columns: Iterable[tuple]) -> dict[str, Facts]:
    """Each known column under the letters of every heading it is published with."""
    found: dict[str, Facts] = {}
    for key, title, unit, direction, source, year, out_of, headings in columns:
        facts = Facts(key, title, unit, direction, source, year, out_of, headings=headings)
        for heading in (key, *headings):
            found[letters(heading)] = facts
    return found


CATALOGUE = {2021: facts_of(COLUMNS_2021), 2011: facts_of(COLUMNS_2011)}

# What the report of a file ends with, where figures came that nobody is known to have published.
SAY_WHO = "Say who published them to take them in."

# The lowest and the highest value that a unit can have.
BOUNDS = {
    PERSONS: (0, 1e9),
    HOUSEHOLDS: (0, 1e9),
    SHARE: (0, 1),
    PERCENT: (0, 100),
    RANK: (1, 1e9),
    KM: (0, 2000),
    RATIO: (0, 1e12),
}


def known_column(heading: str, vintage: int) -> Facts | None:
    """What is known of a column of areas of this vintage."""
    return CATALOGUE.get(vintage, {}).get(letters(heading))


def vintage_told_by(heading: str, vintage: int) -> int | None:
    """Another vintage that this heading can only belong to, as its name holds a year or a census."""
    told = any(mark in heading.casefold() for mark in ("20", "c11"))
    for other, columns in CATALOGUE.items():
        if told and other != vintage and letters(heading) in columns:
            return other
    return None


def unknown_column(heading: str, key: str, source: str) -> Facts:
    """A column that is not in the catalogue, taken in with the source that the person named."""
    direction = Statistic.Direction.NEITHER.value
    unit = Statistic.Unit.NUMBER.value
    return Facts(key, heading[:160], unit, direction, source, licence="As stated by its source")
