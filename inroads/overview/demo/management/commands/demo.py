"""`inroads demo`: make Wessex, the sample place, unless it is there."""

import json

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone
from tqdm import tqdm

from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.overview.demo.actions import make_wessex
from inroads.overview.demo.queries import Made, is_wessex
from inroads.overview.demo.sizes import SIZES

SEED = 1874  # the year in which Wessex was first named
PARTS = 7


class Command(BaseCommand):
    """Asks the clock, shows how far it is, says what there is now."""

    help = "Make Wessex, the sample place."

    def add_arguments(self, parser):
        parser.add_argument(
            "--size", choices=list(SIZES), default="full", help="small for a quick one"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another number, another county")
        parser.add_argument("--json", action="store_true", help="say it for a script")

    def handle(self, *, size: str, seed: int, json: bool, **options):
        if not settings.DEMO:
            raise CommandError(
                "the sample place has passwords that everybody knows. Set INROADS_DEMO=1 where you want it."
            )
        if is_wessex():
            self.say(None, json)
            return
        quiet = json or options["verbosity"] == 0
        if not quiet:
            self.stdout.write("· Making Wessex, the sample place")
            self.stdout.flush()
        with tqdm(
            total=PARTS, desc="Wessex", unit="part", disable=quiet or None, leave=False
        ) as bar:

            def tell(part: str) -> None:
                bar.set_postfix_str(part)
                bar.update()

            try:
                made = make_wessex(
                    size=SIZES[size],
                    seed=seed,
                    at=timezone.now(),
                    tell=tell,
                    by=Machine("the sample place"),
                )
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
        self.say(made, json)

    def say(self, made: Made | None, as_json: bool) -> None:
        """What was made, or that it was there."""
        if as_json:
            told: dict = {"made": made is not None, **(made.counts if made else {})}
            if made:
                told["recording_link"] = self.recording_page(made)
            self.stdout.write(json.dumps(told))
        elif made:
            self.stdout.write(
                f"Wessex is made: {made.areas} small areas, {made.venues} venues, {made.sessions:,} sessions,"
                f" {made.helps:,} helps, {made.referrals} referrals.\n"
                f"The champion’s own page for recording help: {self.recording_page(made)}"
            )
        else:
            self.stdout.write("Wessex is here already.")

    def recording_page(self, made: Made) -> str:
        return settings.ADDRESS + reverse("help_record", args=[made.recording_link])
