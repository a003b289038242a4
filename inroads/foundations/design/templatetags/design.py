"""Tags that every template may use: {% govuk "button" text="Save" %}, {% error_summary form %}."""

import re
from collections.abc import Iterable
from datetime import datetime, time

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from inroads.foundations.design.answers import Answer
from inroads.foundations.design.charts import BarChart, LineChart, RunChart
from inroads.foundations.design.clock import clock_words, hours_words
from inroads.foundations.design.components import component
from inroads.foundations.design.fields import field_markup, first_control
from inroads.foundations.design.maps import AreaMap

register = template.Library()
# From 999 to the longest number of another country; what has fewer digits or more is not one number.
DIGITS = range(3, 16)


@register.filter(expects_localtime=True)
def clock(at: datetime | time | None) -> str:
    """A time of day, or a moment’s: {{ message.made_at|clock }} is “2:30pm”."""
    if not at:
        return ""
    return clock_words(at.time() if isinstance(at, datetime) else at)


@register.filter
def hours(starts: time, ends: time) -> str:
    """From when until when: {{ time.starts|hours:time.ends }} is “10am to midday”."""
    return hours_words(starts, ends)


@register.filter
def figure(value: float | None) -> str:
    """A number with at most three decimals, and none that says nothing: {{ value|figure }} is “82.5”."""
    if value is None:
        return ""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


@register.filter
def telephone(text: str):
    """A telephone number that can be rung and does not break: {{ venue.phone|telephone }}."""
    number = re.sub(r"(?!^\+)\D", "", text.strip())
    if len(number.removeprefix("+")) not in DIGITS:
        return text
    return format_html('<a class="govuk-link telephone" href="tel:{}">{}</a>', number, text)


@register.simple_tag
def govuk(name: str, /, **params):
    """One GOV.UK component, with its own parameters."""
    markup = component(name, **params)
    if name == "back-link":  # it stands outside the main part of the page, so it needs a landmark
        markup = f'<nav aria-label="Back">{markup}</nav>'
    return mark_safe(markup)  # noqa: S308 - the macros escape


@register.simple_tag
def form_field(field: BoundField):
    """The markup of one field, or the plain hidden input."""
    return field.as_hidden() if field.is_hidden else mark_safe(field_markup(field))  # noqa: S308


@register.simple_tag
def error_summary(form: BaseForm | None):
    """The box at the top of a page that says what is wrong and leads to each field."""
    if not form or not form.errors:
        return ""
    errors = []
    for name, messages in form.errors.items():
        beside = name in form.fields and not form[name].is_hidden
        link = {"href": f"#{first_control(form[name])}"} if beside else {}
        errors += [{"text": str(message), **link} for message in messages]
    return mark_safe(  # noqa: S308
        component("error-summary", titleText="There is a problem", errorList=errors)
    )


@register.inclusion_tag("design/_answers.html")
def answers(rows: Iterable[Answer]):
    """A summary list: each question, its answer, and the way to change it if there is one."""
    return {"rows": rows}


@register.simple_tag
def breadcrumbs(*pairs: str):
    """The way here: {% breadcrumbs "Referrals" list_url "Anne" person_url %}."""
    items = [{"text": str(text), "href": url} for text, url in batched(pairs)]
    return mark_safe(component("breadcrumbs", items=items, collapseOnMobile=True))  # noqa: S308


def batched(pairs):
    return zip(pairs[::2], pairs[1::2], strict=True)


@register.simple_tag
def back_link(url: str, text: str = "Back"):
    """One step back, or nothing where there is no address."""
    return govuk("back-link", href=url, text=text) if url else ""


@register.simple_tag
def narrowing(form: BaseForm):
    """The fields by which a list is narrowed. That they are optional goes without saying."""
    form.full_clean()
    for field in form.fields.values():
        field.required = True
    return form.render()


@register.simple_tag(takes_context=True)
def pages(context, page: Page):
    """Before, after, and the pages near this one; what the list was narrowed to stays as it is."""
    if not page.has_other_pages():
        return ""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = number
        return f"?{query.urlencode()}"

    items: list[dict] = [
        {"ellipsis": True}
        if number == page.paginator.ELLIPSIS
        else {"number": number, "href": address(int(number)), "current": number == page.number}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    ends: dict = {}
    if page.has_previous():
        ends["previous"] = {"href": address(page.previous_page_number())}
    if page.has_next():
        ends["next"] = {"href": address(page.next_page_number())}
    return govuk("pagination", items=items, **ends)


@register.inclusion_tag("design/_bar_chart.html")
def bar_chart(chart: BarChart):
    """Bars with their words, and the same figures as a table."""
    return {"chart": chart}


@register.inclusion_tag("design/_line_chart.html")
def line_chart(chart: LineChart):
    """A line over time, with the band of its interval, and the same figures as a table."""
    return {"chart": chart, "run": False}


@register.inclusion_tag("design/_line_chart.html")
def run_chart(chart: RunChart):
    """A line over time with its median and its shifts, and the same figures as a table."""
    return {"chart": chart, "run": True}


@register.inclusion_tag("design/_area_map.html")
def area_map(area_map: AreaMap):
    """A map of areas in five classes, with its key, and the same figures as a table."""
    return {"map": area_map}


@register.simple_tag(takes_context=True)
def nav_link(context, url: str, text: str):
    """A link of the role's navigation, marked when the page lies under it."""
    here = context["request"].path
    current = here == url or (url != "/" and here.startswith(url))
    return format_html(
        '<li class="nav__item{}"><a class="nav__link" href="{}"{}>{}</a></li>',
        " nav__item--current" if current else "",
        url,
        mark_safe(' aria-current="page"') if current else "",
        text,
    )
