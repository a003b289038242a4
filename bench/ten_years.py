"""Pages with half a million helps in the database beside five thousand: `python -m bench.ten_years`.

The morning page, a champion's own page and the page for recording, asked for by the test client; the median of the
CPU time of many, and how many queries each costs.
"""

import random
import statistics
import sys
from datetime import timedelta
from time import process_time

from bench.database import a_database
from bench.measuring import show

FEW, MANY, TIMES, BATCH = 5_000, 500_000, 15, 5_000
MOST_TIMES_SLOWER = 1.5
HELD_TO_IT = {"morning", "champion", "champion's morning"}


def main() -> int:
    with a_database(demo=True):
        from django.core.management import call_command
        from django.db import connection

        from inroads.programme.help.models import HelpRecord

        call_command("demo", size="small", verbosity=0)
        grow_to(FEW)
        few = asked_for()
        grow_to(MANY)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        many = asked_for()
        rows = [
            {
                "page": name,
                f"CPU ms, {FEW:,}": few[name][0],
                f"CPU ms, {MANY:,}": many[name][0],
                "ratio": many[name][0] / few[name][0],
                "queries": f"{few[name][1]} and {many[name][1]}",
            }
            for name in few
        ]
        show(f"{HelpRecord.objects.count():,} helps (at most {MOST_TIMES_SLOWER} times)", rows)
        print(
            "  The list of all records counts them all, and the page for recording six months of a venue."
        )
        held = [row for row in rows if row["page"] in HELD_TO_IT]
        return int(
            any(row["ratio"] > MOST_TIMES_SLOWER for row in held)
            or any(few[name][1] != many[name][1] for name in few)
        )


def grow_to(wanted: int) -> None:
    """More helps of the same kind, spread over ten years."""
    from inroads.programme.champions.models import Champion
    from inroads.programme.directory.models import Topic
    from inroads.programme.help.models import HelpRecord

    rng = random.Random(7)
    champions = list(Champion.objects.values_list("pk", "venue_id"))
    topics = list(Topic.objects.values_list("pk", flat=True))
    last = HelpRecord.objects.latest("given_at").given_at
    missing = wanted - HelpRecord.objects.count()
    while missing > 0:
        made = []
        for _ in range(min(BATCH, missing)):
            champion, venue = rng.choice(champions)
            given_at = last - timedelta(minutes=rng.randrange(10 * 365 * 24 * 60))
            made.append(
                HelpRecord(
                    given_at=given_at,
                    received_at=given_at,
                    door="tap",
                    topic_id=rng.choice(topics),
                    minutes=15,
                    outcome="sorted",
                    champion_id=champion,
                    venue_id=venue,
                )
            )
        HelpRecord.objects.bulk_create(made)
        missing -= len(made)


def asked_for() -> dict[str, tuple[float, int]]:
    """Each page: the median of its CPU milliseconds, and its queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from inroads.foundations.accounts.models import User
    from inroads.programme.help.permissions import own_champion

    manager = User.objects.get(email="manager@wessex.example")
    champion = User.objects.get(email="champion@wessex.example")
    own = own_champion(champion)
    pages = {
        "morning": (manager, "/"),
        "champion": (champion, f"/champions/{own.pk}/" if own else "/"),
        "champion's morning": (champion, "/"),
        "record": (champion, "/help/mine/"),
        "help records": (manager, "/help/"),
    }
    found = {}
    for name, (user, address) in pages.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(user)
        costs = []
        for _ in range(TIMES):
            start = process_time()
            assert client.get(address).status_code == 200
            costs.append(1000 * (process_time() - start))
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        found[name] = (statistics.median(costs), len(asked))
    return found


if __name__ == "__main__":
    sys.exit(main())
