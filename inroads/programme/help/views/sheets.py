"""Paper tick sheets: printed for a session, found by their code, keyed in, checked, kept."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inroads.foundations.core.rules import require
from inroads.programme.champions.models import Champion
from inroads.programme.champions.permissions import visible_champions
from inroads.programme.help.actions import keep_sheet, make_sheet
from inroads.programme.help.forms import FindSheetForm, SheetForm
from inroads.programme.help.models import HelpRecord
from inroads.programme.help.permissions import can_key_helps, visible_sheets
from inroads.programme.help.queries import champions_at_first
from inroads.programme.help.sheets import LETTERS, ROWS
from inroads.programme.timetable.permissions import visible_sessions

LATELY = timedelta(days=28)
MOST = 25


@require_safe
def find(request):
    """Which sheet to key in: by its code, or one of those that were printed and have not come back."""
    require(can_key_helps(request.user))
    form = FindSheetForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("help_sheets_key", form.cleaned_data["code"].code)
    at = timezone.now()
    open_sheets = visible_sheets(request.user).filter(
        kept_at=None, session__starts_at__lte=at, session__starts_at__gt=at - LATELY
    )
    sheets = open_sheets.select_related("session__service", "session__venue")
    context = {"form": form, "sheets": sheets.order_by("-session__starts_at", "code")[:MOST]}
    return render(request, "help/sheets.html", context, status=422 if form.errors else 200)


@require_POST
def make(request, session):
    """A sheet for this session, to be printed."""
    session = get_object_or_404(visible_sessions(request.user), pk=session)
    require(can_key_helps(request.user))
    sheet = make_sheet(session, at=timezone.now(), by=request.user)
    return redirect("help_sheets_print", sheet.code)


@require_safe
def on_paper(request, code):
    """The sheet as it is printed."""
    sheet = the_sheet(request, code)
    context = {
        "sheet": sheet,
        "topics": sheet.printed_topics(),
        "minutes": HelpRecord.Minutes.values,
        "endings": [(letter.upper(), ending.label) for letter, ending in LETTERS.items()],
        "rows": range(1, ROWS + 1),
    }
    return render(request, "help/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def key(request, code):
    """The rows are keyed, shown in words to be checked, and then kept together."""
    sheet = the_sheet(request, code)
    champions = visible_champions(request.user).filter(status__in=Champion.CURRENT)
    champions = champions_at_first(sheet.session, champions)
    form = SheetForm(
        request.POST or None, sheet=sheet, champions=champions, initial=promised_by_one(champions)
    )
    context = {"sheet": sheet, "form": form, "letters": LETTERS.items()}
    if form.is_valid() and "change" not in request.POST:
        if "keep" not in request.POST:
            return render(request, "help/sheet_check.html", context)
        with form.showing_refusal():
            made = keep_sheet(
                sheet,
                form.rows,
                champion=form.cleaned_data["champion"],
                at=timezone.now(),
                by=request.user,
            )
            messages.success(request, f"Kept: {len(made)} helps of sheet {sheet}.")
            return redirect("help_sheets")
    return render(request, "help/sheet_key.html", context, status=422 if form.errors else 200)


def promised_by_one(champions):
    """Who helped, if one champion alone promised to be there."""
    promised = [champion for champion in champions if champion.was_promised]
    return {"champion": promised[0]} if len(promised) == 1 else {}


def the_sheet(request, code):
    """A sheet that the user may key in."""
    sheets = visible_sheets(request.user).select_related("session__service", "session__venue")
    return get_object_or_404(sheets, code=code.upper())
