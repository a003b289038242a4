"""Each rule holds for our code, and each is shown to notice a breach planted on purpose."""

from pathlib import Path

import pytest

from tests.architecture import code_rules as rules

HERE = Path(__file__)


def breaches(rule, paths) -> list[str]:
    """What a rule on source finds in files, with the file named."""
    return [
        f"{path.relative_to(rules.ROOT)}: {breach}"
        for path in paths
        for breach in rule(path.read_text())
    ]


def test_every_action_takes_by_and_records():
    assert breaches(rules.actions_without_trace, rules.our_files("actions")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "@transaction.atomic\ndef close(thing, *, at):\n    record('closed', thing, by=at)",
        "@transaction.atomic\ndef close(thing, *, by):\n    thing.save()",
    ],
)
def test_an_action_without_trace_is_noticed(planted):
    assert list(rules.actions_without_trace(planted))


def test_only_actions_are_taken_from_a_file_of_actions():
    known = rules.actions_by_module()

    assert known
    assert (
        breaches(
            lambda source: rules.called_without_being_an_action(source, known), rules.our_files()
        )
        == []
    )


def test_taking_something_else_from_a_file_of_actions_is_noticed():
    planted = "from inroads.programme.help.actions import wipe"

    assert list(
        rules.called_without_being_an_action(planted, {"inroads.programme.help.actions": {"keep"}})
    )


def test_views_write_nothing():
    assert breaches(rules.writes_in, rules.our_files("views", "api", "feeds")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "thing.save()",
        "Thing.objects.create(a=1)",
        "Thing.objects.filter(a=1).update(a=2)",
        "thing.delete()",
        "things.update(a=2)",
        "Thing.objects.exclude(a=1).update(a=2)",
        "champion.topics.set(topics)",
        "champion.topics.add(topic)",
        "champion.topics.clear()",
        "cursor.execute('DELETE FROM thing')",
    ],
)
def test_a_writing_view_is_noticed(planted):
    assert list(rules.writes_in(planted))


@pytest.mark.parametrize(
    "gathering",
    [
        "seen.add(1)",
        "context.update(more)",
        "request.session.clear()",
        "cache.set('a', 1)",
        "cursor.execute('SELECT 1')",
    ],
)
def test_a_view_may_gather_what_it_shows(gathering):
    assert list(rules.writes_in(gathering)) == []


def test_only_views_tasks_commands_and_permissions_ask_the_clock():
    paths = [
        path
        for path in rules.our_files()
        if not rules.asks_the_clock(path) and path.stem != "rules"
    ]

    assert breaches(rules.clocks_in, paths) == []


@pytest.mark.parametrize(
    "planted",
    [
        "timezone.now()",
        "django.utils.timezone.localdate()",
        "datetime.now(UTC)",
        "dt.datetime.now()",
        "datetime.today()",
        "datetime.date.today()",
        "time.time()",
        "today()",
    ],
)
def test_an_action_that_asks_the_clock_is_noticed(planted):
    assert list(rules.clocks_in(f"def close(thing):\n    thing.closed_at = {planted}"))


def test_the_day_of_a_moment_that_is_given_may_be_asked_for():
    assert list(rules.clocks_in("timezone.localdate(at)\ntimezone.localtime(at)")) == []


def test_no_model_overrides_save():
    assert breaches(rules.overridden_saves, rules.our_files("models")) == []


def test_an_overridden_save_is_noticed():
    assert list(rules.overridden_saves("class A:\n    def save(self): ..."))


def test_there_are_no_signals():
    assert breaches(rules.signals_in, rules.our_files()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "from django.dispatch import receiver",
        "import django.db.models.signals",
    ],
)
def test_a_signal_is_noticed(planted):
    assert list(rules.signals_in(planted))


def test_no_file_is_over_400_lines():
    tests = [
        path for path in rules.tracked_files() if path.suffix in {".py", ".html", ".css", ".js"}
    ]

    assert list(rules.too_long(tests)) == []


def test_a_file_over_400_lines_is_noticed(tmp_path):
    (tmp_path / "long.py").write_text("\n" * 401)

    assert list(rules.too_long([tmp_path / "long.py"])) == ["long.py has 401 lines"]


def test_no_file_has_a_vague_name():
    relative = [path.relative_to(rules.ROOT) for path in rules.our_files()]

    assert list(rules.vaguely_named(relative)) == []


def test_a_vague_name_is_noticed():
    assert list(rules.vaguely_named([Path("help/utils.py"), Path("common/models.py")]))


def test_nothing_committed_names_a_registry_or_a_path_of_one_machine():
    paths = [path for path in rules.tracked_files() if path.parent != HERE.parent]

    assert list(rules.somebody_elses_addresses(paths)) == []


@pytest.mark.parametrize(
    "planted", ["see https://pypi.org/x", 'open("/home/ann/x")', "cd /work/main"]
)
def test_an_address_of_somebody_else_is_noticed(tmp_path, planted):
    (tmp_path / "x.md").write_text(planted)

    assert list(rules.somebody_elses_addresses([tmp_path / "x.md"]))
