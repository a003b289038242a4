"""The child process of `sheets`: reads an Excel file under limits and writes its fullest sheet as CSV.

It runs by itself, with no Django: exit code 3 is a damaged file, 4 an empty one, anything else a file too big.
"""

import csv
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook


def limit(memory: int, seconds: int, size: int) -> None:
    """Take no more memory, time or disk than this; where the system knows no limits, go without."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: Any) -> str:
    """A cell as a person would type it: 1873, not 1873.0; 2024-05-01, not a serial number."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return " ".join(str(value).split())


def main() -> int:
    path, target, memory, seconds, size = sys.argv[1:]
    limit(int(memory), int(seconds), int(size))
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        sheets = [(book.get_sheet_by_name(name), name) for name in names]
        sheet, name = max(sheets, key=lambda pair: pair[0].height * pair[0].width)
        if sheet.height == 0:
            return 4
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError):
        return 3
    with open(target, "w", newline="", encoding="utf-8") as file:  # noqa: PTH123
        writer = csv.writer(file)
        for row in rows:
            writer.writerow([as_text(value) for value in row])
    others = "" if len(names) == 1 else f" It has {len(names)} sheets; the fullest is read."
    sys.stdout.buffer.write(f"Read as Excel, sheet “{name}”.{others}".encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
