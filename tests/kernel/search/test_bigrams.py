"""Tokens and query literals, without a database."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govops.kernel.search.bigrams import (
    MAX_POSITION,
    MAX_POSITIONS_OF_ONE,
    OVERFLOW,
    lexemes,
    quoted,
    vector_literal,
)
from govops.kernel.search.highlight import highlight
from govops.kernel.search.queries import MAX_WORDS, query, query_literal

CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x4E30), min_size=1, max_size=30)


def test_a_chinese_run_gives_overlapping_pairs_and_its_last_character() -> None:
    assert lexemes("机房巡检") == [("机房", 1), ("房巡", 2), ("巡检", 3), ("检", 4)]


def test_a_lone_character_is_itself() -> None:
    assert lexemes("机") == [("机", 1)]


def test_a_code_gives_its_parts_without_a_gap() -> None:
    assert lexemes("JFLF-2026-0318") == [("jflf", 1), ("2026", 2), ("0318", 3)]


def test_signs_and_spaces_leave_a_gap() -> None:
    assert lexemes("机房，UPS 电池") == [("机房", 1), ("房", 2), ("ups", 4), ("电池", 6), ("池", 7)]


def test_full_width_and_case_fold() -> None:
    assert lexemes("ＵＰＳ①") == lexemes("ups1")


def test_words_are_bounded() -> None:
    assert lexemes("x" * 5000) == [("x" * 64, 1)]


def test_positions_are_bounded_and_the_overflow_is_marked() -> None:
    long = "".join(chr(0x4E00 + i % 20_000) for i in range(20_000))
    assert max(position for _, position in lexemes(long)) == MAX_POSITION
    assert quoted(OVERFLOW) in vector_literal(long)
    assert quoted(OVERFLOW) in vector_literal("机房 " * (MAX_POSITIONS_OF_ONE + 1))
    assert quoted(OVERFLOW) not in vector_literal("机房 " * MAX_POSITIONS_OF_ONE)


def test_lexemes_are_quoted() -> None:
    assert quoted("a'b\\") == "'a''b\\\\'"


def test_one_chinese_character_asks_for_what_begins_with_it() -> None:
    assert query_literal("机") == "('机':* & '机':*)"


def test_a_chinese_word_is_a_phrase_and_latin_a_prefix() -> None:
    assert (
        query_literal("机房巡 UPS") == "(('机房' <1> '房巡') | ('+' & '机房' & '房巡')) & ('ups':* & 'ups':*)"
    )


def test_nothing_to_search_is_no_query() -> None:
    assert query("") is None
    assert query(" ★，") is None


def test_long_queries_are_cut() -> None:
    assert query_literal("机房 电池 " * 500).count("机房") == query_literal("机房").count("机房")
    assert query_literal(" ".join(f"w{i}" for i in range(100))).count(") & (") == MAX_WORDS - 1


@given(st.text(), st.text())
def test_highlighting_loses_nothing(text: str, words: str) -> None:
    fragments = highlight(text, words)
    assert "".join(fragment for fragment, _ in fragments) == text
    assert all(left[1] != right[1] for left, right in pairwise(fragments))


@given(CHINESE, st.data())
def test_a_substring_is_highlighted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    assert any(part in fragment for fragment, is_hit in highlight(text, part) if is_hit)


def test_highlighting_reads_as_a_person_expects() -> None:
    assert highlight("三楼机房巡检（ＵＰＳ）", "机房 ups") == [
        ("三楼", False),
        ("机房", True),
        ("巡检（", False),
        ("ＵＰＳ", True),
        ("）", False),
    ]
    assert highlight("JFLF-2026-0318 ops", "2026-03 ps") == [
        ("JFLF-", False),
        ("2026-03", True),
        ("18 ops", False),
    ]
