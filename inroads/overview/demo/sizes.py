"""How large a Wessex is wanted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many of each there are."""

    areas: int
    postcodes: int
    venues: int
    community: int
    workplace: int
    councillors: int
    embedded: int
    helps: int
    referrals: int


SIZES = {
    # The shape of a real rural county.
    "full": Size(
        areas=220, postcodes=2000, venues=40, community=75, workplace=175,
        councillors=82, embedded=1000, helps=50_000, referrals=300,
    ),
    # For tests: everything, but little of it.
    "small": Size(
        areas=44, postcodes=120, venues=8, community=6, workplace=4,
        councillors=3, embedded=12, helps=600, referrals=24,
    ),
}  # fmt: skip
