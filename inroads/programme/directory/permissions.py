"""Who may see and change topics, services and schedules."""

from django.db.models import Q, QuerySet

from inroads.foundations.organisations.models import Organisation, Role
from inroads.foundations.organisations.permissions import (
    is_member,
    organisations_where,
    runs_programme,
)
from inroads.programme.directory.models import Schedule, Service, Topic


def visible_topics(user) -> QuerySet[Topic]:
    """Everyone who signs in sees the topics; those no longer used, only whoever runs the programme."""
    if runs_programme(user):
        return Topic.objects.all()
    return Topic.objects.filter(retired=False) if user.is_authenticated else Topic.objects.none()


def can_change_topics(user) -> bool:
    """Whoever runs the programme decides what help can be about."""
    return runs_programme(user)


def changeable_services(user) -> QuerySet[Service]:
    """Whoever runs the programme changes every service; a partner's administrator those of their own."""
    if runs_programme(user):
        return Service.objects.all()
    return Service.objects.filter(organisation__in=organisations_where(user, Role.PARTNER_ADMIN))


def visible_services(user) -> QuerySet[Service]:
    """Everyone who signs in sees what is on offer; what has ended, only those who could change it."""
    if not user.is_authenticated:
        return Service.objects.none()
    return Service.objects.filter(
        Q(retired=False) | Q(pk__in=changeable_services(user).values("pk"))
    )


def visible_schedules(user) -> QuerySet[Schedule]:
    """Whoever sees a service sees when and where it happens."""
    return Schedule.objects.filter(service__in=visible_services(user))


def serving_organisations(user) -> QuerySet[Organisation]:
    """The organisations in whose name the user may offer a service."""
    if runs_programme(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_where(user, Role.PARTNER_ADMIN))


def can_add_service(user) -> bool:
    """Whoever runs the programme, and the administrator of a partner, may offer something new."""
    return runs_programme(user) or bool(organisations_where(user, Role.PARTNER_ADMIN))


def can_change_service(user, service: Service) -> bool:
    """Whoever runs the programme, and the administrator of the organisation whose service it is."""
    return runs_programme(user) or is_member(user, service.organisation, Role.PARTNER_ADMIN)
