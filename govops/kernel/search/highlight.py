"""Which parts of a shown text are the words that were searched."""

from __future__ import annotations

import re

from govops.kernel.search.bigrams import JOINERS, Run, normalized
from govops.kernel.search.queries import words

_JOINER = f"[{re.escape(''.join(sorted(JOINERS)))}]"


def highlight(text: str, query: str) -> list[tuple[str, bool]]:
    """The text cut into fragments, each with whether it is a hit; joined they are the text again."""
    patterns = [_pattern(word) for word in words(query)]
    if not text or not patterns:
        return [(text, False)] if text else []
    folded, origin = _folded(text)
    hit = [False] * len(text)
    for match in re.finditer("|".join(sorted(patterns, key=len, reverse=True)), folded):
        for index in range(origin[match.start()], origin[match.end() - 1] + 1):
            hit[index] = True
    fragments: list[tuple[str, bool]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or hit[index] != hit[start]:
            fragments.append((text[start:index], hit[start]))
            start = index
    return fragments


def _pattern(word: list[Run]) -> str:
    """The word as it may stand in a folded text; Latin words only from their beginning, as they are found."""
    pattern = "" if word[0].is_cjk else r"(?<![a-z0-9])"
    for before, run in zip([None, *word], word, strict=False):
        if before is not None and not before.is_cjk and not run.is_cjk:
            pattern += _JOINER
        pattern += re.escape(run.text)
    return pattern


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in compared form, and for each of its characters the index it came from."""
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for part in normalized(character):
            characters.append(part)
            origin.append(index)
    return "".join(characters), origin
