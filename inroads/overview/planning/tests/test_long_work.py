"""Long work is done part by part: one sees how far it is, can stop it, and goes on where it stopped."""

from datetime import timedelta

import pytest
from django.utils import timezone

from inroads.foundations.core.rules import Refused
from inroads.overview.planning.actions import begin_work, go_on_with_work, keep_part, stop_work
from inroads.overview.planning.answering import need
from inroads.overview.planning.answering.method import Method
from inroads.overview.planning.answering.methods import METHODS
from inroads.overview.planning.models import Question, Run
from inroads.overview.planning.tasks import work_out
from inroads.overview.planning.tests.factories import a_run, wessex
from inroads.overview.planning.working import work_through

Status = Run.Status


@pytest.fixture
def run(manager, council):
    """A question in ten parts that nobody has begun to work on."""
    return a_run(wessex(), manager, council, question=Question.NEED, worked_out=False)


@pytest.fixture
def whole(run, manager):
    """The answer to it, worked out in one go."""
    work_out.func(run.pk)
    result = Run.objects.get(pk=run.pk).result
    Run.objects.update(status=Status.WAITING, parts=[], result={})
    return result


def when_part_begins(monkeypatch, number: int, happens):
    """Something happens while a part is being worked out."""

    def part(inputs, at, rng):
        if at == number:
            happens()
        return need.METHOD.part(inputs, at, rng)

    method = Method(need.METHOD.gather, need.METHOD.parts, part, need.METHOD.answer)
    monkeypatch.setitem(METHODS, Question.NEED, method)


def test_it_stops_after_the_part_that_is_being_done_and_keeps_what_it_did(
    run, manager, monkeypatch
):
    when_part_begins(monkeypatch, 3, lambda: stop_work(run, by=manager))

    work_out.func(run.pk)

    run.refresh_from_db()
    assert run.status == Status.STOPPED
    assert len(run.parts) == 4


def test_stopped_and_gone_on_with_it_ends_as_if_it_had_never_stopped(
    run, whole, manager, monkeypatch
):
    when_part_begins(monkeypatch, 3, lambda: stop_work(run, by=manager))
    work_out.func(run.pk)
    monkeypatch.setitem(METHODS, Question.NEED, need.METHOD)

    go_on_with_work(run, at=timezone.now(), by=manager)
    work_out.func(run.pk)

    run.refresh_from_db()
    assert run.is_done
    assert run.result == whole
    assert run.parts == []


def test_what_broke_off_goes_on_from_the_last_part(run, whole, manager, monkeypatch):
    def dies():
        raise MemoryError

    when_part_begins(monkeypatch, 5, dies)
    with pytest.raises(MemoryError):
        work_out.func(run.pk)
    monkeypatch.setitem(METHODS, Question.NEED, need.METHOD)
    run.refresh_from_db()
    assert (run.status, len(run.parts)) == (Status.WORKING, 5)

    go_on_with_work(run, is_silent=True, at=timezone.now(), by=manager)
    work_out.func(run.pk)

    run.refresh_from_db()
    assert run.result == whole


def test_the_last_part_is_not_stopped_in_vain(run, manager, monkeypatch):
    when_part_begins(monkeypatch, need.PARTS - 1, lambda: stop_work(run, by=manager))

    work_out.func(run.pk)

    run.refresh_from_db()
    assert run.is_done


def test_two_workers_keep_each_part_once(run, manager):
    now = timezone.now()
    assert begin_work(run, at=now, by=manager)
    assert not begin_work(run, at=now, by=manager)

    kept = [keep_part(run, 0, {"part": worker}, at=now, by=manager) for worker in (1, 2)]

    run.refresh_from_db()
    assert kept == [True, False]
    assert run.parts == [{"part": 1}]


def test_what_waits_is_stopped_at_once_and_then_nobody_begins_it(run, manager):
    stop_work(run, by=manager)

    work_out.func(run.pk)

    run.refresh_from_db()
    assert (run.status, run.parts) == (Status.STOPPED, [])


def test_what_is_done_is_neither_stopped_nor_gone_on_with(run, whole, manager):
    work_out.func(run.pk)

    with pytest.raises(Refused):
        stop_work(run, by=manager)
    with pytest.raises(Refused):
        go_on_with_work(run, at=timezone.now(), by=manager)


def test_what_cannot_be_worked_out_says_why(run, manager, monkeypatch):
    def refuses():
        raise ValueError("The weights of a draw are not below zero and add up to one")

    when_part_begins(monkeypatch, 0, refuses)

    work_through(run, clock=timezone.now, by=manager)

    run.refresh_from_db()
    assert run.status == Status.REFUSED
    assert "add up to one" in run.refusal


def test_the_page_says_how_far_it_is_and_offers_to_stop(signed_in, manager, run):
    begin_work(run, at=timezone.now(), by=manager)
    keep_part(run, 0, {}, at=timezone.now(), by=manager)

    page = signed_in(manager).get(run.get_absolute_url())

    assert f"1 of {need.PARTS} parts" in page.text
    assert "/stop/" in page.text
    assert "/again/" not in page.text


def test_the_page_offers_to_go_on_with_what_has_fallen_silent(signed_in, manager, run):
    begin_work(run, at=timezone.now() - timedelta(minutes=3), by=manager)

    browser = signed_in(manager)
    assert "broken off" in browser.get(run.get_absolute_url()).text

    assert browser.post(f"{run.get_absolute_url()}again/").status_code == 302
    work_out.func(run.pk)
    run.refresh_from_db()
    assert run.is_done


def test_work_that_was_removed_meanwhile_is_let_be(run):
    key = run.pk
    run.delete()

    work_out.func(key)
