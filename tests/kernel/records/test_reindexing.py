"""Search texts are written anew by the rule of saving, while people work and without a change of the records."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from govops.kernel import jobs
from govops.kernel.records import facts, reindexing
from govops.kernel.records.models import Record
from govops.kernel.search.queries import matching
from tests.promises.conftest import monday, world  # noqa: F401 - fixtures
from tests.promises.world import World

CODE = "visitor_entry"


@pytest.fixture
def entries(world: World) -> list[Any]:  # noqa: F811 - the fixture
    return [world.another(CODE) for _ in range(5)]


def vectors(model: type[Record]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT id, search_vector::text, xmin::text, version FROM "{model._meta.db_table}" ORDER BY id')  # fmt: skip
        return cursor.fetchall()


def test_what_is_right_already_is_left_alone(entries: list[Any]) -> None:
    model = type(entries[0])
    before = vectors(model)
    assert reindexing.reindex(model.objects.all()).written == 0
    assert vectors(model) == before


def test_what_is_wrong_is_written_as_saving_would_and_nothing_else_of_it(entries: list[Any]) -> None:
    model = type(entries[0])
    right = [(pk, vector, version) for pk, vector, _, version in vectors(model)]
    model.objects.filter(pk__lt=entries[3].pk).update(search_vector="隐藏的旧名")
    assert matching(model.objects.all(), "隐藏的旧名").count() == 3
    progress = reindexing.reindex(model.objects.all())
    assert (progress.written, progress.looked_at, progress.is_done) == (3, 5, True)
    assert [(pk, vector, version) for pk, vector, _, version in vectors(model)] == right


def test_the_name_of_what_few_may_know_is_gone_once_the_rule_says_so(world: World) -> None:  # noqa: F811
    hint, item = world.record("problem_suggestion"), world.another("configuration_item", name="量子网关")
    model, kept = type(hint), type(item).objects
    kept.filter(pk=item.pk).update(is_restricted=True)
    model.objects.filter(pk=hint.pk).update(item=item, title="量子网关：同类事件", search_vector="量子网关")
    reindexing.reindex(model.objects.all())
    assert not matching(model.objects.all(), "量子网关").exists()
    assert matching(model.objects.all(), item.number).exists()
    assert model.objects.get(pk=hint.pk).title == "量子网关：同类事件"


def test_a_row_that_is_saved_meanwhile_is_read_again(
    entries: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    model, real = type(entries[0]), facts.search_text
    model.objects.update(search_vector=None)

    def composed(record: Any, names: Any) -> str:
        if record.pk == entries[2].pk and record.version == 1:
            model.objects.filter(pk=record.pk).update(version=2, purpose="量子计算机检修")
        return real(record, names)

    monkeypatch.setattr(facts, "search_text", composed)
    assert reindexing.reindex(model.objects.all()).written == 5
    assert matching(model.objects.all(), "量子计算机").get().pk == entries[2].pk


def test_a_job_does_a_slice_and_hands_the_rest_to_the_next(
    entries: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    deferred: list[dict[str, Any]] = []
    monkeypatch.setattr(reindexing, "SLICE", 2)
    monkeypatch.setattr(reindexing, "defer", lambda name, **arguments: deferred.append(arguments))
    type(entries[0]).objects.update(search_vector=None)
    reindexing.leave_to_jobs([CODE])
    said = []
    while deferred:
        said.append(jobs.run_now(reindexing.JOB, **deferred.pop()).sentence)
    assert [text.rpartition("，")[2] for text in said] == ["其余随后继续", "其余随后继续", "已全部看完"]
    assert matching(type(entries[0]).objects.all(), entries[0].number).exists()
    assert not type(entries[0]).objects.filter(search_vector=None).exists()


def test_who_stops_the_command_is_told_how_to_go_on(
    entries: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    type(entries[0]).objects.update(search_vector=None)
    monkeypatch.setattr(reindexing, "_PART", 2)
    real, seen = facts.search_text, []

    def stopped(record: Any, names: Any) -> str:
        seen.append(record.pk)
        if len(seen) == 4:
            raise KeyboardInterrupt
        return real(record, names)

    monkeypatch.setattr(facts, "search_text", stopped)
    told = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command("reindex_search", CODE, stderr=told, stdout=io.StringIO())
    assert f"reindex_search {CODE} --after {entries[1].pk}" in told.getvalue()
    said = io.StringIO()
    call_command("reindex_search", CODE, after=entries[1].pk, stdout=said)
    assert "共 3 条" in said.getvalue()
    assert not type(entries[0]).objects.filter(search_vector=None).exists()


def test_a_wrong_name_is_answered_with_the_nearest(db: None) -> None:
    with pytest.raises(CommandError, match="相近的是 visitor_entry"):
        call_command("reindex_search", "visitor_entri")
    with pytest.raises(CommandError, match="台账代码"):
        call_command("reindex_search", after=7)


def test_all_registers_can_be_left_to_the_background(db: None) -> None:
    said = io.StringIO()
    call_command("reindex_search", later=True, stdout=said)
    assert "已交给后台作业" in said.getvalue()
