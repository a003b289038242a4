"""What the build demands of our code. Each rule takes source or paths and yields its breaches in words."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
VAGUE_NAMES = {"utils", "helpers", "common", "services", "misc"}
WRITES = {
    "save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "acreate", "asave", "adelete", "aupdate",
}  # fmt: skip
# The only files that may ask what time it is.
ASKING_THE_CLOCK = {
    "views",
    "api",
    "feeds",
    "tasks",
    "management",
    "permissions",
    "middleware",
    "mail",
    "adapters",
    # Each call to GOV.UK Notify is signed with its moment.
    "notify",
}
CLOCKS = {
    "timezone.now", "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "time.time_ns",
}  # fmt: skip
# These ask what time it is only if they are given no moment.
CLOCKS_BY_DEFAULT = {
    "timezone.localdate", "timezone.localtime", "time.localtime", "time.gmtime",
    "today", "localdate", "localtime", "now",
}  # fmt: skip
# What changes a relation (`champion.topics.set(...)`), and what only looks like one.
WRITES_TO_A_RELATION = {"add", "set", "clear", "remove"}
NO_RELATION = {"session", "headers"}
SOMEBODY_ELSES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|npmmirror|(?<![\w.])/(?:work|root|home)/\w"
)


def our_files(*names: str) -> list[Path]:
    """Files of the product whose stem or folder has one of these names; all if none is given."""
    files = [
        path for path in sorted((ROOT / "inroads").rglob("*.py")) if "migrations" not in path.parts
    ]
    product = [path for path in files if "tests" not in path.parts]
    return [
        path for path in product if not names or path.stem in names or path.parent.name in names
    ]


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def called_names(function: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call inside, by the last part of what is called."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            yield name, node


def is_action(function: ast.FunctionDef) -> bool:
    """An action is one transaction; the other functions of its file are what actions share."""
    return "transaction.atomic" in {ast.unparse(decorator) for decorator in function.decorator_list}


def actions_without_trace(source: str) -> Iterator[str]:
    """Every action takes `by` by keyword, and records, or passes `by` to an action that does."""
    for function in filter(is_action, functions(ast.parse(source))):
        if "by" not in {argument.arg for argument in function.args.kwonlyargs}:
            yield f"{function.name} does not take `by`"
        passes = any(
            name == "record" or any(keyword.arg == "by" for keyword in call.keywords)
            for name, call in called_names(function)
        )
        if not passes:
            yield f"{function.name} records nothing"


def called_without_being_an_action(source: str, actions: dict[str, set[str]]) -> Iterator[str]:
    """From a file of actions nothing is imported but actions; `actions` names those of each module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in actions:
            yield from (
                f"{node.module}.{alias.name}"
                for alias in node.names
                if alias.name[0].islower() and alias.name not in actions[node.module]
            )


def actions_by_module() -> dict[str, set[str]]:
    """The actions of every file of actions, by its dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): {
            function.name for function in filter(is_action, functions(ast.parse(path.read_text())))
        }
        for path in our_files("actions")
    }


def writes_in(source: str) -> Iterator[str]:
    """A view writes nothing: it calls an action."""
    for name, call in called_names(ast.parse(source)):
        text = ast.unparse(call.func)
        if (
            name in WRITES
            or is_update(name, call, text)
            or changes_a_relation(name, call)
            or is_statement(name, call)
        ):
            yield f"line {call.lineno}: {text}()"


def is_update(name: str, call: ast.Call, text: str) -> bool:
    """Rows are updated by keywords; a dictionary may be by another one."""
    return name == "update" and (bool(call.keywords) or "objects" in text or "filter(" in text)


def is_statement(name: str, call: ast.Call) -> bool:
    """SQL that is not plainly a question."""
    reads = bool(call.args) and ast.unparse(call.args[0]).strip("'\"").startswith("SELECT")
    return name in ("execute", "executemany") and not reads


def changes_a_relation(name: str, call: ast.Call) -> bool:
    of = getattr(call.func, "value", None)
    return (
        name in WRITES_TO_A_RELATION
        and isinstance(of, ast.Attribute)
        and of.attr not in NO_RELATION
    )


def clocks_in(source: str) -> Iterator[str]:
    """Moments and days are passed in."""
    for _, call in called_names(ast.parse(source)):
        text = ast.unparse(call.func)
        clock = ".".join(text.split(".")[-2:])
        if clock in CLOCKS or (clock in CLOCKS_BY_DEFAULT and not call.args):
            yield f"line {call.lineno}: {text}()"


def asks_the_clock(path: Path) -> bool:
    """True of the files that may."""
    return bool(ASKING_THE_CLOCK & {path.stem, *path.parts}) or "config" in path.parts


def overridden_saves(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name == "save":
            yield f"line {node.lineno}: save is overridden"


def signals_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            module = getattr(node, "module", None)
            for name in [
                f"{module}.{alias.name}" if module else alias.name for alias in node.names
            ]:
                if "signals" in name.split(".") or name.startswith("django.dispatch"):
                    yield f"line {node.lineno}: {name}"


def too_long(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if (length := len(path.read_text().splitlines())) > LONGEST_FILE:
            yield f"{path.name} has {length} lines"


def vaguely_named(paths: Iterable[Path]) -> Iterator[str]:
    return (str(path) for path in paths if {path.stem, *path.parts} & VAGUE_NAMES)


def somebody_elses_addresses(paths: Iterable[Path]) -> Iterator[str]:
    """No committed file names a package registry or a path of one machine."""
    for path in paths:
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if SOMEBODY_ELSES.search(line):
                yield f"{path.name}:{number}"
