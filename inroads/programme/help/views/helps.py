"""Help records as staff see them: listed, keyed, taken out as a table."""

from datetime import date
from uuid import UUID, uuid5

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.foundations.exchange.exports import csv_response
from inroads.foundations.people.permissions import visible_people
from inroads.programme.champions.models import Champion
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.directory.queries import counted_under
from inroads.programme.help.actions import correct_help, record_help, remind_to_record, void_help
from inroads.programme.help.forms import CorrectForm, HelpFilter, KeyedForm
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.permissions import can_key_helps, can_list_helps, visible_helps
from inroads.programme.help.queries import helps_between
from inroads.programme.timetable.permissions import visible_sessions

PER_PAGE = 25
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
HEADER = [
    "Given at",
    "Venue",
    "Session",
    "Topic",
    "Online service",
    "Minutes",
    "Outcome",
    "Door",
    "Network",
    "Topic as recorded",
]


@require_safe
def list_helps(request):
    """All help records, the latest first."""
    require(can_list_helps(request.user))
    wanted = HelpFilter(request.GET)
    helps = chosen_helps(request.user, wanted).select_related(
        "topic__merged_into", "venue", "session__service", "champion__person"
    )
    page = Paginator(helps, PER_PAGE).get_page(request.GET.get("page"))
    people = [one.champion.person_id for one in page if one.champion]
    context = {
        "page": page,
        "wanted": wanted,
        "seen": set(
            visible_people(request.user).filter(pk__in=people).values_list("pk", flat=True)
        ),
    }
    return render(request, "help/list.html", context)


@require_safe
def export(request):
    """The same records as a table, with nobody's name in it."""
    require(can_list_helps(request.user))
    helps = chosen_helps(request.user, HelpFilter(request.GET)).select_related(
        "topic__merged_into", "venue", "session__service", "champion"
    )
    return csv_response("help-records", HEADER, (row(one) for one in helps.iterator()))


def add(request):
    """Key one help that was rung in or written on paper; the next starts from the same answers."""
    require(can_key_helps(request.user))
    champions = visible_champions(request.user).filter(status__in=Champion.CURRENT)
    at = timezone.now()
    form = KeyedForm(
        request.POST or None, initial=keyed_before(request), champions=champions, at=at
    )
    if form.is_valid():
        with form.showing_refusal():
            made, is_new = record_help(
                **form.help(), given_at=form.moment, received_at=at, by=request.user
            )
            if is_new or form.says_the_same_as(made):
                messages.success(request, f"Recorded: {made}. Here is the next.")
                return redirect(f"{reverse('help_add')}?like={made.sender_id}")
            form.begin_another(after=made)
    context = {"form": form}
    return render(request, "help/add.html", context, status=422 if form.errors else 200)


@require_POST
def remind(request, session):
    """Whoever promised to be at a session is asked, once, to record what they did there."""
    session = get_object_or_404(visible_sessions(request.user).select_related("venue"), pk=session)
    require(can_key_helps(request.user))
    told, rung = remind_to_record(session, at=timezone.now(), by=request.user)
    sentence = f"Reminded: {told}." if told else "Nobody could be told in writing."
    if rung:
        sentence += (
            f" To be rung: {rung}; their numbers are on the page of the session’s champions."
        )
    messages.success(request, sentence)
    return redirect("home")


def correct(request, sender_id):
    """Put a record right, or say that it never happened; what was written down first stays to be read."""
    helps = visible_helps(request.user).select_related("topic", "venue", "champion__person")
    wrong = get_object_or_404(helps, sender_id=sender_id)
    require(can_key_helps(request.user))
    later = helps.filter(supersedes=wrong).first()
    at = timezone.now()
    champions = visible_champions(request.user).filter(status__in=Champion.CURRENT)
    champions = champions | visible_champions(request.user).filter(pk=wrong.champion_id or 0)
    form = CorrectForm(request.POST or None, wrong=wrong, champions=champions, at=at)
    if request.method == "POST" and "void" in request.POST:
        void_help(wrong, sender_id=uuid5(wrong.sender_id, "void"), received_at=at, by=request.user)
        messages.success(request, f"It counts no longer: {wrong}.")
        return redirect("help_list")
    if form.is_valid():
        with form.showing_refusal():
            made = correct_help(wrong, **form.right(), received_at=at, by=request.user)
            messages.success(request, f"Put right: {made}.")
            return redirect("help_list")
    context = {"form": form, "wrong": wrong, "later": later, "history": written(wrong, helps)}
    return render(request, "help/correct.html", context, status=422 if form.errors else 200)


def written(record, helps):
    """What was written down before this, the first before the others, and this."""
    chain = [record]
    while chain[0].supersedes_id:
        chain.insert(0, helps.get(pk=chain[0].supersedes_id))
    return chain


def keyed_before(request):
    """How the record before this one came, and where: a paper sheet has many of the same."""
    start = {"day": today()}
    try:
        like = UUID(request.GET.get("like", ""))
    except ValueError:
        return start
    before = visible_helps(request.user).filter(sender_id=like).first()
    if before is None:
        return start
    return {
        "day": timezone.localdate(before.given_at),
        "door": before.door,
        "venue": before.venue_id,
        "champion": before.champion_id,
    }


def chosen_helps(user, wanted):
    """The records that the user may see and asked for."""
    chosen = wanted.chosen()
    helps = visible_helps(user).standing()
    first, last = chosen.pop("first", None), chosen.pop("last", None)
    if topic := chosen.pop("topic", None):
        helps = helps.filter(topic__in=counted_under(topic))
    if first or last:
        helps = helps_between(
            min(max(first or EARLIEST, EARLIEST), LATEST),
            min(max(last or LATEST, EARLIEST), LATEST),
            helps,
        )
    return helps.filter(**chosen)


def row(one: HelpRecord):
    """One record as cells."""
    return [
        one.given_at,
        one.venue,
        one.session.service if one.session else "",
        one.topic.current,
        one.topic.current.is_online_service,
        one.minutes,
        one.get_outcome_display(),
        one.get_door_display(),
        one.champion.get_network_display() if one.champion else "",
        one.topic,
    ]
