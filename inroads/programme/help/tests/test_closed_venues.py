"""A venue that closed is offered nowhere, unless it is the one that is chosen already."""

import pytest

from inroads.foundations.organisations.models import Organisation
from inroads.foundations.places.models import Venue
from inroads.foundations.places.queries import open_venues
from inroads.programme.champions.forms import ChampionFilter, ChampionForm
from inroads.programme.directory.tests.factories import a_venue
from inroads.programme.help.forms import HelpFilter
from inroads.programme.timetable.forms import WeekFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
def venues() -> tuple[Venue, Venue]:
    """One that is open, and one that closed."""
    return a_venue(), a_venue(is_open=False)


@pytest.mark.parametrize("form", [ChampionFilter, HelpFilter, WeekFilter])
def test_a_filter_offers_a_closed_venue_only_if_it_is_chosen(venues, form):
    there, closed = venues

    assert set(form({}).fields["venue"].queryset) == {there}
    assert set(form({"venue": str(there.pk)}).fields["venue"].queryset) == {there}
    chosen = form({"venue": str(closed.pk)})
    assert chosen.is_valid()
    assert chosen.cleaned_data["venue"] == closed
    assert set(chosen.fields["venue"].queryset) == {there, closed}


def test_a_champion_keeps_the_venue_that_closed_and_nobody_else_gets_it(venues):
    there, closed = venues

    def offered(data=None, **initial):
        form = ChampionForm(data, initial=initial, organisations=Organisation.objects.all())
        return set(form.fields["venue"].queryset)

    assert offered(venue=closed) == offered(venue=closed.pk) == {there, closed}
    assert offered({"venue": closed.pk}) == {there}


@pytest.mark.parametrize("nonsense", ["x", "", "-1", "1.5", "²", "9" * 400, None, "9" * 18])
def test_nonsense_is_passed_over(venues, nonsense):
    assert list(open_venues(besides=nonsense)) == [venues[0]]
