"""What is on in a week: sessions with a day, hours, room and topics, summed to what each venue offers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inroads.engine.scales import Floats

DAYS = 7
MIDNIGHT = 24 * 60


class Sessions(NamedTuple):
    """The sessions of one week, one a row."""

    venue: ArrayLike  # (n_sessions,) from 0 to n_venues - 1
    day: ArrayLike  # (n_sessions,) 0 is Monday, 6 is Sunday
    opens: ArrayLike  # (n_sessions,) minutes after midnight
    closes: ArrayLike  # (n_sessions,) minutes after midnight, later than `opens`
    capacity: ArrayLike  # (n_sessions,) how many can be helped in the whole session
    topics: ArrayLike  # (n_sessions, n_topics) bool: what one can be helped with there


def supply_by_day(
    sessions: Sessions,
    n_venues: int,
    *,
    topic: int | None = None,
    opens_from: float = 0,
    closes_by: float = MIDNIGHT,
) -> Floats:
    """How many people each venue can help on each day of the week, about a topic, within given hours.

    Of a session that lies only partly within the hours its capacity counts in that part: a morning for twelve,
    9 to 12, is eight for somebody who can come from 10.

    Parameters
    ----------
    sessions : Sessions
    n_venues : int
    topic : int, optional
        Count only sessions about this topic; without it every session.
    opens_from, closes_by : float, default the whole day
        Hours at which people can come, in minutes after midnight.

    Returns
    -------
    ndarray of shape (n_venues, 7)
        Places; the sum of a row is those of the week. 0 where nothing is on.

    Raises
    ------
    ValueError
        If a session is on no day or at no venue, closes before it opens, or has an impossible capacity;
        or the hours or the topic asked for do not exist.

    Examples
    --------
    >>> library = Sessions(venue=[0, 0, 1], day=[0, 3, 3], opens=[540, 840, 540], closes=[720, 960, 600],
    ...     capacity=[12, 6, 4], topics=[[True, False], [True, True], [False, True]])
    >>> supply_by_day(library, n_venues=2).sum(axis=1)
    array([18.,  4.])
    >>> supply_by_day(library, n_venues=2, topic=0, opens_from=600)[0]
    array([8., 0., 0., 6., 0., 0., 0.])
    """
    venue, day = _index(sessions.venue, n_venues, "venue"), _index(sessions.day, DAYS, "day")
    opens, closes = (
        _numbers(sessions.opens, "opening hour"),
        _numbers(sessions.closes, "closing hour"),
    )
    capacity = _numbers(sessions.capacity, "capacity")
    topics = np.asarray(sessions.topics)
    count = len(venue)
    if not count == len(day) == len(opens) == len(closes) == len(capacity) == len(topics):
        raise ValueError("Each session needs a venue, a day, hours, a capacity and its topics")
    if (opens < 0).any() or (closes > MIDNIGHT).any() or (closes <= opens).any():
        raise ValueError("A session closes after it opens, on the same day")
    if (capacity < 0).any():
        raise ValueError("The capacity of a session cannot be below zero")
    if not 0 <= opens_from <= closes_by <= MIDNIGHT:
        raise ValueError("The hours at which people can come lie within one day")
    if count and (topics.ndim != 2 or topics.dtype != bool):
        raise ValueError("Each session needs True or False for each topic")
    within = np.minimum(closes, closes_by) - np.maximum(opens, opens_from)
    places = capacity * np.maximum(within, 0.0) / (closes - opens)
    if topic is not None and count:
        if not 0 <= topic < topics.shape[1]:
            raise ValueError("There is no such topic")
        places = np.where(topics[:, topic], places, 0.0)
    cells = np.bincount(venue * DAYS + day, weights=places, minlength=n_venues * DAYS)
    return cells.astype(float).reshape(n_venues, DAYS)


def _index(values: ArrayLike, count: int, what: str) -> NDArray[np.int64]:
    numbers = np.asarray(values)
    if numbers.size == 0:
        return np.zeros(0, np.int64)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu":
        raise ValueError(f"The {what} of a session must be a whole number")
    if (numbers < 0).any() or (numbers >= count).any():
        raise ValueError(f"A session is on a {what} that there is not")
    return numbers.astype(np.int64)


def _numbers(values: ArrayLike, what: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"The {what} of a session must be a number") from error
    if numbers.ndim != 1 or not np.isfinite(numbers).all():
        raise ValueError(f"The {what} of a session must be a number")
    return numbers
