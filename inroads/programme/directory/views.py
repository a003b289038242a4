"""Pages about topics, services and schedules."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inroads.foundations.core.rules import require, today
from inroads.programme.directory.actions import (
    add_service,
    add_topic,
    change_schedule,
    change_service,
    change_topic,
    end_schedule,
    merge_topics,
    restore_service,
    restore_topic,
    retire_service,
    retire_topic,
)
from inroads.programme.directory.forms import (
    EndForm,
    MergeForm,
    NewServiceForm,
    ScheduleChangeForm,
    ServiceFilter,
    ServiceForm,
    TopicForm,
    service_initial,
)
from inroads.programme.directory.models import Topic
from inroads.programme.directory.naming import words_of_both
from inroads.programme.directory.permissions import (
    can_add_service,
    can_change_service,
    can_change_topics,
    serving_organisations,
    visible_schedules,
    visible_services,
    visible_topics,
)
from inroads.programme.directory.queries import links_that_move, with_times

PER_PAGE = 25


@require_safe
def list_services(request):
    """What is on offer."""
    wanted = ServiceFilter(request.GET)
    services = with_times(wanted.chosen(visible_services(request.user)), today())
    context = {
        "page": Paginator(services, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "may_add": can_add_service(request.user),
    }
    return render(request, "directory/list.html", context)


@require_safe
def show(request, pk):
    """One service: what it is, when and where."""
    service = get_object_or_404(with_times(visible_services(request.user), today()), pk=pk)
    context = {"service": service, "may_change": can_change_service(request.user, service)}
    return render(request, "directory/show.html", context)


def add(request):
    """Offer something new."""
    require(can_add_service(request.user))
    organisations = serving_organisations(request.user)
    form = NewServiceForm(request.POST or None, organisations=organisations)
    if form.is_valid():
        with form.showing_refusal():
            service = add_service(**form.cleaned_data, by=request.user)
            return redirect(service)
    context = {"form": form, "heading": "Add a service", "back": None}
    return filled(request, context)


def change(request, pk):
    """Say something else of a service."""
    service = the_service(request, pk)
    form = ServiceForm(request.POST or None, initial=service_initial(service))
    if form.is_valid():
        with form.showing_refusal():
            change_service(service, **form.cleaned_data, by=request.user)
            return redirect(service)
    context = {"form": form, "heading": f"Change {service}", "back": service}
    return filled(request, context)


def retire(request, pk):
    """Ask, then offer the service no longer."""
    service = the_service(request, pk)
    if request.method == "POST":
        retire_service(service, on=today(), by=request.user)
        messages.success(request, "This service has ended. Its weekly times end today.")
        return redirect(service)
    return render(request, "directory/retire.html", {"service": service})


@require_POST
def restore(request, pk):
    """The service is offered again."""
    service = restore_service(the_service(request, pk), by=request.user)
    messages.success(request, "This service is on offer again. Add its weekly times.")
    return redirect(service)


def change_time(request, pk):
    """Another end, or room for more or fewer."""
    schedule = the_schedule(request, pk)
    initial = {"ends": schedule.ends, "capacity": schedule.capacity}
    form = ScheduleChangeForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.showing_refusal():
            change_schedule(schedule, **form.cleaned_data, by=request.user)
            return redirect(schedule.service)
    context = {
        "form": form,
        "heading": f"Change {schedule}",
        "note": (
            "This counts for sessions planned from now on. To change the day, the start or the venue,"
            " end this time and add another."
        ),
        "back": schedule.service,
    }
    return filled(request, context)


def end_time(request, pk):
    """A weekly time has its last day."""
    schedule = the_schedule(request, pk)
    form = EndForm(request.POST or None, initial={"on": today()})
    if form.is_valid():
        with form.showing_refusal():
            end_schedule(schedule, **form.cleaned_data, by=request.user)
            return redirect(schedule.service)
    context = {
        "form": form,
        "heading": f"End {schedule}",
        "note": (
            "Later sessions at which nobody has a place are taken off the timetable tonight. Those with"
            " bookings stay until you cancel them, so that nobody comes to a locked door."
        ),
        "back": schedule.service,
    }
    return filled(request, context)


@require_safe
def topics(request):
    """What help can be about."""
    listed = visible_topics(request.user).select_related("merged_into")
    listed = listed.order_by("retired", "name")
    context = {
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "may_change": can_change_topics(request.user),
    }
    return render(request, "directory/topics.html", context)


def add_a_topic(request):
    """Help can be about one more thing."""
    require(can_change_topics(request.user))
    form = TopicForm(request.POST or None)
    if form.is_valid():
        with form.showing_refusal():
            add_topic(**form.cleaned_data, by=request.user)
            return redirect("directory_topics")
    return filled(request, {"form": form, "heading": "Add a topic", "back": None})


def change_a_topic(request, pk):
    """Better words for a topic."""
    topic = the_topic(request, pk)
    initial = {name: getattr(topic, name) for name in TopicForm.base_fields}
    form = TopicForm(request.POST or None, initial=initial)
    if form.is_valid():
        with form.showing_refusal():
            change_topic(topic, **form.cleaned_data, by=request.user)
            return redirect("directory_topics")
    return filled(request, {"form": form, "heading": f"Change {topic}", "back": None})


@require_POST
def retire_a_topic(request, pk):
    """The topic is no longer offered."""
    retire_topic(the_topic(request, pk), by=request.user)
    return redirect("directory_topics")


@require_POST
def restore_a_topic(request, pk):
    """The topic is offered again."""
    restore_topic(the_topic(request, pk), by=request.user)
    return redirect("directory_topics")


def merge_a_topic(request, pk):
    """Choose the topic that takes this one's place; see what will happen; then it does."""
    topic = the_topic(request, pk)
    form = MergeForm(request.POST or None, topic=topic)
    if form.is_valid():
        into = form.cleaned_data["into"]
        if "sure" not in request.POST:
            return render(request, "directory/merge_check.html", what_happens(topic, into))
        with form.showing_refusal():
            merge_topics(topic, into=into, by=request.user)
            messages.success(request, f"{topic} counts under {into} from now on.")
            return redirect("directory_topics")
    context = {"topic": topic, "form": form}
    status = 422 if form.errors else 200
    return render(request, "directory/merge.html", context, status=status)


def what_happens(topic, into):
    """All that merging would do, to be read before it is done."""
    return {
        "topic": topic,
        "into": into,
        "moving": [links.in_words for links in links_that_move(topic).values() if links.number],
        "words": words_of_both(into.name, into.synonyms, topic.name, topic.synonyms),
        "takes_guide": topic.has_guide and not into.has_guide,
        "is_guarded_now": topic.is_guarded and not into.is_guarded,
    }


@login_not_required
@require_safe
def guide(request, public_id):
    """A few steps to hand over on paper. Whoever asks for that of a merged topic gets what took its place."""
    topic = get_object_or_404(Topic.objects.select_related("merged_into"), public_id=public_id)
    if topic.current != topic:
        return redirect("directory_guide", topic.current.public_id)
    if topic.retired or not topic.has_guide:
        raise Http404
    return render(request, "directory/guide.html", {"topic": topic})


def the_service(request, pk):
    """A service that the user may change."""
    service = get_object_or_404(visible_services(request.user), pk=pk)
    require(can_change_service(request.user, service))
    return service


def the_schedule(request, pk):
    """A weekly time that the user may change."""
    schedules = visible_schedules(request.user).select_related("service__organisation", "venue")
    schedule = get_object_or_404(schedules, pk=pk)
    require(can_change_service(request.user, schedule.service))
    return schedule


def the_topic(request, pk):
    """A topic that the user may change."""
    topic = get_object_or_404(visible_topics(request.user), pk=pk)
    require(can_change_topics(request.user))
    return topic


def filled(request, context):
    """The page with a form; 422 if something typed was wrong."""
    context = {"note": "", **context}
    status = 422 if context["form"].errors else 200
    return render(request, "directory/form.html", context, status=status)
