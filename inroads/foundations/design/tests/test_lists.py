"""What stands around a long list: the way to its other pages."""

from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


def pages(number: int, rows: int, **query: str) -> str:
    """What {% pages %} shows on this page of so many rows, ten on each."""
    context = Context(
        {
            "page": Paginator(range(rows), 10).get_page(number),
            "request": RequestFactory().get("/", query),
        }
    )
    return Template("{% pages page %}").render(context)


def test_a_list_of_one_page_has_no_way_to_others():
    assert pages(1, 10) == ""


def test_the_first_page_leads_on_and_not_back():
    html = pages(1, 30)

    assert 'rel="next"' in html
    assert 'rel="prev"' not in html
    assert 'aria-current="page"' in html


def test_of_many_pages_the_ends_and_the_neighbours_are_shown():
    html = pages(50, 1000)

    shown = [number for number in range(1, 101) if f'?page={number}"' in html]
    assert shown == [1, 49, 50, 51, 100]


def test_what_the_list_was_narrowed_to_is_carried_along_as_text():
    html = pages(1, 30, q='Anne "><b>', page="1")

    assert 'href="?q=Anne+%22%3E%3Cb%3E&amp;page=2"' in html
    assert "<b>" not in html
