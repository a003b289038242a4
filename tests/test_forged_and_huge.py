"""A request that was forged, or is far too large, changes nothing and breaks nothing."""

import pytest
from django.test import Client

from tests.page_table import TABLE, rows
from tests.world import address

ROWS = list(rows(TABLE.read_text()))
# These prove themselves in another way: by the secret in the address, a bearer token, or a signature.
WITHOUT_COOKIE = {
    "champions_apply",
    "help_attendance",
    "help_concern",
    "help_kept",
    "help_kiosk",
    "help_record",
    "help_take_back",
    "help_tally",
    "help_texts",
    "help_texts_notify",
    "help_visit",
    "notifications_callback",
}
TEN_MEGABYTES = 10_000_000

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.name not in WITHOUT_COOKIE], ids=lambda row: row.name
)
def test_a_forged_request_is_refused(row, world, manager):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)

    assert client.post(address(world, row.name)).status_code == 403


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_ten_megabytes_of_text_are_no_fault_of_ours(row, world, manager, signed_in):
    body = b"name=" + b"a" * TEN_MEGABYTES

    answer = signed_in(manager).post(
        address(world, row.name), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code < 500
