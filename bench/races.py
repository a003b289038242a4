"""Many at once through HTTP, four server processes: `python -m bench.races`, or `--attempts 500`.

The last place at a session, the ranks of those who wait, one shift taken over by many, one help sent two hundred
times. It says how many won, and fails if it was not exactly one, or if any answer was a fault of ours.
"""

import argparse
import http.client
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode
from uuid import uuid4

from bench.database import ROOT, a_database
from bench.measuring import show

PORT, PROCESSES, CLIENTS = 8971, 4, 16
SERVER = [
    "gunicorn",
    "inroads.config.wsgi:application",
    "--workers",
    str(PROCESSES),
    "--bind",
    f"127.0.0.1:{PORT}",
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=10_000, help="for the last place")
    asked = parser.parse_args()
    with a_database(demo=True):
        world = prepare(asked.attempts)
        command, quiet = [sys.executable, "-m", *SERVER], subprocess.DEVNULL
        server = subprocess.Popen(command, cwd=ROOT, stderr=quiet, stdout=quiet)
        try:
            wait_for_server()
            return race(world)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def prepare(attempts: int) -> SimpleNamespace:
    """A session with one place, people who want it, a shift that is offered, a champion with a link."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from inroads.foundations.accounts.models import User
    from inroads.foundations.organisations.models import (
        Membership,
        Organisation,
        Purpose,
        Role,
    )
    from inroads.foundations.people.models import Holding, Person
    from inroads.foundations.places.models import Venue
    from inroads.programme.champions.models import Champion, Shift
    from inroads.programme.directory.models import Service, Topic
    from inroads.programme.help.models import RecordingLink
    from inroads.programme.help.queries import digest_of
    from inroads.programme.timetable.models import Session

    now = timezone.now()
    council = Organisation.objects.create(name="Council", kind="council", leads=True)
    user = User.objects.create_user(email="coordinator@bench.example", password=uuid4().hex)
    Membership.objects.create(user=user, organisation=council, role=Role.COORDINATOR)
    venue = Venue.objects.create(name="Hall", postcode="DT1 1AA")
    service = Service.objects.create(organisation=council, name="Drop-in")
    sessions = [
        Session.objects.create(
            service=service, venue=venue, starts_at=now + timedelta(days=days),
            ends_at=now + timedelta(days=days, hours=2), capacity=1,
        )
        for days in (2, 3)
    ]  # fmt: skip
    people = Person.objects.bulk_create(
        Person(name=f"Person {n}", name_folded=f"person {n}", added_at=now) for n in range(attempts)
    )
    Holding.objects.bulk_create(
        Holding(
            person=person, organisation=council, purpose=Purpose.ARRANGING, starts_on=now.date()
        )
        for person in people
    )
    helpers = Person.objects.bulk_create(
        Person(name=f"Helper {n}", name_folded=f"helper {n}", added_at=now) for n in range(40)
    )
    Holding.objects.bulk_create(
        Holding(person=one, organisation=council, purpose=Purpose.HELPING, starts_on=now.date())
        for one in helpers
    )
    champions = [
        Champion.objects.create(
            person=one, network="community", organisation=council, venue=venue, joined_on=now.date()
        )
        for one in helpers
    ]
    shift = Shift.objects.create(champion=champions[0], session=sessions[1], offered_at=now)
    topic = Topic.objects.create(name="Online banking")
    RecordingLink.objects.create(
        champion=champions[0],
        digest=digest_of("bench"),
        made_at=now,
        expires_at=now + timedelta(days=9),
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    client.get(f"/timetable/{sessions[0].pk}/book/")
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    token = client.cookies["csrf"].value
    cache.close()
    connection.close()
    return SimpleNamespace(**locals())


def wait_for_server() -> None:
    for _ in range(200):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            asked.request("GET", "/health/", headers={"Host": "localhost"})
            asked.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def race(world: SimpleNamespace) -> int:
    from inroads.programme.champions.models import Shift
    from inroads.programme.help.models import HelpRecord
    from inroads.programme.timetable.models import Booking

    full = world.sessions[0].pk
    book, take = f"/timetable/{full}/book/", f"/take/{world.shift.pk}/"
    posts = [(book, {"person": one.pk}) for one in world.people]
    rows = [tried("the last place", posts, world)]
    bookings = Booking.objects.filter(session=full)
    taken = bookings.filter(status="kept").count()
    waiting = [one for one in world.people if not one.bookings.exists()][:400]
    posts = [(book, {"person": one.pk, "wait": "wait"}) for one in waiting]
    rows.append(tried("waiting for it", posts, world))
    ranks = list(bookings.filter(status="waiting").values_list("rank", flat=True))
    posts = [(f"/champions/{one.pk}{take}", {}) for one in world.champions[1:]]
    rows.append(tried("one shift, taken over", posts, world))
    shifts = Shift.objects.filter(session=world.sessions[1])
    posts = [("/help/record/bench/kept/", a_help(world.topic))] * 200
    rows.append(tried("one help, sent 200 times", posts, world))
    checks = {
        "one booking": taken == 1,
        "unique ranks": len(ranks) == len(set(ranks)) == len(waiting),
        "one has the shift": shifts.count() == 1
        and shifts.get().champion_id != world.champions[0].pk,
        "one help": HelpRecord.objects.count() == 1,
        "no fault of ours": all(not row["500s"] for row in rows),
    }
    show(f"{PROCESSES} server processes, {CLIENTS} clients at once", rows)
    for what, holds in checks.items():
        print(f"  {'yes' if holds else 'NO '}  {what}")
    return int(not all(checks.values()))


def a_help(topic) -> str:
    """One help, as a telephone sends it."""
    now = int(time.time() * 1000)
    clock = {"at": now, "skew": 0, "seen": now}
    told = {"topic": str(topic.pk), "minutes": "15", "outcome": "sorted", "where": "elsewhere"}
    return json.dumps({"now": now, "helps": [{"sender_id": str(uuid4()), **told, **clock}]})


def tried(what: str, posts: list, world: SimpleNamespace) -> dict:
    """Each of these posts once, many at a time."""
    start = time.monotonic()
    parts = [posts[number::CLIENTS] for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        codes = Counter(
            code for part in pool.map(lambda part: sent(part, world), parts) for code in part
        )
    seconds = time.monotonic() - start
    return {
        "race": what,
        "attempts": len(posts),
        "answers": ", ".join(f"{code}: {number:,}" for code, number in sorted(codes.items())),
        "500s": sum(number for code, number in codes.items() if code >= 500),
        "a second": len(posts) / seconds,
    }


def sent(posts: list, world: SimpleNamespace) -> list[int]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    codes = []
    for address, told in posts:
        headers = {"Host": "localhost", "Cookie": world.cookies, "X-CSRFToken": world.token}
        if isinstance(told, dict):
            headers["Content-Type"], told = "application/x-www-form-urlencoded", urlencode(told)
        try:
            connection.request("POST", address, told, headers)
            answer = connection.getresponse()
            answer.read()
            codes.append(answer.status)
        except (OSError, http.client.HTTPException):
            connection.close()
            codes.append(599)
    return codes


if __name__ == "__main__":
    sys.exit(main())
