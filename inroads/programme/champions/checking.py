"""Whether somebody is a champion, and whether their checks let them help one to one."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from inroads.foundations.core.rules import Refused
from inroads.programme.champions.models import Champion, Check, RoleCheck

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """How one check of a champion stands: seen or not, asked for or not."""

    label: str
    check: Check | None
    why: str
    on: date

    @property
    def stops(self) -> str:
        """Why they may not help one to one; nothing if they may."""
        if self.check is None:
            return f"{self.label}: not seen yet" if self.why else ""
        if self.check.outcome == Check.Outcome.UNSUITED:
            return f"{self.label}: not suited"
        if self.check.review_on < self.on:
            return (
                f"{self.label}: ran out on {self.check.review_on.day} {self.check.review_on:%B %Y}"
            )
        return ""

    @property
    def runs_out_soon(self) -> bool:
        return bool(self.check and self.on <= self.check.review_on < self.on + SOON)


def require_current(champion: Champion) -> None:
    """Refuse what only somebody who is a champion may do."""
    if champion.has_left:
        raise Refused("They are no longer a champion")
    if champion.is_joining:
        raise Refused("They are not a champion yet")


def standings_of(champion: Champion, on: date) -> list[Standing]:
    """Each check that was seen of a champion or that their role asks for."""
    seen = {check.kind: check for check in champion.checks.select_related("seen_by")}
    asked = dict(RoleCheck.objects.filter(network=champion.network).values_list("kind", "why"))
    return [
        Standing(kind.label, seen.get(kind), asked.get(kind, ""), on)
        for kind in Check.Kind
        if kind in seen or kind in asked
    ]


def why_not_alone(champion: Champion, on: date) -> str:
    """Why this champion may not help one to one on a day; nothing if they may."""
    return next((one.stops for one in standings_of(champion, on) if one.stops), "")


def _holds(on: date) -> Q:
    return Q(outcome=Check.Outcome.SUITED, review_on__gte=on)


def cleared(champions: QuerySet[Champion], on: date) -> QuerySet[Champion]:
    """Those of these champions who may help one to one on a day."""
    stops = Check.objects.filter(champion=OuterRef("pk")).exclude(_holds(on))
    seen = Check.objects.filter(
        _holds(on), champion=OuterRef(OuterRef("pk")), kind=OuterRef("kind")
    )
    missing = RoleCheck.objects.filter(~Exists(seen), network=OuterRef("network"))
    return champions.filter(~Exists(stops), ~Exists(missing))


def with_checks_due(champions: QuerySet[Champion], on: date) -> QuerySet[Champion]:
    """Those who may not help one to one, or soon may not, because of a check."""
    soon = cleared(champions, on + SOON)
    return champions.exclude(pk__in=soon.values("pk"))
