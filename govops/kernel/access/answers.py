"""Yes, or no with a reason a person can act on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """No. `sentence` is Chinese and says the way out; `rule` is the R-… it rests on; `field` the input to mend."""

    sentence: str
    rule: str = ""
    field: str = ""

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Denied


class Refused(Exception):  # noqa: N818 - it is said to people as a refusal, not as an error
    """A verb was refused; nothing has changed. `status`: 403 may not, 409 not now, 422 mend the input."""

    def __init__(
        self,
        sentence: str,
        *,
        rule: str = "",
        field: str = "",
        status: int = 409,
        errors: dict[str, list[str]] | None = None,
    ):
        super().__init__(sentence)
        self.sentence = sentence
        self.rule = rule
        self.field = field
        self.status = status
        self.errors = errors or ({field: [sentence]} if field else {})


def require(answer: Answer, *, status: int = 409) -> None:
    """Raise `Refused` with the reason unless the answer is yes."""
    if isinstance(answer, Denied):
        raise Refused(
            answer.sentence, rule=answer.rule, field=answer.field, status=422 if answer.field else status
        )
