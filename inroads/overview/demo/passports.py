"""Skills passports in Wessex: six skills, and some passports on the way. As everywhere, nobody knows whose."""

from datetime import datetime, timedelta

import numpy as np

from inroads.overview.demo.offers import Offers
from inroads.overview.demo.partners import BY
from inroads.programme.passports.actions import (
    begin_with_our_list,
    make_passports,
    replace_passport,
    stamp_passport,
)

HANDED_OUT_AT_EACH = 3
BEGUN = 120  # days ago
BETWEEN = 9  # days, about, from one stamp to the next
# Of the passports, those with no stamp yet, with one, with two and so on.
SHARES = [0.25, 0.2, 0.18, 0.14, 0.1, 0.08, 0.05]


def make_skills_passports(offers: Offers, rng: np.random.Generator, at: datetime) -> None:
    """Some at every venue, stamped there and elsewhere, in the order of the list; one was lost."""
    skills = begin_with_our_list(by=BY)
    begun = at - timedelta(days=BEGUN)
    for venue in offers.venues:
        passports = make_passports(HANDED_OUT_AT_EACH, venue=venue, at=begun, by=BY)
        for passport, stamps in zip(
            passports, rng.choice(len(SHARES), len(passports), p=SHARES), strict=True
        ):
            for number, skill in enumerate(skills[:stamps], 1):
                elsewhere = offers.venues[rng.integers(len(offers.venues))]
                stamp_passport(
                    passport,
                    [skill],
                    venue=elsewhere if rng.random() < 0.2 else venue,
                    at=begun + timedelta(days=int(number * BETWEEN + rng.integers(BETWEEN))),
                    by=BY,
                )
    replace_passport(passports[-1], at=at - timedelta(days=10), by=BY)
