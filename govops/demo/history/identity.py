"""Identity numbers that cannot belong to anybody: well formed, from a district that does not exist."""

from __future__ import annotations

from random import Random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DISTRICT = "349899"


def identity_number(kind: str, owner: str) -> str:
    """The number of `owner`'s document: the same for the same owner each time he comes."""
    chance = Random(f"{kind}{owner}")
    if kind == "foreign":
        return f"E{chance.randrange(10_000_000, 99_999_999)}"
    if kind == "hmt":
        return f"H{chance.randrange(10_000_000, 99_999_999)}"
    body = f"{_DISTRICT}{chance.randrange(1968, 2000)}{chance.randrange(1, 13):02d}{chance.randrange(1, 28):02d}{chance.randrange(1000):03d}"
    return (
        body
        + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    )


def phone_of(owner: str) -> str:
    """A telephone number of `owner`, from a range that is not in use."""
    return f"1390000{Random(owner).randrange(10_000):04d}"
