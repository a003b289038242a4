"""The same prices by going round until nothing changes, and people brought in one by one."""

import numpy as np

from inroads.engine.plain.matching import FAR, UNSERVED, give_away
from inroads.engine.plain.prices import rows_of


def dearest_prices(pairs, back, penalty, standing):
    """As the kernel: raise each price to what one place fewer would cost."""
    capacity, _, filled, price, _, champion, cost, _ = standing
    served = np.flatnonzero(champion >= 0)
    total = np.where(filled < capacity, 0, FAR)
    np.minimum.at(total, champion[served], penalty[served] - cost[served] - price[champion[served]])
    person = rows_of(pairs)
    moves = (champion[person] >= 0) & (capacity[pairs[1]] > 0)
    person, onward, minutes = person[moves], pairs[1][moves], pairs[2][moves]
    now = champion[person]
    extra = minutes + price[onward] - cost[person] - price[now]
    before = np.zeros(0)
    while not np.array_equal(before, total):
        before = total.copy()
        np.minimum.at(total, now, extra + before[onward])
    price += np.where(capacity > 0, total, 0)


def lowest_prices(pairs, penalty, standing):
    """As the kernel: lower each price to what one place more would save."""
    _, _, _, price, _, champion, cost, _ = standing
    total = price.copy()
    person = rows_of(pairs)
    alone = champion[person] == UNSERVED
    now = champion[person]
    spare = pairs[2] + price[pairs[1]]
    np.minimum.at(total, pairs[1][alone], (spare - penalty[person])[alone])
    moves = now >= 0
    extra = (spare - cost[person] - price[now])[moves]
    before = np.zeros(0)
    while not np.array_equal(before, total):
        before = total.copy()
        np.minimum.at(total, pairs[1][moves], extra + before[now[moves]])
    price -= total


def join_together(pairs, back, penalty, standing, people, few):
    """Nobody is brought in together here: all are left to come one by one."""
    return len(people)


def fill_together(pairs, back, penalty, standing, few):
    """No place is filled together here: all are left to be offered one by one."""


def give_all_away(pairs, back, penalty, standing):
    """As the kernel: free places that nobody gains by go to people unserved who lose nothing by it."""
    for j in range(len(standing[0])):
        give_away(pairs, back, penalty, standing, j)
