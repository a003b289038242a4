"""The pages on which a file is sent, checked, confirmed and taken in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inroads.foundations.core.rules import Refused, require
from inroads.foundations.exchange import tasks
from inroads.foundations.exchange.actions import (
    add_upload,
    cancel_upload,
    confirm_upload,
    start_again,
)
from inroads.foundations.exchange.forms import ChoiceForm, as_typed, question, upload_form
from inroads.foundations.exchange.importers import importers
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.permissions import can_import, visible_uploads
from inroads.foundations.exchange.progress import (
    ask_to_stop,
    how_far,
    is_asked_to_stop,
    is_silent,
)

Status = Upload.Status


@require_GET
def index(request):
    """The files that this user sent, and the kinds of file there are."""
    require(can_import(request.user))
    uploads = visible_uploads(request.user)
    page = Paginator(uploads, 25).get_page(request.GET.get("page"))
    rows = [(upload, title_of(upload)) for upload in page]
    context = {"page": page, "rows": rows, "kinds": importers().values()}
    return render(request, "exchange/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request, importer: str):
    """Send a file of one kind."""
    require(can_import(request.user))
    kind = importers().get(importer)
    if kind is None:
        raise Http404
    earlier = earlier_upload(request, importer)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = upload_form(kind)(data, files, initial=as_typed(earlier.options) if earlier else None)
    if form.is_valid():
        options = {name: form.cleaned_data[name] for name in kind.form.base_fields}
        with form.showing_refusal():
            upload = add_upload(
                importer,
                file=form.cleaned_data["file"],
                options=options,
                user=request.user,
                at=timezone.now(),
                by=request.user,
            )
            tasks.check_upload.enqueue(upload.pk)
            return redirect("exchange_show", upload.public_id)
    context = {"form": form, "kind": kind, "earlier": earlier}
    return render(request, "exchange/new.html", context, status=422 if form.errors else 200)


def earlier_upload(request, importer: str) -> Upload | None:
    """The file that is being sent again, so that its answers need not be given again."""
    again = request.GET.get("again")
    return visible_uploads(request.user).filter(importer=importer, public_id=again).first()


@require_GET
def show(request, public_id: str):
    """How far the work on a file is, what was found, and what can be done now."""
    upload = get_object_or_404(visible_uploads(request.user), public_id=public_id)
    return shown(request, upload, choice_form(upload))


def choice_form(upload: Upload, data=None) -> ChoiceForm | None:
    """The choice that is to be made where some rows are good and some are wrong."""
    if not upload.can_be_confirmed or not upload.report.get("wrong"):
        return None
    return ChoiceForm(data, upload=upload)


def shown(request, upload: Upload, form: ChoiceForm | None):
    done, total = how_far(upload.public_id)
    kind = importers().get(upload.importer)
    context = {
        "upload": upload,
        "kind": title_of(upload),
        "question": question(kind, upload.report.get("field", "")) if kind else "",
        "may_send_again": kind is not None and upload.status in (Status.REFUSED, Status.CANCELLED),
        "seen_at": kind.seen_at if kind and upload.status == Status.KEPT else None,
        "report": upload.report,
        "form": form,
        "done": done,
        "total": total,
        "is_silent": upload.is_at_work and is_silent(upload.public_id, timezone.now().timestamp()),
        "is_stopping": upload.is_at_work and is_asked_to_stop(upload.public_id),
    }
    status = 422 if form and form.errors else 200
    return render(request, "exchange/show.html", context, status=status)


def title_of(upload: Upload) -> str:
    kind = importers().get(upload.importer)
    return kind.title if kind else upload.importer


@require_POST
def confirm(request, public_id: str):
    """Take a checked file in, or only its good rows if that is what was chosen."""
    upload = get_object_or_404(visible_uploads(request.user), public_id=public_id)
    form = choice_form(upload, request.POST)
    good_rows_only = False
    if form:
        if not form.is_valid():
            return shown(request, upload, form)
        if form.cleaned_data["choice"] == ChoiceForm.CORRECT:
            cancel_upload(upload, by=request.user)
            return redirect("exchange_show", upload.public_id)
        good_rows_only = True
    confirm_upload(upload, good_rows_only=good_rows_only, by=request.user)
    tasks.keep_upload.enqueue(upload.pk)
    return redirect("exchange_show", upload.public_id)


@require_POST
def cancel(request, public_id: str):
    """Give a file up; work that is under way is asked to stop, and undoes what it did."""
    upload = get_object_or_404(visible_uploads(request.user), public_id=public_id)
    heard = not is_silent(upload.public_id, timezone.now().timestamp())
    if upload.status in (Status.CHECKING, Status.KEEPING) and heard:
        ask_to_stop(upload.public_id)
        messages.info(request, "The work is being stopped. Nothing of the file will be kept.")
    elif not cancel_upload(upload, by=request.user):
        raise Refused("This file has been taken in or cancelled already")
    return redirect("exchange_show", upload.public_id)


@require_POST
def again(request, public_id: str):
    """Start work again that died with its process."""
    upload = get_object_or_404(visible_uploads(request.user), public_id=public_id)
    if not is_silent(upload.public_id, timezone.now().timestamp()):
        raise Refused("The work is still going on")
    start_again(upload, by=request.user)
    if upload.status in (Status.WAITING, Status.CHECKING):
        tasks.check_upload.enqueue(upload.pk)
    else:
        tasks.keep_upload.enqueue(upload.pk)
    return redirect("exchange_show", upload.public_id)
