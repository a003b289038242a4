"""How often one link or one address may knock, counted in the cache, so that every worker sees the same count."""

from datetime import datetime

from django.core.cache import cache

WINDOW_SECONDS = 600


def is_too_often(what: str, whose: str, *, most: int, at: datetime) -> bool:
    """Count one more, and say whether that is more than `most` in ten minutes."""
    window = int(at.timestamp()) // WINDOW_SECONDS
    key = f"help:{what}:{whose}:{window}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=WINDOW_SECONDS)
    return count > most
