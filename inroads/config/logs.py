"""What the log may not hold: whoever reads it could open a link whose address stands there whole."""

import logging
import re

# A part of an address that nobody could guess: it works like a key.
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_:-]{16,}(?=/|\?|\.ics|$)")


class WithoutSecrets(logging.Filter):
    """Takes the secret parts out of the addresses that a line of the log tells of."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                SECRET.sub("…", value) if isinstance(value, str) else value for value in record.args
            )
        return True
