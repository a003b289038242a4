"""How something that one person knows goes round, with lists; arguments as those of the kernels."""

import math


def reverse_sets(first, other, chance, root, begin, seen, member, end, rng) -> int:
    """For each root from `begin` on, who would reach it in one throw of all dice; answers where it ran out of room."""
    for r in range(begin, len(root)):
        if end[r] + len(chance) > len(member):
            return r
        reached = [int(root[r])]
        for x in reached:
            if chance[x] <= 0:
                continue
            rate = math.log1p(-chance[x]) if chance[x] < 1 else -math.inf
            ties = other[first[x] : first[x + 1]]
            k = 0
            while k < len(ties):
                skip = math.log1p(-rng.random()) / rate
                if skip >= len(ties) - k:
                    break
                k += int(skip)
                if ties[k] not in reached:
                    reached.append(int(ties[k]))
                k += 1
        end[r + 1] = end[r] + len(reached)
        member[end[r] : end[r + 1]] = reached
        seen[reached] = r
    return len(root)


def spread(first, other, chance, start, weight, reached, times, rng) -> None:
    """Pass something on from those who start, each tie once, as often as there are places in `reached`."""
    for run in range(len(reached)):
        line = list(dict.fromkeys(start.tolist()))
        for x in line:
            for y in other[first[x] : first[x + 1]].tolist():
                if y not in line and rng.random() < chance[y]:
                    line.append(y)
        reached[run] = sum(weight[x] for x in line)
        times[line] += 1


def fade(first, other, chance, start, stays, forgets, weight, knowing, times, rng) -> None:
    """Pass on and forget, week by week: `knowing[run, week]` is the weight of those who know."""
    for run in range(knowing.shape[0]):
        line = list(dict.fromkeys(start.tolist()))
        knowing[run, 0] = sum(weight[x] for x in line)
        for week in range(1, knowing.shape[1]):
            fresh: list[int] = []
            for x in line:
                for y in other[first[x] : first[x + 1]].tolist():
                    if y not in line and y not in fresh and rng.random() < chance[y]:
                        fresh.append(y)
            line = [x for x in line if stays[x] or rng.random() >= forgets] + fresh
            knowing[run, week] = sum(weight[x] for x in line)
        times[line] += 1
