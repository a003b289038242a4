"""What happens to topics, services and schedules."""

from collections.abc import Iterable
from datetime import date, time

from django.db import transaction
from django.db.models import Q

from inroads.foundations.core.rules import Refused, locked
from inroads.foundations.history.recording import Actor, changes_between, record, values_of
from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Venue
from inroads.programme.directory.models import Repeats, Schedule, Service, Topic
from inroads.programme.directory.naming import LONGEST_SYNONYMS, words_of_both
from inroads.programme.directory.queries import Links, links_that_move

# What is said of a topic, as the history tells its changes.
TOLD_OF_A_TOPIC = ["name", "synonyms", "is_online_service", "is_guarded", "guide", "guide_url"]


@transaction.atomic
def add_topic(
    *,
    name: str,
    synonyms: str = "",
    is_online_service: bool = False,
    is_guarded: bool = False,
    guide: str = "",
    guide_url: str = "",
    by: Actor,
) -> Topic:
    """Help can now be about this too."""
    _refuse_taken_name(name)
    topic = Topic.objects.create(
        name=name,
        synonyms=synonyms,
        is_online_service=is_online_service,
        is_guarded=is_guarded,
        guide=guide,
        guide_url=guide_url,
    )
    record("topic.added", topic, by=by)
    return topic


@transaction.atomic
def change_topic(
    topic: Topic,
    *,
    name: str,
    synonyms: str,
    is_online_service: bool,
    is_guarded: bool = False,
    guide: str = "",
    guide_url: str = "",
    by: Actor,
) -> Topic:
    """Better words for the same topic, and a guide to hand over; what was recorded about it stays with it."""
    topic = locked(topic)
    _refuse_taken_name(name, but=topic)
    before = values_of(topic, TOLD_OF_A_TOPIC)
    topic.name, topic.synonyms = name, synonyms
    topic.is_online_service, topic.is_guarded = is_online_service, is_guarded
    topic.guide, topic.guide_url = guide, guide_url
    topic.save()
    record("topic.changed", topic, by=by, changes=changes_between(before, topic))
    return topic


@transaction.atomic
def retire_topic(topic: Topic, *, by: Actor) -> Topic:
    """Nobody is offered this topic any more; what was recorded about it stays."""
    return _set_retired(topic, True, "topic.retired", by=by)


@transaction.atomic
def restore_topic(topic: Topic, *, by: Actor) -> Topic:
    """The topic is offered again. One that was merged counts for itself again; what had moved stays where it is."""
    topic = locked(topic)
    topic.merged_into = None
    topic.save()
    return _set_retired(topic, False, "topic.restored", by=by)


@transaction.atomic
def merge_topics(topic: Topic, *, into: Topic, by: Actor) -> Topic:
    """From now on this topic counts under another. What was recorded about it stays as it was written down."""
    if topic.pk == into.pk:
        raise Refused("A topic cannot be merged into itself. Choose another", field="into")
    # In the order of their keys, so that two who merge the same two wait for each other and never for ever.
    held = {one.pk: locked(one) for one in sorted([topic, into], key=lambda one: one.pk)}
    topic, into = held[topic.pk], held[into.pk]
    if topic.merged_into_id == into.pk:
        return topic
    if topic.merged_into:
        raise Refused(f"{topic} has been merged into {topic.merged_into} already")
    if into.retired:
        raise Refused(f"{into} is no longer used. Choose a topic that is", field="into")
    _stand_for_both(into, topic, by=by)
    topic.retired, topic.merged_into = True, into
    topic.save()
    for earlier in topic.merged.select_for_update():
        earlier.merged_into = into
        earlier.save()
        record("topic.merged", earlier, by=by, changes={"merged_into": [str(topic), str(into)]})
    moved = {name: _move(links, topic, into) for name, links in links_that_move(topic).items()}
    record("topic.merged", topic, by=by, changes={"merged_into": ["", str(into)], **moved})
    return topic


@transaction.atomic
def add_service(
    *,
    organisation: Organisation,
    name: str,
    description: str = "",
    topics: Iterable[Topic] = (),
    champions_needed: int = 1,
    by: Actor,
) -> Service:
    """An organisation offers something new."""
    _refuse_taken_service(organisation, name)
    service = Service.objects.create(
        organisation=organisation,
        name=name,
        description=description,
        champions_needed=champions_needed,
    )
    service.topics.set(topics)
    record("service.added", service, by=by)
    return service


@transaction.atomic
def change_service(
    service: Service,
    *,
    name: str,
    description: str,
    topics: Iterable[Topic],
    champions_needed: int,
    by: Actor,
) -> Service:
    """What the organisation says of its service changes; whose it is never does."""
    service = locked(service)
    _refuse_taken_service(service.organisation, name, but=service)
    before = values_of(service, ["name", "description", "champions_needed"])
    service.name, service.description = name, description
    service.champions_needed = champions_needed
    service.save()
    service.topics.set(topics)
    record("service.changed", service, by=by, changes=changes_between(before, service))
    return service


@transaction.atomic
def retire_service(service: Service, *, on: date, by: Actor) -> Service:
    """The organisation no longer offers it: its weekly times end today."""
    for schedule in service.schedules.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        end_schedule(schedule, on=on, by=by)
    return _set_retired(service, True, "service.retired", by=by)


@transaction.atomic
def restore_service(service: Service, *, by: Actor) -> Service:
    """The organisation offers it again; its weekly times are to be added afresh."""
    return _set_retired(service, False, "service.restored", by=by)


@transaction.atomic
def add_schedule(
    service: Service,
    *,
    venue: Venue,
    weekday: int,
    starts: time,
    ends: time,
    capacity: int,
    valid_from: date,
    valid_to: date | None = None,
    repeats: str = Repeats.WEEKLY,
    on_bank_holidays: bool = False,
    by: Actor,
) -> Schedule:
    """From this day on the service happens at this time and place, every week or as often as is said."""
    if service.retired:
        raise Refused("This service has ended")
    if not venue.is_open:
        raise Refused("This venue is closed. Choose another", field="venue")
    _refuse_backwards(starts, ends)
    if valid_to and valid_to < valid_from:
        raise Refused("The last day must not come before the first", field="valid_to")
    same = _overlapping(service, venue, weekday, starts, valid_from, valid_to)
    if any(_may_meet(repeats, other.repeats) for other in same):
        raise Refused("This service already happens there at that time", field="starts")
    schedule = Schedule.objects.create(
        service=service,
        venue=venue,
        weekday=weekday,
        repeats=Repeats(repeats),
        on_bank_holidays=on_bank_holidays,
        starts=starts,
        ends=ends,
        capacity=capacity,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    record("schedule.added", schedule, by=by)
    return schedule


@transaction.atomic
def change_schedule(schedule: Schedule, *, ends: time, capacity: int, by: Actor) -> Schedule:
    """Sessions planned from now on end at another time or have room for more or fewer.

    Another day, start or venue is another schedule: this one ends and a new one begins, so that
    no week has both.
    """
    schedule = locked(schedule)
    _refuse_backwards(schedule.starts, ends)
    before = values_of(schedule, ["ends", "capacity"])
    schedule.ends, schedule.capacity = ends, capacity
    schedule.save()
    record("schedule.changed", schedule, by=by, changes=changes_between(before, schedule))
    return schedule


@transaction.atomic
def end_schedule(schedule: Schedule, *, on: date, by: Actor) -> Schedule:
    """This is the last day on which it happens. One that has not begun ends before it began."""
    schedule = locked(schedule)
    if schedule.valid_to and schedule.valid_to <= on:
        raise Refused("This has ended already", field="on")
    before = values_of(schedule, ["valid_to"])
    schedule.valid_to = on
    schedule.save()
    record("schedule.ended", schedule, by=by, changes=changes_between(before, schedule))
    return schedule


def _stand_for_both(into: Topic, topic: Topic, *, by: Actor) -> None:
    """The one that stays is found by the words of both; it has the guide of the other if it has none of its own."""
    before = values_of(into, TOLD_OF_A_TOPIC)
    into.synonyms = words_of_both(into.name, into.synonyms, topic.name, topic.synonyms)
    if len(into.synonyms) > LONGEST_SYNONYMS:
        raise Refused(
            f"Together they have too many other words. Take some away from {into} first",
            field="into",
        )
    into.is_guarded = into.is_guarded or topic.is_guarded
    if not into.has_guide:
        into.guide, into.guide_url = topic.guide, topic.guide_url
    into.save()
    record("topic.changed", into, by=by, changes=changes_between(before, into))


def _move(links: Links, topic: Topic, into: Topic) -> int:
    """What pointed at one topic points at the other, once; how many did."""
    have = links.through.filter(**{links.topic: into.pk}).values_list(links.thing, flat=True)
    moving = links.through.filter(
        **{
            links.topic: topic.pk,
            f"{links.thing}__in": list(links.things.values_list("pk", flat=True)),
        }
    )
    number = moving.count()
    moving.exclude(**{f"{links.thing}__in": list(have)}).update(**{links.topic: into.pk})
    moving.delete()
    return number


def _refuse_taken_name(name: str, *, but: Topic | None = None) -> None:
    others = Topic.objects.exclude(pk=but.pk) if but else Topic.objects.all()
    if others.filter(name__iexact=name).exists():
        raise Refused("There is already a topic of this name", field="name")


def _refuse_taken_service(
    organisation: Organisation, name: str, *, but: Service | None = None
) -> None:
    others = Service.objects.filter(organisation=organisation, name__iexact=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise Refused(f"{organisation} already has a service of this name", field="name")


def _refuse_backwards(starts: time, ends: time) -> None:
    if ends <= starts:
        raise Refused("It must end later than it starts", field="ends")


def _overlapping(service, venue, weekday, starts, valid_from, valid_to):
    """Schedules of the same service, place, day and time that are in force on some of these days."""
    same = Schedule.objects.filter(service=service, venue=venue, weekday=weekday, starts=starts)
    same = same.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    return same.filter(valid_from__lte=valid_to) if valid_to else same


def _may_meet(one: str, other: str) -> bool:
    """Two of the same weekday and time may fall on the same day."""
    in_weeks = {Repeats.WEEKLY, Repeats.FORTNIGHTLY}
    at_the_end = {one, other} == {Repeats.FOURTH, Repeats.LAST}
    return one == other or one in in_weeks or other in in_weeks or at_the_end


def _set_retired(thing, retired: bool, verb: str, *, by: Actor):
    thing = locked(thing)
    if thing.retired != retired:
        thing.retired = retired
        thing.save()
        record(verb, thing, by=by)
    return thing
