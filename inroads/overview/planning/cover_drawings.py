"""Cover as it is shown: its sentences, its map, its file."""

from collections.abc import Sequence
from typing import Any

from inroads.foundations.design.maps import AreaMap, MapArea, Outline
from inroads.foundations.places.models import Area
from inroads.overview.planning.covering import ONE_CHAMPION, STANDINGS, Cover, Mending, Supporter
from inroads.overview.planning.drawings import area_url

HEADER = ["kind", "who", "areas_that_lose_every_session", "people", "topics_lost", "area_names"]


def sentence_of(each: Supporter, minutes: int) -> str:
    """What happens if they stop: If Anne stops, Knollsea 004 has no session within 25 minutes."""
    have = "has" if len(each.areas) == 1 else "have"
    return f"If {each.name} stops, {each.named} {have} no session within {minutes} minutes."


def topics_in_words(each: Supporter) -> list[str]:
    """What areas would no longer find help with, although they still reach other sessions."""
    return [
        f"{lost.topic.name}: {len(lost.areas)} area{'' if len(lost.areas) == 1 else 's'}"
        for lost in each.topics
    ]


def mending_in_words(mending: Mending) -> list[str]:
    """How much would mend it, and what of it no session to come can.

    >>> mending_in_words(Mending([], points=0, left=0, fewest=True))
    ['No area rests on one champion alone.']
    >>> mending_in_words(Mending([], points=2, left=2, fewest=True))
    ['What rests on one champion alone cannot be mended in this week: its sessions are over. Choose a later one.']
    """
    if not mending.points:
        return ["No area rests on one champion alone."]
    over = "cannot be mended in this week: its sessions are over. Choose a later one."
    if not mending.sessions:
        return [f"What rests on one champion alone {over}"]
    number = len(mending.sessions)
    many = "One champion more" if number == 1 else f"{number} champions more"
    where = "at this session" if number == 1 else "one at each of these sessions"
    cannot = " Fewer cannot do it: that is proved." if mending.fewest and number > 1 else ""
    if mending.left:
        return [f"{many}, {where}, would mend what still can be.{cannot}", f"The rest {over}"]
    return [f"{many}, {where}, would leave no area resting on one champion.{cannot}"]


def map_of_cover(council: Area, areas: Sequence[Area], cover: Cover, outline: Outline) -> AreaMap:
    """How safe the reach of each area is."""
    alone = sum(how == ONE_CHAMPION for how in cover.standing.values())
    return AreaMap(
        title=f"What the help in {council.name} rests on",
        description=f"{alone} area{'' if alone == 1 else 's'} with only one champion to rest on.",
        outline=outline,
        areas=[
            MapArea(
                area.code,
                area.name,
                float(how) if (how := cover.standing.get(area.pk)) else None,
                text=STANDINGS[how - 1].lower() if how else "not on the map",
                url=area_url(council, area, ""),
            )
            for area in areas
        ],
        measure="Its sessions in reach",
        breaks=[1, 2, 3],
        names=STANDINGS,
        missing="Not on the map",
        table="champions",
    )


def file_of_cover(cover: Cover) -> tuple[list[str], list[list[Any]]]:
    """Everybody who stands alone, as a line of a file."""
    return HEADER, [
        [
            kind,
            each.name,
            len(each.areas),
            each.people,
            "; ".join(topics_in_words(each)),
            "; ".join(area.name for area in each.areas),
        ]
        for kind, found in cover.kinds.items()
        for each in found
    ]
