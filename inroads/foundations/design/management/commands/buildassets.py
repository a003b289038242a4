"""`inroads buildassets`: the style sheet and scripts, from the npm package and our own theme."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command

OURS = Path(__file__).resolve().parents[2] / "assets"
THEIRS = settings.BASE / "node_modules/govuk-frontend/dist/govuk"
SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=\S+( \*/)?")


class Command(BaseCommand):
    """Builds into `var/assets`, then collects and compresses into `var/static`."""

    help = "Build the style sheet and scripts."

    def handle(self, **options):
        out = settings.VAR / "assets"
        out.mkdir(parents=True, exist_ok=True)
        (out / "inroads.css").write_text(without_their_font(theirs("css")) + ours("theme.css"))
        (out / "govuk.js").write_text(theirs("js"))
        for path in OURS.iterdir():
            if path.name != "theme.css":
                (out / path.name).write_bytes(path.read_bytes())
        call_command("collectstatic", interactive=False, verbosity=0)


def theirs(ending: str) -> str:
    return SOURCE_MAP.sub("", (THEIRS / f"govuk-frontend.min.{ending}").read_text())


def ours(name: str) -> str:
    return (OURS / name).read_text()


def without_their_font(css: str) -> str:
    """GDS Transport is licensed for GOV.UK only."""
    return re.sub(r"@font-face\{[^}]*\}", "", css).replace("GDS Transport,", "")
