"""The `inroads` command: a few plain words, each of which is a management command of an app."""

import argparse
import os
import sys
from importlib import import_module

# Each command in the words a person types: where its code is, and what it does.
COMMANDS = {
    "run": ("config.run", "Start the server and the worker, here and now"),
    "demo": ("overview.demo.demo", "Make Wessex, the sample place"),
    "check": ("config.check_all", "Check that this installation is sound"),
    "nightly": ("config.nightly", "Do what is done every night"),
    "worker": ("config.worker", "Do the background work"),
    "createuser": ("foundations.organisations.createuser", "Let someone sign in, with a role"),
    "resetfactor": ("foundations.accounts.resetfactor", "Let someone set up a new second factor"),
    "places import": ("foundations.places.places_import", "Load areas, boundaries, postcodes or venues from a file"),
    "places show": ("foundations.places.places_show", "Show which areas and figures are loaded"),
    "backup": ("config.backup", "Write everything into one file"),
    "restore": ("config.restore", "Put back what a backup holds"),
    "buildassets": ("foundations.design.buildassets", "Build the style sheet and scripts"),
}  # fmt: skip
DJANGOS_OPTIONS = {
    "version", "verbosity", "settings", "pythonpath", "traceback", "no_color", "force_color", "skip_checks",
}  # fmt: skip


def usage() -> str:
    """What `inroads --help` prints."""
    lines = [f"  {words:14} {what}" for words, (_, what) in COMMANDS.items()]
    return "\n".join(
        [
            "Inroads runs a place's digital skills and inclusion programme.",
            "",
            "  inroads COMMAND [options]      inroads COMMAND --help",
            "",
            *lines,
        ]
    )


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a fault a person can mend is one plain line and exit code 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    for length in (2, 1):
        words = " ".join(arguments[:length])
        if words in COMMANDS:
            return call(words, arguments[length:])
    if begun := [words for words in COMMANDS if words.startswith(f"{arguments[0]} ")]:
        print("\n".join(f"inroads {words}" for words in begun))
        return 0 if arguments[1:] in (["-h"], ["--help"]) else 2
    print(f"inroads: there is no command “{arguments[0]}”. See inroads --help.", file=sys.stderr)
    return 2


def call(words: str, options: list[str]) -> int:
    """Run the management command behind these words."""
    if words == "demo" or "--demo" in options:  # the settings are read once, so this comes first
        os.environ["INROADS_DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inroads.config.settings")
    if words != "buildassets":  # what we write is nobody else's to read, but for style sheets
        os.umask(0o077)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import DatabaseError

    app, _, name = COMMANDS[words][0].rpartition(".")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"inroads: {error}", file=sys.stderr)
        return 1
    command = import_module(f"inroads.{app}.management.commands.{name}").Command()
    parser = command.create_parser("inroads", words)
    for action in parser._actions:  # what Django adds to every command is nothing to a user
        if action.dest in DJANGOS_OPTIONS:
            action.help = argparse.SUPPRESS
    try:
        chosen = vars(parser.parse_args(options))
    except CommandError as error:
        print(
            f"inroads: {str(error).removeprefix('Error: ')}. See inroads {words} --help.",
            file=sys.stderr,
        )
        return 2
    # `inroads check` asks whether the program fits together; the other commands need not ask again.
    chosen["skip_checks"] = True
    try:
        command.execute(*chosen.pop("args", ()), **chosen)
    except CommandError as error:
        print(f"inroads: {error}", file=sys.stderr)
        return error.returncode
    except DatabaseError as error:
        what = str(error).splitlines()[0]
        print(f"inroads: the database says: {what}. See inroads check.", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read what we print has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("inroads: stopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
