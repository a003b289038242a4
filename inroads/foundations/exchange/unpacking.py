"""Opens a file that a stranger sent: unpacks it, but never to more than we can take in."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from django.core.files.base import File

from inroads.foundations.core.rules import Refused

MEGABYTE = 1_000_000
MAX_UPLOAD = 100 * MEGABYTE
MAX_UNPACKED = 300 * MEGABYTE
# Published tables pack to a tenth, the most repetitive to a fiftieth; a bomb to a thousandth.
MAX_RATIO = 100
RATIO_COUNTS_FROM = 5 * MEGABYTE

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
UNREADABLE = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls). Open it and save it as .xlsx or CSV.",
    b"%PDF": "This is a PDF. Ask its publisher for the table as CSV or Excel.",
    b"PAR1": "This is a Parquet file. Save it as CSV first.",
    b"Rar!": "This is a packed folder. Unpack it and send the table inside.",
    b"7z\xbc\xaf": "This is a packed folder. Unpack it and send the table inside.",
}
DAMAGED = "This file is damaged or cut short. Fetch it again."


class Bounded(io.RawIOBase):
    """A stream that refuses to go on past a limit, however small the file it comes from."""

    def __init__(self, stream: BinaryIO, limit: int):
        self.stream, self.limit, self.taken = stream, limit, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            # Small bites: a bomb is noticed before it has filled the memory.
            part = self.stream.read(min(len(buffer), 65_536))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise Refused(DAMAGED) from error
        self.taken += len(part)
        if self.taken > self.limit:
            raise Refused(too_big(self.limit))
        buffer[: len(part)] = part
        return len(part)


def too_big(limit: int) -> str:
    return (
        f"This file unpacks to more than {limit // MEGABYTE} MB, which is more than we take in for a file of"
        " its size. Cut it down to your council, or into parts."
    )


def limit_for(packed: int) -> int:
    """How many bytes a packed file of this size may unpack to."""
    return min(MAX_UNPACKED, max(RATIO_COUNTS_FROM, packed * MAX_RATIO))


def first_bytes(path: Path, count: int = 4) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def require_readable(path: Path) -> None:
    """Refuse what is too big, empty, or plainly no table, with a word on what to do."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("This file is empty.")
    if size > MAX_UPLOAD:
        raise Refused(f"This file is bigger than {MAX_UPLOAD // MEGABYTE} MB. Send it in parts.")
    start = first_bytes(path)
    for mark, sentence in UNREADABLE.items():
        if start.startswith(mark):
            raise Refused(sentence)


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """The bytes of a plain or gzipped file, unpacked in bounded memory."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        limit = limit_for(path.stat().st_size) if packed else MAX_UNPACKED
        stream = gzip.GzipFile(fileobj=file) if packed else file
        yield io.BufferedReader(Bounded(stream, limit), 65_536)  # type: ignore[arg-type]


def digest_of(file: IO[bytes] | File) -> str:
    """What tells one file from another."""
    digest = hashlib.sha256()
    file.seek(0)
    while part := file.read(65_536):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()
