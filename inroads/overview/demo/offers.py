"""What is on offer in Wessex: topics, venues, services and their weekly times."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import numpy as np

from inroads.foundations.places.actions import add_venue
from inroads.foundations.places.models import Venue
from inroads.overview.demo.accounts import COUNCIL, HOMES, SURGERY
from inroads.overview.demo.county import County
from inroads.overview.demo.guides import GUIDES
from inroads.overview.demo.names import STREETS
from inroads.overview.demo.partners import BY, COLLEGE, FRIENDS, LIBRARIES, Partners
from inroads.overview.demo.sizes import Size
from inroads.programme.directory.actions import add_schedule, add_service, add_topic
from inroads.programme.directory.models import Schedule, Service, Topic

# Name, other words for it, an online service of the council or not, how often it is asked for.
TOPICS = [
    ("A new phone or tablet", "smartphone ipad android set up apps", False, 13),
    ("E-mail", "gmail outlook inbox password mail", False, 12),
    ("NHS App and repeat prescriptions", "doctor surgery appointments gp", False, 11),
    ("Staying safe from scams", "fraud phishing text banking safe", False, 8),
    ("Video calls", "whatsapp facetime zoom family", False, 7),
    ("Online banking", "bank payments money app", False, 7),
    ("Passwords", "locked out sign in code", False, 6),
    ("Universal Credit journal", "benefits jobcentre claim", False, 6),
    ("Getting connected at home", "broadband wifi router social tariff data", False, 5),
    ("Typing and the mouse", "keyboard basics letters", False, 4),
    ("Photos", "pictures camera cloud memory", False, 4),
    ("Council tax online", "bill direct debit discount account", True, 5),
    ("Blue badge", "parking disabled permit", True, 4),
    ("Housing register", "bids home choice waiting list", True, 4),
    ("Bulky waste and bins", "recycling collection calendar", True, 3),
    ("School places", "admissions apply primary secondary", True, 2),
    ("Bus pass", "concessionary travel", True, 3),
    ("Job search", "cv application indeed", False, 3),
    ("Office 365 and Teams", "excel word meeting work", False, 3),
    ("Hearing aids and phones", "bluetooth captions loop", False, 1),
]
# About money or benefits: where help ends is said first.
GUARDED = {"Online banking", "Universal Credit journal"}
KINDS = ["Library", "Village Hall", "Community Centre", "Church Room", "Surgery", "Market House", "School"]  # fmt: skip
ACCESS = [
    "Step-free, hearing loop, accessible toilet",
    "Step-free, accessible toilet",
    "One step at the door; ring the bell for the ramp",
    "Step-free by the side door, hearing loop",
]
BUSES = ["1", "X3", "5A", "10", "12", "X51", "44", "88", "102"]
SERVICES = [
    (
        COUNCIL,
        "Digital drop-in",
        "Bring your phone, tablet or laptop and your question. Tea is free.",
    ),
    (
        LIBRARIES,
        "Get online at the library",
        "Patient help, one to one, with our computers or with your own.",
    ),
    (
        HOMES,
        "Tenants online",
        "Help with your rent account, benefits and getting connected at home.",
    ),
    (SURGERY, "NHS App clinic", "Help with appointments and prescriptions on your phone."),
    (COLLEGE, "First steps", "Six relaxed mornings, from switching on to writing an e-mail."),
    (FRIENDS, "Tea and tablets", "Company, cake and help with anything that has a screen."),
]
WEEKLY = [(9, 30, 11, 30), (10, 0, 12, 0), (10, 0, 13, 0), (13, 30, 15, 30), (14, 0, 16, 0)]
DEMO_VENUE = "Casterbridge Library"


@dataclass(frozen=True)
class Offers:
    """Everything that help happens at, in and about."""

    topics: list[Topic]
    topic_shares: np.ndarray
    venues: list[Venue]
    services: list[Service]
    schedules: list[Schedule]

    @property
    def demo_venue(self) -> Venue:
        return next(venue for venue in self.venues if venue.name == DEMO_VENUE)


def make_offers(
    county: County, partners: Partners, rng: np.random.Generator, size: Size, on: date
) -> Offers:
    """Topics, venues, services, and weekly times that began a year and more ago."""
    topics = [
        add_topic(
            name=name,
            synonyms=synonyms,
            is_online_service=online,
            is_guarded=name in GUARDED,
            guide=GUIDES.get(name, ""),
            by=BY,
        )
        for name, synonyms, online, _ in TOPICS
    ]
    asked = np.array([often for *_, often in TOPICS], dtype=float)
    venues = make_venues(county, rng, size.venues)
    services = [
        add_service(
            organisation=partners.organisations[organisation],
            name=name,
            description=description,
            topics=[topics[number] for number in rng.choice(len(topics), 6, replace=False)],
            by=BY,
        )
        for organisation, name, description in SERVICES
    ]
    schedules = make_schedules(services, venues, rng, on)
    return Offers(topics, asked / asked.sum(), venues, services, schedules)


def make_venues(county: County, rng: np.random.Generator, wanted: int) -> list[Venue]:
    """One in each ward, Casterbridge Library first, and more where more help is wanted."""
    wards = sorted(county.wards.values(), key=lambda ward: ward.name != "Casterbridge Cornmarket")
    venues: list[Venue] = []
    names: set[str] = set()
    for number in range(wanted):
        ward = wards[number % len(wards)]
        kind = "Library" if number == 0 else str(rng.choice(KINDS))
        name = DEMO_VENUE if number == 0 else f"{ward.name.removeprefix('The ')} {kind}"
        if name in names:
            name = f"{name} Annexe"
        names.add(name)
        homes = county.postcodes_of(ward)
        at = homes[int(rng.integers(len(homes)))]
        venues.append(
            add_venue(
                name=name,
                postcode=at.postcode,
                address=f"{rng.choice(STREETS)}, {ward.name}",
                travel=f"Bus {' and '.join(rng.choice(BUSES, 2, replace=False))}; parking nearby",
                access=str(rng.choice(ACCESS)),
                phone=f"01632 960 {100 + number:03d}",
                by=BY,
            )
        )
    return venues


def make_schedules(
    services: list[Service], venues: list[Venue], rng: np.random.Generator, on: date
) -> list[Schedule]:
    """Every day at Casterbridge Library, once a week at each other venue, and twice at the odd one."""
    first = on - timedelta(days=400)
    schedules = [
        weekly(services[1], venues[0], weekday, (10, 0, 16, 0), 12, first) for weekday in range(7)
    ]
    for number, venue in enumerate(venues[1:]):
        service = services[number % len(services)]
        weekdays = rng.choice(6, 2, replace=False, p=[0.16, 0.22, 0.22, 0.22, 0.13, 0.05])
        for weekday in weekdays[: 2 if number % 11 == 0 else 1]:
            hours = WEEKLY[int(rng.integers(len(WEEKLY)))]
            room = int(rng.integers(4, 11))
            schedules.append(weekly(service, venue, int(weekday), hours, room, first))
    return schedules


def weekly(
    service: Service,
    venue: Venue,
    weekday: int,
    hours: tuple[int, int, int, int],
    capacity: int,
    first: date,
) -> Schedule:
    return add_schedule(
        service,
        venue=venue,
        weekday=weekday,
        starts=time(*hours[:2]),
        ends=time(*hours[2:]),
        capacity=capacity,
        valid_from=first,
        on_bank_holidays=venue.name
        == DEMO_VENUE,  # so that there is something today, whenever that is
        by=BY,
    )
