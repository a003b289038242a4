"""Whatever somebody typed is shown as text: on every page, on cards, in letters, in files."""

import csv
import io

import pytest
from django.db import models

from tests.architecture.model_rules import our_models
from tests.page_table import CAST, TABLE, rows
from tests.world import address

SCRIPT = "=<script>x</script>'\""
# Text that our own program writes: keys, codes, addresses of a fixed form.
WRITTEN_BY_US = {
    "area.code", "statistic.key", "statistic.out_of", "upload.importer", "upload.file", "upload.digest",
    "upload.public_id", "agreement.public_id", "message.once", "message.about", "message.provider_id",
    "recordinglink.digest", "venue.source_key", "user.password",
}  # fmt: skip
READABLE = [
    row for row in rows(TABLE.read_text()) if row.method == "GET" and "yes" in row.promised.values()
]

pytestmark = pytest.mark.django_db


@pytest.fixture
def hostile_world(world, signed_in, request):
    """The world, with a script and a formula in every text that a person can type."""
    changed = 0
    for model in our_models():
        for field in model._meta.concrete_fields:
            if can_be_typed(field):
                for key in model.objects.values_list("pk", flat=True):
                    text = f"{SCRIPT}{key}" if field.unique else SCRIPT
                    changed += model.objects.filter(pk=key).update(**{field.name: text})
    assert changed > 20
    return world


def can_be_typed(field: models.Field) -> bool:
    """A text field long enough for the script, without choices or a form of its own."""
    name = f"{field.model._meta.model_name}.{field.name}"
    plain = type(field) in (models.CharField, models.TextField)
    long_enough = (field.max_length or 1000) > len(SCRIPT) + 10
    sealed = field.model._meta.app_label == "history"
    return plain and long_enough and not field.choices and not sealed and name not in WRITTEN_BY_US


@pytest.mark.parametrize("row", READABLE, ids=lambda row: row.name)
def test_no_text_becomes_script_or_formula(row, hostile_world, signed_in, request):
    reader = next(name for name in CAST if row.promised[name] == "yes")
    user = None if reader == "nobody" else request.getfixturevalue(reader)

    answer = signed_in(user).get(address(hostile_world, row.name))

    content = b"".join(answer) if answer.streaming else answer.content
    kind = answer["Content-Type"].split(";")[0]
    if kind == "text/html":
        assert b"<script>x" not in content
        assert b"'\"" not in content
    elif kind == "text/csv":
        cells = [
            cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in line
        ]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == []


def test_the_script_does_reach_the_pages(hostile_world, signed_in, coordinator):
    page = signed_in(coordinator).get(address(hostile_world, "referrals_show")).content

    assert b"&lt;script&gt;x" in page
