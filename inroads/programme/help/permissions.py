"""Who may see and key help records, and who may make recording links."""

from django.db.models import QuerySet

from inroads.foundations.organisations.models import Role
from inroads.foundations.organisations.permissions import leads_as, runs_programme
from inroads.programme.champions.models import Champion
from inroads.programme.champions.permissions import can_change_champion, visible_champions
from inroads.programme.help.models import Concern, HelpRecord, Helps, RecordingLink, Sheet


def visible_helps(user) -> Helps:
    """Whoever runs the programme sees every help record; a champion those of their own help."""
    if runs_programme(user):
        return HelpRecord.objects.all()
    return HelpRecord.objects.filter(champion__in=visible_champions(user))


def can_list_helps(user) -> bool:
    """Managers and coordinators of the organisation that leads the programme have the list."""
    return runs_programme(user)


def can_key_helps(user) -> bool:
    """They also key what was rung in or written on paper."""
    return runs_programme(user)


def visible_sheets(user) -> QuerySet[Sheet]:
    """Whoever keys helps sees the sheets that were printed."""
    return Sheet.objects.all() if can_key_helps(user) else Sheet.objects.none()


def can_see_concerns(user) -> bool:
    """The safeguarding lead of the organisation that leads, and nobody else, whatever else they run."""
    return leads_as(user, Role.SAFEGUARDING)


def visible_concerns(user) -> QuerySet[Concern]:
    """Nobody else is even told that there is one."""
    return Concern.objects.all() if can_see_concerns(user) else Concern.objects.none()


def visible_links(user) -> QuerySet[RecordingLink]:
    """Whoever sees a champion sees when their links were made and used; nobody sees a secret twice."""
    return RecordingLink.objects.filter(champion__in=visible_champions(user))


def can_make_link(user, champion: Champion) -> bool:
    """Whoever may change a champion gives them their link, as long as they are one."""
    return can_change_champion(user) and champion.is_current


def can_revoke_link(user) -> bool:
    """Whoever may change a champion takes their link back, also when they are none any more."""
    return can_change_champion(user)


def own_champion(user) -> Champion | None:
    """The champion that the user is, if they are one: the first of their networks."""
    champions = Champion.objects.filter(person__user=user, person__erased_at=None)
    return (
        champions.filter(status__in=Champion.CURRENT)
        .select_related("person", "venue", "organisation")
        .order_by("pk")
        .first()
    )
