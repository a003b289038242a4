"""What is shown of topics, services and schedules."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from inroads.programme.directory.models import Schedule, Service


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
