"""Running, recording, retrying and handing over."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job as QueuedJob

from govops.kernel import moment
from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.jobs import declaration, defer, job, run_now
from govops.kernel.jobs.models import JobRun, JobSchedule
from govops.kernel.jobs.overview import overview
from govops.kernel.jobs.schedule import hand_over_due
from govops.kernel.jobs.tasks import Retry

SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db
seen: list[object] = []


@pytest.fixture(autouse=True)
def trial_jobs() -> Iterator[None]:
    """Three jobs of our own beside the real ones."""

    @job(title="问候", name="trial.greet")
    def greet(*, name: str, actor: Actor) -> str:
        seen.append((name, actor))
        return f"问候了{name}"

    @job(title="拒绝", name="trial.refuse")
    def refuse() -> None:
        raise Refused("日历尚未核定，请先核定。")

    @job(title="每日", name="trial.daily", every="0 1 * * *", attempts=2)
    def fail() -> None:
        raise ZeroDivisionError("除以零")

    seen.clear()
    yield
    for name in ("trial.greet", "trial.refuse", "trial.daily"):
        declaration.forget(name)


def waiting() -> list[str]:
    return [entry.args["name"] for entry in ProcrastinateJob.objects.filter(status="todo").order_by("id")]


def test_a_job_acts_as_the_system_and_its_answer_is_kept() -> None:
    run = run_now("trial.greet", name="档案馆")
    assert (run.result, run.sentence, run.trigger) == ("ok", "问候了档案馆", "manual")
    ((name, actor),) = seen
    assert name == "档案馆"
    assert actor.name == "系统"
    assert actor.channel == "job"
    assert run.finished_at is not None


def test_a_refusal_is_kept_with_its_own_sentence() -> None:
    with pytest.raises(Refused):
        run_now("trial.refuse")
    run = JobRun.objects.get()
    assert (run.result, run.sentence) == ("failed", "日历尚未核定，请先核定。")


def test_an_error_is_kept_with_its_kind() -> None:
    with pytest.raises(ZeroDivisionError):
        run_now("trial.daily")
    assert JobRun.objects.get().sentence == "程序出错（ZeroDivisionError）：除以零"


def test_errors_are_tried_again_and_refusals_are_not() -> None:
    def decision(name: str, attempts: int, error: BaseException) -> object:
        queued = QueuedJob(
            id=1, queue="govops", lock=None, queueing_lock=None, task_name="govops.job",
            task_kwargs={"name": name}, attempts=attempts,
        )  # fmt: skip
        return Retry().get_retry_decision(exception=error, job=queued)

    assert decision("trial.daily", 0, ZeroDivisionError()) is not None
    assert decision("trial.daily", 1, ZeroDivisionError()) is None
    assert decision("trial.refuse", 0, Refused("不")) is None
    assert decision("trial.gone", 0, ZeroDivisionError()) is None


def test_what_is_rolled_back_was_never_deferred() -> None:
    def defer_and_fail() -> None:
        with transaction.atomic():
            defer("trial.greet", name="财经处")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        defer_and_fail()
    assert waiting() == []


def test_wrong_arguments_are_found_when_deferring() -> None:
    with pytest.raises(TypeError):
        defer("trial.greet", nobody="财经处")


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_was_deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    # The worker's threads keep their connections, which would outlive the test database.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    defer("trial.greet", name="信息中心")

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=["govops"])

    # In a thread of its own: a browser test before it may have left an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(work).result()
    run = JobRun.objects.get()
    assert (run.trigger, run.result, run.sentence) == ("deferred", "ok", "问候了信息中心")


def test_each_planned_moment_is_handed_over_once() -> None:
    with moment.at(datetime(2026, 3, 2, 1, 0, 5, tzinfo=SHANGHAI)):
        assert "trial.daily" in hand_over_due()
        assert hand_over_due() == []
    assert waiting().count("trial.daily") == 1


def test_a_moment_missed_while_switched_off_is_made_up_for_once() -> None:
    JobSchedule.objects.create(name="trial.daily", handed_over=datetime(2026, 3, 2, 1, tzinfo=SHANGHAI))
    with moment.at(datetime(2026, 3, 9, 8, 30, tzinfo=SHANGHAI)):
        assert "trial.daily" in hand_over_due()
        assert "trial.daily" not in hand_over_due()
    assert JobSchedule.objects.get(name="trial.daily").handed_over == datetime(2026, 3, 9, 1, tzinfo=SHANGHAI)


def test_a_run_that_still_waits_is_not_doubled() -> None:
    at = datetime(2026, 3, 2, 1, 0, 5, tzinfo=SHANGHAI)
    with moment.at(at):
        hand_over_due()
    with moment.at(at + timedelta(days=1)):
        assert "trial.daily" not in hand_over_due()
    assert waiting().count("trial.daily") == 1


def test_the_overview_shows_the_last_run_and_the_next_moment() -> None:
    run_now("trial.greet", name="外事")
    with moment.at(datetime(2026, 3, 2, 8, tzinfo=SHANGHAI)):
        lines = {line.job.name: line for line in overview()}
    greeted = lines["trial.greet"].last
    assert greeted is not None
    assert greeted.sentence == "问候了外事"
    assert lines["trial.greet"].next_due is None
    assert lines["trial.daily"].last is None
    assert lines["trial.daily"].next_due == datetime(2026, 3, 3, 1, tzinfo=SHANGHAI)
