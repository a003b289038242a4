"""`inroads places import FILE...`: takes in areas, boundaries, postcodes, venues or a look-up."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from inroads.foundations.core.rules import Refused
from inroads.foundations.exchange.actions import keep_file
from inroads.foundations.exchange.importers import (
    Importer,
    Progress,
    Report,
    guess,
    importer_for,
    importers,
    rows_in_words,
)
from inroads.foundations.exchange.reading import Table, opened_table
from inroads.foundations.exchange.unpacking import digest_of
from inroads.foundations.history.recording import Machine
from inroads.foundations.places.catalogue import SAY_WHO

SHOWN_FAULTS = 20
# How what a form asks for is said in the shell.
OPTIONS = {
    "vintage": "--vintage YEAR",
    "source": '--source "Who published them"',
}


class Command(BaseCommand):
    """Checks each file, says what it found, and keeps it if every row is right."""

    help = "Load areas, boundaries, postcodes or venues from published files."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="CSV, CSV.gz, XLSX or GeoJSON(.gz)"
        )
        parser.add_argument(
            "--as",
            dest="importer",
            choices=list(importers()),
            help="what the files hold; without it, their columns tell",
        )
        parser.add_argument(
            "--council",
            action="append",
            default=[],
            metavar="CODE",
            help="only this council; say it again for another",
        )
        parser.add_argument(
            "--vintage",
            type=int,
            metavar="YEAR",
            help="the year of the areas, if the file does not say it",
        )
        parser.add_argument(
            "--source", default="", help="who published the columns that are not known"
        )
        parser.add_argument("--check", action="store_true", help="check only: keep nothing")
        parser.add_argument(
            "--good-rows",
            action="store_true",
            help="if rows are wrong, keep the others all the same",
        )
        parser.add_argument("--yes", action="store_true", help="answer yes to every question")
        parser.add_argument("--json", action="store_true", help="print the reports as JSON")

    def handle(self, *, files, **options):
        outcomes = []
        try:
            for name in files:
                outcomes.append(self.take(Path(name), options))
        finally:
            if options["json"]:
                self.stdout.write(json.dumps(outcomes, indent=1, ensure_ascii=False))
        if any(outcome["refusal"] for outcome in outcomes):
            raise CommandError("Not every file was taken in.")

    def take(self, path: Path, options: dict) -> dict:
        """Check one file and keep it; what came of it."""
        outcome = {"file": str(path), "importer": "", "kept": False, "refusal": "", "report": None}
        try:
            if not path.is_file():
                raise Refused("There is no such file.")
            with opened_table(path) as table:
                kind = importer_for(options["importer"]) if options["importer"] else guess(table)
                importer = kind(chosen(kind, options))
                outcome["importer"] = kind.key
                self.tell(options, f"{path}: {kind.title}")
                report = self.checked(importer, table, outcome)
                self.show(report, options)
                if not options["check"]:
                    self.require_right(report, options)
                    outcome["report"] = self.kept(importer, table, path, report, options).as_json()
                    outcome["kept"] = True
        except Refused as refusal:
            outcome["refusal"] = str(refusal)
            option = OPTIONS.get(refusal.field or "")
            hint = f" In this command: {option}" if option else ""
            self.stderr.write(f"inroads: {path}: {refusal}{hint}")
        return outcome

    def checked(self, importer: Importer, table: Table, outcome: dict) -> Report:
        with bar("Checking") as progress:
            report = importer.check(table, progress)
        outcome["report"] = report.as_json()
        return report

    def show(self, report: Report, options: dict) -> None:
        """The report as a person reads it."""
        for note in report.notes:
            hint = f" In this command: {OPTIONS['source']}" if note.endswith(SAY_WHO) else ""
            self.tell(options, f"  {note}{hint}")
        for fault in report.faults[:SHOWN_FAULTS]:
            column = f", {fault['column']}" if fault["column"] else ""
            self.tell(options, f"  {report.each} {fault['line']}{column}: {fault['reason']}")
        if report.wrong > SHOWN_FAULTS:
            self.tell(options, f"  … and {report.wrong - SHOWN_FAULTS:,} more rows that are wrong")
        self.tell(
            options,
            f"  {report.new:,} new, {report.changed:,} changed, {report.unchanged:,} as they were,"
            f" {report.wrong:,} wrong, {report.left_out:,} left out",
        )

    def require_right(self, report: Report, options: dict) -> None:
        """Every row is right, or the person chose to go on with the good ones."""
        if not report.good:
            raise Refused("There is nothing in this file to take in.")
        if not report.wrong or options["good_rows"]:
            return
        question = f"{rows_in_words(report.wrong)} wrong. Take in the {report.good:,} good rows?"
        if options["yes"] or (sys.stdin.isatty() and not options["json"] and agreed(question)):
            options["good_rows"] = True
            return
        raise Refused(
            f"{rows_in_words(report.wrong)} wrong, so nothing was taken in."
            f" Correct the file, or add --good-rows to take in the other {report.good:,}."
        )

    def kept(
        self, importer: Importer, table: Table, path: Path, report: Report, options: dict
    ) -> Report:
        with path.open("rb") as file:
            digest = digest_of(file)
        good_rows_only = options["good_rows"]
        with (
            bar("Keeping") as progress,
            importer.gathered(table, good_rows_only=good_rows_only, progress=progress) as gathered,
        ):
            me = Machine("places import")
            done = keep_file(gathered, name=path.name, digest=digest, at=timezone.now(), by=me)
        if done.new or done.changed:
            self.tell(options, f"  Taken in: {done.new:,} new, {done.changed:,} changed.")
        else:
            self.tell(options, "  Everything is here already.")
        return done

    def tell(self, options: dict, sentence: str) -> None:
        if not options["json"]:
            self.stdout.write(sentence)


def chosen(kind: type[Importer], options: dict) -> dict:
    """The options, checked by the same form as in the browser."""
    typed = {
        "councils": " ".join(options["council"]),
        "vintage": options["vintage"],
        "source": options["source"],
    }
    form = kind.form({name: typed.get(name) for name in kind.form.base_fields})
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise Refused(f"--{field.rstrip('s') if field == 'councils' else field}: {messages[0]}")
    return form.cleaned_data


class bar:  # noqa: N801 - read as a word: with bar("Checking")
    """A progress bar on the error stream, silent where nobody watches."""

    def __init__(self, doing: str):
        self.doing = doing

    def __enter__(self) -> Progress:
        watched = sys.stderr.isatty()
        self.tqdm = tqdm(desc=f"  {self.doing}", unit=" rows", disable=not watched, leave=False)
        return self.move

    def move(self, done: int, total: int) -> None:
        self.tqdm.total = total
        self.tqdm.update(done - self.tqdm.n)

    def __exit__(self, *_) -> None:
        self.tqdm.close()


def agreed(question: str) -> bool:
    return input(f"{question} [y/N] ").strip().casefold() in ("y", "yes")
