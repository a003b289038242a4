"""`inroads buildassets`: the style sheet, scripts and letters, from the npm packages and our own theme."""

import re
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

OURS = Path(__file__).resolve().parents[2] / "assets"
PACKAGES = settings.BASE / "node_modules"
GOVUK = PACKAGES / "govuk-frontend/dist/govuk"
LETTERS = PACKAGES / "@fontsource/fraunces"
SOURCE_MAP = re.compile(r"/[/*]# sourceMappingURL=\S+( \*/)?")

# Parts of GOV.UK's own that we replace or do without.
UNUSED = (
    "accordion|cookie-banner|exit-this-page|footer|generic-header|header|logo-dot|phase-banner"
    "|service-navigation"
)
# Colours that GOV.UK's sheet writes out; ours come from custom properties, so that there is a dark scheme.
WRITTEN_OUT = {
    r"color:#fff": "color:var(--on-colour)",
    r"#0b0c0c": "var(--govuk-text-colour)",
    r"#cecece": "var(--govuk-border-colour)",
    r"#f3f3f3": "var(--raised)",
    r"#858686": "var(--edge)",
}


class Command(BaseCommand):
    """Builds into `var/assets`, then collects and compresses into `var/static`."""

    help = "Build the style sheet and scripts."
    requires_system_checks = []

    def handle(self, **options):
        out = settings.BUILT / "assets"
        out.mkdir(parents=True, exist_ok=True)
        (out / "inroads.css").write_text(in_our_colours(without_unused(theirs("css"))) + theme())
        (out / "govuk.js").write_text(theirs("js"))
        for path in letters() + [path for path in OURS.iterdir() if path.is_file()]:
            (out / path.name).write_bytes(path.read_bytes())
        (out / "fraunces-licence.txt").write_bytes((LETTERS / "LICENSE").read_bytes())
        call_command("collectstatic", interactive=False, verbosity=0)


def theirs(ending: str) -> str:
    """GOV.UK's sheet or script as it is published."""
    path = GOVUK / f"govuk-frontend.min.{ending}"
    if not path.exists():
        raise CommandError("the packages from npm are not here: call npm ci, or ./run")
    return SOURCE_MAP.sub("", path.read_text())


def letters() -> list[Path]:
    """The letters of our headings; Welsh ŵ and ŷ are in the second file, fetched only where they are used."""
    names = ["fraunces-latin-600-normal.woff2", "fraunces-latin-ext-600-normal.woff2"]
    return [LETTERS / "files" / name for name in names]


def theme() -> str:
    """Our own sheets, in the order of their names, without comments and needless space."""
    css = "".join(path.read_text() for path in sorted((OURS / "theme").glob("*.css")))
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


def without_unused(css: str) -> str:
    """The sheet without the rules of components we do not use, nor the media queries left empty."""
    unused = re.compile(rf"\.govuk-({UNUSED})(?![a-z])")

    def kept(rule: re.Match) -> str:
        selectors = [one for one in rule[1].split(",") if not unused.search(one)]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    css = re.sub(r"([^{}@;]+)\{([^{}]*)\}", kept, css)
    return re.sub(r"@media[^{}]*\{\}", "", css)


def in_our_colours(css: str) -> str:
    """Their sheet with our letters and colours. GDS Transport is licensed for GOV.UK only."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "var(--letters)")
    css = re.sub(r"var\((--govuk-[a-z-]+),#[0-9a-f]+\)", r"var(\1)", css)
    root, rest = css[: (end := css.index("}") + 1)], css[end:]
    for colour, ours in WRITTEN_OUT.items():
        rest = re.sub(rf"(?<![a-z-]){colour}\b", ours, rest)
    rest = rest.replace("background-color:#fff", "background-color:var(--field)")
    return root + rest
