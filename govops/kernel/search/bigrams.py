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

FEW = 3_000
"""So many tokens, each as long as can be, stay within that amount."""

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
    text = normalized(text)
    position, end, previous_word = 1, 0, False
    for match in _TOKEN.finditer(text):
        chinese = match.lastindex == 1
        separator = text[end : match.start()]
        joined = len(separator) == 1 and separator in JOINERS and previous_word and not chinese
        if separator and not joined:
            position += 1
        run = Run(match[0] if chinese else match[0][:MAX_TOKEN], position, chinese)
        yield run
        position, end, previous_word = run.end, match.end(), not chinese


def lexemes(text: str) -> list[tuple[str, int]]:
    """Every token of the text with its position, 1 up to 16383 (later ones all carry 16383).

    A Chinese run gives its overlapping pairs and, at its last place, its last character alone, so that
    every single character begins some token. ``机房UPS`` → 机房@1 房@2 ups@3.
    """
    found: list[tuple[str, int]] = []
    for run in runs(text):
        if run.is_cjk:
            word, at = run.text, run.position
            if at + len(word) > MAX_POSITION:
                found += [(word[i : i + 2], min(at + i, MAX_POSITION)) for i in range(len(word))]
            else:
                found += [(word[i : i + 2], at + i) for i in range(len(word))]
        else:
            found.append((run.text, min(run.position, MAX_POSITION)))
    return found


def vector_literal(text: str) -> str:
    """The text as the literal of a ``tsvector``, safe to bind as a parameter: ``'机房':1 '房':2``."""
    found = lexemes(text)
    places: dict[str, list[int]] = {}
    if len(found) > FEW or (found and found[-1][1] >= MAX_POSITION):
        places = _bounded(found)
    else:
        for token, position in found:
            places.setdefault(token, []).append(position)
        if any(len(known) > MAX_POSITIONS_OF_ONE for known in places.values()):
            places = _bounded(found)
    # A token is made of letters, digits and characters: it holds no quote and no backslash.
    return " ".join(
        [
            f"'{token}':{known[0]}" if len(known) == 1 else f"'{token}':{','.join(map(str, known))}"
            for token, known in places.items()
        ]
    )


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
