"""What PostgreSQL finds with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govops.kernel.search.bigrams import vector_literal
from govops.kernel.search.everywhere import Source, newest
from govops.kernel.search.queries import matching, query_literal

FEW = st.text(alphabet="机房电池巡检一二", min_size=0, max_size=12)
MIXED = st.text(alphabet="机房电池，。 -'\\:&|!()<>aB1Ⅲ①★\x00%_", min_size=0, max_size=24)


@pytest.fixture
def ask(db: None) -> Callable[[str, str], bool]:
    """Whether a text is found by a query, as PostgreSQL answers."""

    def answer(text: str, words: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector_literal(text), query_literal(words)])
            return bool(cursor.fetchone()[0])

    return answer


relaxed = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)


@relaxed
@given(text=FEW, phrase=FEW.filter(bool))
def test_a_chinese_phrase_is_found_exactly_where_like_finds_it(
    ask: Callable[[str, str], bool], text: str, phrase: str
) -> None:
    assert ask(text, phrase) == (phrase in text)


@relaxed
@given(left=MIXED, text=FEW.filter(lambda text: len(text) >= 2), right=MIXED, data=st.data())
def test_any_two_characters_are_found(
    ask: Callable[[str, str], bool], left: str, text: str, right: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    assert ask(left + text + right, text[start : start + 2])


@relaxed
@given(text=MIXED)
def test_a_text_is_found_by_itself(ask: Callable[[str, str], bool], text: str) -> None:
    assert not query_literal(text) or ask(text, text)


@pytest.mark.parametrize(
    "words",
    [
        "JFLF-2026-0318",
        "jflf-2026-03",
        "2026-0318",
        "0318",
        "jflf",
        "机房 0318",
        "房ups",
        "机房ups电",
        "192.168.1",
        "人",
    ],
)
def test_what_people_type_is_found(ask: Callable[[str, str], bool], words: str) -> None:
    assert ask("编号JFLF-2026-0318 机房UPS电池更换 192.168.1.20 来访人", words)


@pytest.mark.parametrize("words", ["房机", "2026-0319", "318", "机房 王", "机房电", "192.168.2", "访更"])
def test_what_is_not_there_is_not_found(ask: Callable[[str, str], bool], words: str) -> None:
    assert not ask("编号JFLF-2026-0318 机房UPS电池更换 192.168.1.20 来访人", words)


def test_text_beyond_the_positions_is_still_found(ask: Callable[[str, str], bool]) -> None:
    filler = "".join(chr(0x4E00 + (i * 7) % 19_000) for i in range(30_000))
    assert ask(filler + "，机房巡检", "机房巡检")
    assert ask("机房检修，" * 300 + "巡检机房检修", "巡检机房检修")


def test_huge_text_fits(ask: Callable[[str, str], bool]) -> None:
    assert ask("机房" + "".join(chr(0x4E00 + (i * i) % 20_000) for i in range(400_000)), "机房")


def test_the_column_is_written_as_text_and_never_read(tables: tuple[Any, Any]) -> None:
    paper_model, _ = tables
    paper_model.objects.create(number="1", title="机房巡检", search_vector="机房巡检")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        loaded = paper_model.objects.get()
        assert loaded.search_vector is None
    assert len(captured) == 1
    assert '"search_vector"' not in captured[0]["sql"]


def test_saving_a_loaded_record_keeps_its_vector(tables: tuple[Any, Any]) -> None:
    paper_model, _ = tables
    paper_model.objects.create(number="1", title="机房巡检", search_vector="机房巡检")
    loaded = paper_model.objects.get()
    loaded.title = "其他"
    loaded.full_clean()
    loaded.save()
    loaded.refresh_from_db()
    loaded.save()
    assert matching(paper_model.objects.all(), "机房").exists()


def test_every_way_of_writing_indexes(tables: tuple[Any, Any]) -> None:
    paper_model, _ = tables
    rows = paper_model.objects.bulk_create(
        [paper_model(number=str(i), title="", search_vector=f"机房{i}号") for i in range(3)]
    )
    assert matching(paper_model.objects.all(), "机房").count() == 3
    loaded = paper_model.objects.get(pk=rows[0].pk)
    loaded.search_vector = "电池'\\ 更换"
    loaded.save(update_fields=["search_vector"])
    rows[1].search_vector = "电池组"
    paper_model.objects.bulk_update([rows[1]], ["search_vector"])
    paper_model.objects.filter(pk=rows[2].pk).update(search_vector="蓄电池")
    assert matching(paper_model.objects.all(), "电池").count() == 3
    assert paper_model.objects.filter(search_vector="电池 更换").get() == rows[0]
    paper_model.objects.update(search_vector=None)
    assert paper_model.objects.filter(search_vector=None).count() == 3


def test_blank_narrows_nothing_and_signs_find_nothing(tables: tuple[Any, Any]) -> None:
    paper_model, _ = tables
    paper_model.objects.create(number="1", title="机房", search_vector="机房★")
    assert matching(paper_model.objects.all(), " ").count() == 1
    assert matching(paper_model.objects.all(), "★").count() == 0


def test_everywhere_merges_the_newest_of_all_in_one_statement(tables: tuple[Any, Any]) -> None:
    paper_model, visit_model = tables
    for i in range(3):
        for model, word in ((paper_model, "机房巡检"), (visit_model, "机房来访")):
            model.objects.create(number=f"{word}-{i}", title=f"{word}{i}", search_vector=f"{word}{i}")
    visit_model.objects.create(number="x", title="机房秘密", search_vector="机房秘密")
    sources = [
        Source.composed("paper", "巡检记录", paper_model.objects.all()),
        Source.composed("visit", "来访登记", visit_model.objects.exclude(number="x")),
    ]
    with CaptureQueriesContext(connection) as captured:
        hits = newest(sources, "机房", limit=4)
    assert len(captured) == 1
    assert [hit.title for hit in hits] == ["机房来访2", "机房巡检2", "机房来访1", "机房巡检1"]
    assert {hit.register_title for hit in hits} == {"巡检记录", "来访登记"}
    assert [hit.register for hit in newest(sources[:1], "机房")] == ["paper"] * 3
    assert newest(sources, "★") == newest([], "机房") == []
