"""Chinese text as overlapping pairs of characters, so that PostgreSQL's own full-text index finds it.

One character or one Latin/digit word takes one position; anything else (space, punctuation) leaves a gap of
one position, so a phrase never reaches across it. Codes such as ``JFLF-2026-0318`` are words with consecutive
positions: each part is found on its own, and the whole as a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_POSITION = 16_383
"""PostgreSQL keeps no position above this; later words are known to be in the text, but not where."""

MAX_POSITIONS_OF_ONE = 255
"""PostgreSQL keeps no more positions than this for one lexeme."""

MAX_TOKEN = 64
"""Characters of one Latin or digit word that are indexed; a query is cut in the same way."""

MAX_BYTES = 900_000
"""A tsvector holds one megabyte; text beyond this amount of lexemes is not indexed."""

OVERFLOW = "+"
"""Lexeme no text can produce: the text outgrew its positions, so phrases are matched by their parts."""

JOINERS = frozenset("-_./:@#")
_CJK = (
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3040, 0x30FF),
    (0x3105, 0x312F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
_CLASS = "".join(f"{chr(low)}-{chr(high)}" for low, high in _CJK)
_TOKEN = re.compile(rf"([{_CLASS}]+)|[^\W_{_CLASS}]+")  # one run; what lies between is separation


class Run(NamedTuple):
    """A stretch of one kind: Chinese characters, or one Latin/digit word."""

    text: str
    position: int
    is_cjk: bool

    @property
    def width(self) -> int:
        """How many positions it takes."""
        return len(self.text) if self.is_cjk else 1

    @property
    def end(self) -> int:
        return self.position + self.width


def normalized(text: str) -> str:
    """The form in which texts are compared: full-width folded, lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> Iterator[Run]:
    """The runs of a text, in order, with their positions (from 1)."""
    for found in _stretches(text):
        yield Run(*found)


def _stretches(text: str) -> Iterator[tuple[str, int, bool]]:
    """As `runs`, plain: (text, position, whether it is Chinese)."""
    text = normalized(text)
    position, end, previous_word = 1, 0, False
    for match in _TOKEN.finditer(text):
        start, stop = match.span()
        is_cjk = match.lastindex == 1
        joined = start == end + 1 and text[end] in JOINERS and previous_word and not is_cjk
        if start > end and not joined:
            position += 1
        if is_cjk:
            yield text[start:stop], position, True
            position += stop - start
        else:
            yield text[start : min(stop, start + MAX_TOKEN)], position, False
            position += 1
        end, previous_word = stop, not is_cjk


def lexemes(text: str) -> list[tuple[str, int]]:
    """Every token of the text with its position, 1 up to 16383 (later ones all carry 16383).

    A Chinese run gives its overlapping pairs and, at its last place, its last character alone, so that
    every single character begins some token. ``机房UPS`` → 机房@1 房@2 ups@3.
    """
    found: list[tuple[str, int]] = []
    for word, at, is_cjk in _stretches(text):
        if not is_cjk:
            found.append((word, at))
        else:
            found += [(word[i : i + 2], at + i) for i in range(len(word))]
    if found and found[-1][1] > MAX_POSITION:
        found = [(token, min(at, MAX_POSITION)) for token, at in found]
    return found


def vector_literal(text: str) -> str:
    """The text as the literal of a ``tsvector``, safe to bind as a parameter: ``'机房':1 '房':2``."""
    found = lexemes(text)
    places: dict[str, str] = {}
    if len(found) <= MAX_POSITIONS_OF_ONE:
        for token, position in found:
            places[token] = f"{places[token]},{position}" if token in places else f"{position}"
    else:
        places = {token: ",".join(map(str, known)) for token, known in _bounded(found).items()}
    # A token is made of letters, digits and characters: it holds no quote and no backslash.
    return " ".join([f"'{token}':{known}" for token, known in places.items()])


def _bounded(found: list[tuple[str, int]]) -> dict[str, list[int]]:
    """Token → its positions, within what PostgreSQL keeps; with `OVERFLOW` when something had to be left out."""
    places: dict[str, list[int]] = {}
    size, overflow = 0, False
    for token, position in found:
        known = places.get(token)
        if known is None:
            cost = len(token.encode()) + 4
            if size + cost > MAX_BYTES:
                overflow = True
                continue
            size += cost
            known = places[token] = []
        if len(known) >= MAX_POSITIONS_OF_ONE or position >= MAX_POSITION or size + 2 > MAX_BYTES:
            overflow = True
            if known:
                continue
        known.append(position)
        size += 2
    if overflow:
        places[OVERFLOW] = [MAX_POSITION]
    return places


def quoted(token: str) -> str:
    """One lexeme in quotes, as tsvector and tsquery literals want it."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
