"""Who may see and change sessions and bookings."""

from django.db.models import Q, QuerySet

from inroads.foundations.organisations.permissions import runs_programme
from inroads.foundations.people.permissions import visible_people
from inroads.programme.directory.models import Service
from inroads.programme.directory.permissions import (
    can_add_service,
    can_change_service,
    changeable_services,
)
from inroads.programme.timetable.models import Booking, Session


def visible_sessions(user) -> QuerySet[Session]:
    """Everyone who signs in sees what happens, when and where; a draft only who may change its service."""
    if not user.is_authenticated:
        return Session.objects.none()
    seen = ~Q(status=Session.Status.DRAFT) | Q(service__in=changeable_services(user))
    return Session.objects.filter(seen)


def visible_bookings(user) -> QuerySet[Booking]:
    """Whose place it is, only those see who may see that person."""
    return Booking.objects.filter(person__in=visible_people(user))


def can_find_champions(user) -> bool:
    """Whoever runs the programme looks for champions to come to a session."""
    return runs_programme(user)


def can_book(user, session: Session) -> bool:
    """Whoever may change a session, or runs the programme, keeps places at it for people whom they may see."""
    return runs_programme(user) or can_change_session(user, session)


def can_take_attendance(user, session: Session) -> bool:
    """They also write down who came."""
    return can_book(user, session)


def can_close(user) -> bool:
    """Whoever runs the programme says when a venue is closed; its sessions are cancelled with it."""
    return runs_programme(user)


def can_add_session(user) -> bool:
    """Whoever may offer a service may add a session of it."""
    return can_add_service(user)


def services_to_plan(user) -> QuerySet[Service]:
    """The services of which the user may add sessions."""
    return changeable_services(user).filter(retired=False)


def can_change_session(user, session: Session) -> bool:
    """Whoever may change the service may change and cancel its sessions, and give up places kept in them."""
    return can_change_service(user, session.service)
