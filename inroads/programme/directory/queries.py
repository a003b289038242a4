"""What is shown of topics, services and schedules."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import ManyToManyRel, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from inroads.programme.directory.models import Schedule, Service, Topic

# What is merged counts under the topic that took its place


def counts_under(what: str = "pk") -> Coalesce:
    """The key (or the name) of the topic under which something counts that has a `topic`."""
    return Coalesce(f"topic__merged_into__{what}", f"topic__{what}")


def counted_under(topic: Topic) -> QuerySet[Topic]:
    """All topics whose helps count under the same one as this topic's: that one, and those merged into it."""
    kept = topic.merged_into_id or topic.pk
    return Topic.objects.filter(Q(pk=kept) | Q(merged_into=kept))


def topics_that_count(besides: object = None) -> QuerySet[Topic]:
    """The topics to choose from in a list of what was recorded; and one that is asked for already, as it was sent."""
    key = str(getattr(besides, "pk", besides))
    offered = Q(merged_into=None)
    if key.isascii() and key.isdecimal() and len(key) < 19:
        offered |= Q(pk=int(key))
    return Topic.objects.filter(offered)


@dataclass(frozen=True)
class Links:
    """Things of one kind that point at many topics, and the table by which they do."""

    things: QuerySet[Any]
    through: QuerySet[Any]
    thing: str
    topic: str

    @cached_property
    def number(self) -> int:
        """How many things there are."""
        return self.things.count()

    @property
    def in_words(self) -> str:
        """How many of what: 3 champions."""
        meta = self.things.model._meta
        return (
            f"{self.number} {meta.verbose_name if self.number == 1 else meta.verbose_name_plural}"
        )


def links_that_move(topic: Topic) -> dict[str, Links]:
    """What goes to the other topic when this one is merged into it, by its name: services, and all that stand above.

    A model that keeps what is over says what is not: `moves_with_topic`.
    """
    found = {}
    for relation in Topic._meta.related_objects:
        if not isinstance(relation, ManyToManyRel):
            continue
        model, field = relation.related_model, relation.field
        moving = Q(**{field.name: topic.pk}) & getattr(model, "moves_with_topic", Q())
        found[str(relation.get_accessor_name())] = Links(
            things=model._default_manager.filter(moving).order_by(),
            through=relation.through._default_manager.all(),  # type: ignore[union-attr]
            thing=field.m2m_field_name(),
            topic=field.m2m_reverse_field_name(),
        )
    return found


# Services


def schedules_in_force(first: date, last: date) -> QuerySet[Schedule]:
    """Schedules that hold on some day from the first to the last, of services on offer at venues that are open."""
    return Schedule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=first),
        valid_from__lte=last,
        service__retired=False,
        venue__is_open=True,
    ).select_related("service", "venue")


def with_times(services: QuerySet[Service], on: date) -> QuerySet[Service]:
    """Services with whose they are, their topics, and the schedules that hold now or later."""
    current = Schedule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return services.select_related("organisation").prefetch_related(
        "topics", Prefetch("schedules", current.select_related("venue"), to_attr="times")
    )
