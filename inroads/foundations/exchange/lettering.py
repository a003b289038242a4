"""Finds out how a text file is written: its encoding and what stands between its cells."""

import codecs
import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.unpacking import opened

MARKS = [  # a mark (BOM) at the start says it outright
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a mark (BOM)"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
]
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
CHUNK = 1_000_000


class Lettering(NamedTuple):
    """The codec to read with, its name in words, and about how many lines there are."""

    codec: str
    called: str
    lines: int


def lettering_of(path: Path) -> Lettering:
    """Read the whole file once: UTF-8 if all of it is, UTF-16 by its mark or its shape, else Windows-1252."""
    with opened(path) as stream:
        start = stream.peek(4096)[:4096]
        codec, called = by_its_start(start)
        candidates = (
            [(codec, called)] if codec else [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
        )
        decoders = [
            (codecs.getincrementaldecoder(codec)(), codec, name) for codec, name in candidates
        ]
        lines, size = 0, 0
        while chunk := stream.read(CHUNK):
            lines += chunk.count(b"\n") or chunk.count(b"\r")
            size += len(chunk)
            decoders = [entry for entry in decoders if accepts(entry[0], chunk)]
        decoders = [entry for entry in decoders if accepts(entry[0], b"", final=True)]
    if not decoders:
        raise Refused(
            "This is not a table: it holds bytes that are no letters. Save it as CSV in UTF-8."
        )
    _, codec, called = decoders[0]
    return Lettering(codec, called, lines)


def by_its_start(start: bytes) -> tuple[str, str]:
    """The encoding that a mark gives away, or the zeros between the letters of UTF-16 without one."""
    for mark, codec, called in MARKS:
        if start.startswith(mark):
            return codec, called
    zeros_even, zeros_odd = start[0::2].count(0), start[1::2].count(0)
    if zeros_odd > len(start) // 5 and zeros_even == 0:
        return "utf-16-le", "UTF-16 without a mark"
    if zeros_even > len(start) // 5 and zeros_odd == 0:
        return "utf-16-be", "UTF-16 without a mark"
    if 0 in start:
        raise Refused(
            "This is not a table: it holds bytes that are no letters. Save it as CSV in UTF-8."
        )
    return "", ""


def accepts(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeError:
        return False
    return True


def separator_of(sample: list[str]) -> str:
    """What stands between cells: whichever splits the most lines, the heading too, into the same number of cells."""
    best, most = ",", (0, 0)
    for separator in SEPARATORS:
        try:
            counts = Counter(len(row) for row in csv.reader(sample, delimiter=separator))
        except csv.Error:
            continue
        even = max(((lines, cells) for cells, lines in counts.items() if cells > 1), default=(0, 0))
        if even > most:
            best, most = separator, even
    return best
