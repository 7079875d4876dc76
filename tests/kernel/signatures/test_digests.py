"""One document, one digest: however it is written, wherever it was read back from."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govops.kernel.signatures.digests import canonical, digest_of, plain, sm3_hex


def test_the_digest_is_sm3_as_in_the_standard() -> None:
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_canonical_form_is_short_sorted_and_readable() -> None:
    document = {"事由": "维修", "b": [1, None, True], "a": date(2026, 3, 1)}
    assert canonical(document).decode() == '{"a":"2026-03-01","b":[1,null,true],"事由":"维修"}'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"名": "e\u0301"}, {"名": "\u00e9"}),
        ({"额": Decimal("10.50")}, {"额": Decimal("10.5")}),
        ({"额": Decimal("-0")}, {"额": Decimal("0.00")}),
        (
            {"时": datetime(2026, 3, 1, 1, 0, tzinfo=UTC)},
            {"时": datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))},
        ),
        ({"a": (1, 2)}, {"a": [1, 2]}),
    ],
)
def test_what_says_the_same_has_the_same_digest(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize("other", [{"a": "1"}, {"a": True}, {"a": None}, {}, {"a": 1, "b": None}, {"a": [1]}])
def test_what_differs_has_another_digest(other: dict[str, Any]) -> None:
    assert digest_of({"a": 1}) != digest_of(other)


@pytest.mark.parametrize("odd", [{1, 2}, b"x", object()])
def test_what_has_no_clear_form_is_refused(odd: object) -> None:
    with pytest.raises(TypeError, match="cannot contain"):
        digest_of({"a": odd})


@pytest.mark.parametrize("odd", [float("nan"), "\x00"])
def test_what_the_database_cannot_keep_is_refused(odd: object) -> None:
    with pytest.raises(ValueError, match="must not contain"):
        digest_of({"a": odd})


_text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=10,
)


@given(st.dictionaries(_text, _values, max_size=5))
def test_the_plain_form_survives_storage(document: dict[str, Any]) -> None:
    stored = json.loads(json.dumps(plain(document)))
    assert digest_of(stored) == digest_of(document)
    assert plain(stored) == stored
