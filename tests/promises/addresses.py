"""Every address of the site, made concrete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: what stands where an address varies, by the parameter's name; by converter otherwise
NAMED = {"verb": "approve", "key": "todo", "kind": "people"}
BY_KIND = {
    "int": "1",
    "slug": "none",
    "str": "none",
    "path": "none",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def patterns(
    found: Iterable[Any] | None = None, before: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, pattern text) of every address."""
    for pattern in get_resolver().url_patterns if found is None else found:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern.url_patterns, text, f"{pattern.namespace}:" if pattern.namespace else namespace
            )
        elif isinstance(pattern, URLPattern):
            yield namespace + str(pattern.name or ""), text


def concrete(text: str, code: str) -> str:
    """The pattern as an address of register `code`."""

    def fill(found: re.Match[str]) -> str:
        kind, _, name = found[1].rpartition(":")
        if name == "code":
            return code if kind == "slug" else "R-USR-04"
        return NAMED.get(name) or BY_KIND[kind or "str"]

    plain = re.sub(r"<([^<>]+)>", fill, re.sub(r"\(\?P<\w+>[^)]*\)", "x", text))
    return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")


def all_addresses(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(name, address), once for every register where the register varies."""
    found = []
    for name, text in patterns():
        varies = "<slug:code>" in text
        found += [(name, concrete(text, code)) for code in (codes if varies else ["none"])]
    return found
