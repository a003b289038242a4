"""Those who help in Wessex: few networks of volunteers by their own hand, the many embedded staff in bulk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from inroads.foundations.organisations.models import Organisation, Purpose
from inroads.foundations.people.actions import add_person
from inroads.foundations.people.models import ContactWay, Holding, Person
from inroads.foundations.people.phones import international
from inroads.overview.demo.accounts import COUNCIL, HOMES, SURGERY
from inroads.overview.demo.county import County
from inroads.overview.demo.names import Names
from inroads.overview.demo.offers import Offers
from inroads.overview.demo.partners import BY, HOSPITAL, LIBRARIES, Partners
from inroads.overview.demo.sizes import Size
from inroads.programme.champions.actions import (
    add_champion,
    apply_to_help,
    set_status,
    take_next_step,
    write_tip,
)
from inroads.programme.champions.models import Champion

Network = Champion.Network
EMPLOYERS = [
    COUNCIL, HOMES, HOSPITAL, "Loveday Shipping", "Egdon Furze and Farms", "Casterbridge Corn Exchange",
]  # fmt: skip
EMBEDDED_AT = [SURGERY, LIBRARIES, HOSPITAL, HOMES, COUNCIL]


@dataclass(frozen=True)
class Champions:
    """Everyone who helps; `demo` is the one who can sign in."""

    demo: Champion
    community: list[Champion]
    workplace: list[Champion]
    embedded: list[Champion]


# Who would like to help, how to ring them, and how many steps they have taken.
APPLICANTS = [
    ("Diggory Venn", "+447700900181", 0),
    ("Thomasin Yeobright", "+447700900182", 0),
    ("Susan Nunsuch", "+447700900183", 1),
    ("Christian Cantle", "+447700900184", 2),
]


def make_applicants(at: datetime, on: date) -> None:
    """A few people who are on the way to becoming a champion."""
    for number, (name, phone, steps) in enumerate(APPLICANTS):
        champion = apply_to_help(
            details={"name": name, "contact_ways": [{"kind": "voice", "value": phone}]},
            network=Network.COMMUNITY,
            days=[number],
            at=at - timedelta(days=1 + 3 * number),
            on=on,
            by=BY,
        )
        for _ in range(steps):
            champion = take_next_step(champion, after=champion.status, on=on, by=BY)


def make_champions(
    county: County,
    partners: Partners,
    offers: Offers,
    names: Names,
    size: Size,
    at: datetime,
    on: date,
) -> Champions:
    """All networks; some champions rest, and some have left."""
    rng = names.rng
    demo = add_champion(
        partners.people["champion@wessex.example"],
        network=Network.COMMUNITY,
        organisation=partners.council,
        venue=offers.demo_venue,
        topics=offers.topics[:6],
        days=list(range(7)),
        capacity=4,
        joined_on=on - timedelta(days=900),
        by=BY,
    )
    community = [demo] + [
        make_community(number, county, partners, offers, names, at, on)
        for number in range(1, size.community)
    ]
    workplace = [
        add_champion(
            make_helper(names, "en", at),
            network=Network.WORKPLACE,
            organisation=partners.organisations[EMPLOYERS[number % len(EMPLOYERS)]],
            topics=some_topics(offers, rng, 3),
            days=[0, 1, 2, 3, 4],
            capacity=0,
            joined_on=joined(rng, on),
            by=BY,
        )
        for number in range(size.workplace)
    ]
    for champion in [*community[1:], *workplace][3::9]:
        resting = rng.random() < 0.6
        status = Champion.Status.RESTING if resting else Champion.Status.LEFT
        set_status(champion, status=status, on=on - timedelta(days=40), by=BY)
    make_applicants(at, on)
    write_tip(
        words="Sit on your hands: whoever holds the telephone learns where the button is.",
        starts_on=on - timedelta(days=on.weekday()),
        by=BY,
    )
    make_many(Network.COUNCILLOR, size.councillors, [partners.council], [], offers, names, at, on)
    embedded = make_many(
        Network.EMBEDDED,
        size.embedded,
        [partners.organisations[name] for name in EMBEDDED_AT],
        [venue.pk for venue in offers.venues],
        offers,
        names,
        at,
        on,
    )
    return Champions(demo, community, workplace, embedded)


def make_community(
    number: int,
    county: County,
    partners: Partners,
    offers: Offers,
    names: Names,
    at: datetime,
    on: date,
) -> Champion:
    """A volunteer at one of the venues, on the days that suit them."""
    rng = names.rng
    venue = offers.venues[number % len(offers.venues)]
    days = sorted({schedule.weekday for schedule in offers.schedules if schedule.venue == venue})
    return add_champion(
        make_helper(names, names.language(), at, county),
        network=Network.COMMUNITY,
        organisation=partners.council if rng.random() < 0.7 else partners.organisations[LIBRARIES],
        venue=venue,
        topics=some_topics(offers, rng, int(rng.integers(3, 8))),
        days=days,
        capacity=int(rng.integers(2, 6)),
        joined_on=joined(rng, on),
        by=BY,
    )


def make_helper(names: Names, language: str, at: datetime, county: County | None = None) -> Person:
    """Somebody who can be sent a text."""
    home = ""
    if county:
        home = county.postcodes[int(names.rng.integers(len(county.postcodes)))].postcode
    return add_person(
        name=names.name(language),
        postcode=home,
        languages=list(dict.fromkeys([language, "en"])),
        contact_ways=[{"kind": "text", "value": names.mobile(), "preferred": True}],
        at=at,
        by=BY,
    )


def make_many(
    network: str,
    wanted: int,
    organisations: list[Organisation],
    venues: list[int],
    offers: Offers,
    names: Names,
    at: datetime,
    on: date,
) -> list[Champion]:
    """Champions by the hundred, written in bulk as `add_person` and `add_champion` would leave them.

    One event tells of them all, instead of four for each: that of `actions.make_wessex`.
    """
    rng = names.rng
    everyone = Person.objects.bulk_create(
        Person(name=names.name(), languages=["en"], added_at=at) for _ in range(wanted)
    )
    ContactWay.objects.bulk_create(
        ContactWay(
            person=person,
            kind=ContactWay.Kind.TEXT,
            value=international(names.mobile()),
            preferred=True,
        )
        for person in everyone
    )
    champions = Champion.objects.bulk_create(
        Champion(
            person=person,
            network=network,
            organisation=organisations[number % len(organisations)],
            venue_id=int(rng.choice(venues)) if venues else None,
            days=[0, 1, 2, 3, 4],
            capacity=0,
            joined_on=joined(rng, on),
        )
        for number, person in enumerate(everyone)
    )
    leading = organisations[-1]
    Holding.objects.bulk_create(
        Holding(
            person_id=champion.person_id,
            organisation=organisation,
            purpose=Purpose.HELPING,
            starts_on=champion.joined_on or on,
        )
        for champion in champions
        for organisation in dict.fromkeys([champion.organisation, leading])
    )
    through = Champion.topics.through
    through._default_manager.bulk_create(
        through(champion_id=champion.pk, topic_id=topic.pk)
        for champion in champions
        for topic in some_topics(offers, rng, 2)
    )
    return champions


def some_topics(offers: Offers, rng: np.random.Generator, wanted: int) -> list:
    numbers = rng.choice(len(offers.topics), wanted, replace=False, p=offers.topic_shares)
    return [offers.topics[number] for number in numbers]


def joined(rng: np.random.Generator, on: date) -> date:
    return on - timedelta(days=int(rng.integers(380, 1500)))
