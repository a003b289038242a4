"""The history as a spreadsheet."""

import csv
from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone

from inroads.foundations.core.cells import safe_cell
from inroads.foundations.history.models import Event
from inroads.foundations.history.queries import in_words

HEADER = ["When", "Who", "What they did", "Record", "Reference", "Why", "What changed"]
AT_ONCE = 1000


class Echo:
    """A file that hands each line straight on."""

    def write(self, line: str) -> str:
        return line


def rows(events: QuerySet[Event]) -> Iterator[list[str]]:
    """The header, then one row for each event; a thousand are read at a time."""
    yield HEADER
    remaining = events.iterator(chunk_size=AT_ONCE)
    while entries := in_words(islice(remaining, AT_ONCE)):
        for entry in entries:
            at = timezone.localtime(entry.at).isoformat(timespec="seconds")
            changes = "; ".join(entry.changes)
            cells = [entry.who, entry.did, entry.thing, entry.thing_reference, entry.why, changes]
            yield [at, *map(safe_cell, cells)]


def history_csv(events: QuerySet[Event]) -> StreamingHttpResponse:
    """Sent while it is being read, so that a long history needs little memory."""
    writer = csv.writer(Echo())
    lines = (writer.writerow(row) for row in rows(events))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="history.csv"'
    return response
