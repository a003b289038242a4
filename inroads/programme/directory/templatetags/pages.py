"""What stands around a long list: {% narrowing wanted %} above it, {% pages page %} below it."""

from django import template
from django.core.paginator import Page
from django.forms.forms import BaseForm
from django.utils.safestring import mark_safe

from inroads.foundations.design.components import component

register = template.Library()


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
    return mark_safe(component("pagination", items=items, **ends))  # noqa: S308 - the macros escape
