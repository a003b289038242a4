"""The markup of every component is that of GOV.UK Frontend itself."""

import json
import re
import tomllib
from html.parser import HTMLParser

import pytest
from django.conf import settings

from inroads.foundations.design.components import component

PUBLISHED = settings.BASE / "node_modules/govuk-frontend/dist/govuk/components"
# The release of the macros that was written for a release of the npm package.
PAIR = {"govuk-frontend": "6.3.0", "govuk-frontend-jinja": "4.1.0"}


class Parts(HTMLParser):
    """A page as its tags, attributes and words, whatever the space between them."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, sorted((name, tidy(value)) for name, value in attrs)))

    def handle_endtag(self, tag):
        self.found.append(("/", tag))

    def handle_data(self, data):
        if tidy(data):
            self.found.append(("words", tidy(data)))


def tidy(text):
    return re.sub(r"\s+", " ", text or "").strip()


def parts(html):
    parser = Parts()
    parser.feed(html)
    return parser.found


def names():
    return sorted(path.parent.name for path in PUBLISHED.glob("*/fixtures.json"))


def test_every_component_has_been_published_with_examples():
    if not PUBLISHED.exists():
        pytest.skip("the npm packages are not here: call npm ci")
    examples = [json.loads((PUBLISHED / name / "fixtures.json").read_text()) for name in names()]

    assert sum(len(each["fixtures"]) for each in examples) == 657


@pytest.mark.parametrize("name", names() or ["none"])
def test_the_macros_make_the_published_markup(name):
    if not PUBLISHED.exists():
        pytest.skip("the npm packages are not here: call npm ci")
    fixtures = json.loads((PUBLISHED / name / "fixtures.json").read_text())["fixtures"]

    wrong = [
        f["name"] for f in fixtures if parts(component(name, **f["options"])) != parts(f["html"])
    ]

    assert wrong == []


def test_the_package_and_the_macros_are_pinned_as_a_pair():
    project = tomllib.loads((settings.BASE / "pyproject.toml").read_text())["project"]
    package = json.loads((settings.BASE / "package.json").read_text())
    lock = json.loads((settings.BASE / "package-lock.json").read_text())["packages"]

    assert package["dependencies"]["govuk-frontend"] == PAIR["govuk-frontend"]
    assert lock["node_modules/govuk-frontend"]["version"] == PAIR["govuk-frontend"]
    assert f"govuk-frontend-jinja=={PAIR['govuk-frontend-jinja']}" in project["dependencies"]
