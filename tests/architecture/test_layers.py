"""One direction: import-linter keeps it, and a breach planted in a copy of the house is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code_rules import ROOT

LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
PLANTED = {
    "an app that imports a higher one": (
        "foundations/people/queries.py",
        "import inroads.programme.help",
    ),
    "a model that imports an action": (
        "programme/help/models.py",
        "import inroads.programme.help.actions",
    ),
    "a view in a model": ("programme/help/models.py", "import inroads.programme.help.views"),
    "an engine that imports Django": ("engine/need.py", "import django"),
    "an engine that imports the house": ("engine/need.py", "import inroads.foundations.core"),
    "an app that no layer names": ("programme/gossip/__init__.py", ""),
}


@pytest.fixture
def empty_house(tmp_path) -> Path:
    """Our folders and file names, with nothing in the files."""
    for path in (ROOT / "inroads").rglob("*.py"):
        copy = tmp_path / path.relative_to(ROOT)
        if not {"tests", "migrations"} & set(path.parts):
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(house: Path) -> int:
    return subprocess.run(LINT, cwd=house, capture_output=True, check=False).returncode


def test_an_empty_house_is_sound(empty_house):
    assert lint(empty_house) == 0


@pytest.mark.parametrize("breach", PLANTED)
def test_a_planted_breach_is_noticed(empty_house, breach):
    name, line = PLANTED[breach]
    path = empty_house / "inroads" / name
    path.parent.mkdir(exist_ok=True)
    for wanted in ("actions", "views"):
        (empty_house / f"inroads/programme/help/{wanted}.py").touch()
    path.write_text(line)

    assert lint(empty_house) == 1
