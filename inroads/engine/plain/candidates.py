"""Who may be matched with whom, everyone against everyone."""

import numpy as np


def nearest_who_fit(
    people, champions, barred, grid, number, pace, reach, agreed, first, room, keys, listed, fitting
):
    """As the kernel: the nearest champions who fit each person, as sorted keys of minutes and number."""
    at, longest, (needed, spoken, free) = people
    their_at, their_longest, (held, their_spoken, their_free) = champions
    for row in range(len(listed)):
        person = first + row
        gap = at[person] - their_at
        metres = np.sqrt(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1])
        minutes = np.maximum(np.ceil(metres / pace[person] - 1e-9), 0)
        fits = (minutes <= longest[person]) & (minutes <= their_longest)
        fits &= ((needed[person] & ~held) == 0).all(axis=1)
        for mine, theirs in ((spoken[person], their_spoken), (free[person], their_free)):
            if len(mine):
                fits &= ((mine & theirs) != 0).any(axis=1)
        fits[barred[1][barred[0][person] : barred[0][person + 1]]] = False
        fitting[row] = fits.sum()
        if not len(keys):
            continue
        list_of = np.where(fits, (minutes.astype(np.int64) << 32) | number, np.iinfo(np.int64).max)
        most = min(fitting[row], room[row + 1] - room[row])
        order = np.argsort(list_of, kind="stable")
        chosen = order[:most]
        known = agreed[person]
        if known >= 0 and fits[known] and known not in chosen:
            chosen = np.append(chosen[:-1], known)
        keys[room[row] : room[row] + most] = np.sort(list_of[chosen])
        listed[row] = most
