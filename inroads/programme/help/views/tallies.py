"""The one question a week, and what was claimed in answer to it."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from inroads.foundations.core.rules import require, today
from inroads.programme.help.actions import tell_tally
from inroads.programme.help.forms import TallyForm
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.permissions import can_list_helps
from inroads.programme.help.queries import claimed_by_week, topics_for
from inroads.programme.help.views.recording import by_link, the_own_champion
from inroads.programme.timetable.local_time import local, week_of

PER_PAGE = 26


@csrf_exempt
@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_a_link(request, link, at, *, secret):
    """With their own link, without signing in."""
    back = reverse("help_record", args=[secret])
    return asked(request, link.champion, at, by=link, back=back, public=True)


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request):
    """Signed in: the same question."""
    champion = the_own_champion(request)
    return asked(
        request, champion, timezone.now(), by=request.user, back=reverse("help_mine"), public=False
    )


def asked(request, champion, at, *, by, back, public):
    """The question, and thanks for the answer; answered again in the same week, the last answer counts."""
    monday, _ = week_of(local(at).date())
    earlier = champion.tallies.filter(week=monday).select_related("topic__merged_into").first()
    # The number is asked afresh: typed behind the earlier one, 7 and 9 would be 79.
    initial = {"topic": earlier.topic.current.pk} if earlier and earlier.topic else {}
    form = TallyForm(request.POST or None, topics=topics_for(champion, at), initial=initial)
    told = None
    if form.is_valid():
        with form.showing_refusal():
            told = tell_tally(
                champion, **form.cleaned_data, told_at=at, at=at, door=HelpRecord.Door.TAP, by=by
            )
    context = {"form": form, "told": told, "earlier": earlier, "public": public, "back": back}
    return render(request, "help/tally.html", context, status=422 if form.errors else 200)


@require_safe
def claimed(request):
    """Week by week: what was claimed, by how many of those who were asked."""
    require(can_list_helps(request.user))
    weeks = Paginator(claimed_by_week(today()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "help/tallies.html", {"page": weeks})
