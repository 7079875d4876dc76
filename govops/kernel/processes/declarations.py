"""How a process is told: states, moves, and an approval with its steps. Read it aloud to the customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.db.models import TextChoices

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Allowed, Answer, Denied
from govops.kernel.processes.seats import Seat

if TYPE_CHECKING:
    from datetime import datetime

    from govops.kernel.organization.models import Person
    from govops.kernel.records.models import Record


@dataclass(frozen=True)
class Deed:
    """What is being done, for guards and effects: who, when, with which input."""

    actor: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    opinion: str = ""


Guard = Callable[[Any, Deed], Answer]
Effect = Callable[[Any, Deed], None]
Condition = Callable[[Any], bool]
Who = Callable[[Any], "Sequence[Person]"]

#: The approval's own verbs, in the order people expect them.
APPROVAL_VERBS = {
    "submit": "提交",
    "approve": "同意",
    "refuse": "不同意",
    "return": "退回",
    "transfer": "转办",
    "add_signer": "加签",
    "take_back": "取回",
    "revoke": "撤销",
    "urge": "催办",
    "circulate": "传阅",
    "read": "已阅",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of an approval.

    Several `seats` sign jointly (会签); within a seat any one holder decides, or with `each` every holder has a place.
    `quorum`: "all", "any", or how many places must agree. `hours`: working hours allowed (administrators may change both).
    `checks`: what must hold before anybody agrees at this step.
    """

    key: str
    title: str
    seats: tuple[Seat, ...]
    when: Condition | None = None
    quorum: Literal["all", "any"] | int = "all"
    each: bool = False
    in_order: bool = False
    hours: float = 16
    checks: tuple[Guard, ...] = ()

    def applies(self, record: Record) -> bool:
        return self.when is None or self.when(record)


@dataclass(frozen=True, kw_only=True)
class Approval:
    """From `start` through the steps to `yes` or `no`; 退回 to the applicant leads `back`.

    `only_if`: whether a record is submitted at all (where not, 提交 is not offered); `when`: what must hold then.
    """

    start: str
    during: str
    yes: str
    no: str
    back: str
    steps: tuple[Step, ...]
    only_if: Guard | None = None
    when: tuple[Guard, ...] = ()
    on_yes: tuple[Effect, ...] = ()
    on_no: tuple[Effect, ...] = ()

    @property
    def conditions(self) -> tuple[Guard, ...]:
        """All that must hold when it is submitted."""
        return ((self.only_if,) if self.only_if else ()) + self.when

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    def steps_for(self, record: Record) -> list[Step]:
        return [step for step in self.steps if step.applies(record)]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A verb that changes the state.

    `asks`: fields of the record filled in with the move; `when`: what must hold before (shown on the button);
    `checks`: what must hold of the input; `todo`: whose 待办 it becomes.
    """

    title: str
    sources: tuple[str, ...]
    target: str
    by: Guard
    asks: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    opinion: Literal["none", "optional", "required"] = "none"
    when: tuple[Guard, ...] = ()
    checks: tuple[Guard, ...] = ()
    then: tuple[Effect, ...] = ()
    todo: Who | None = None
    hours: float = 8
    icon: str = "arrow-right"
    is_danger: bool = False
    confirm: str = ""
    signed: bool = True
    help: str = ""


class Process:
    """Subclass it: class attributes that are `Move`s and one `Approval` make the process."""

    code: ClassVar[str] = ""
    title: ClassVar[str] = ""
    states: ClassVar[type[TextChoices]]
    #: state → what people call it
    state_words: ClassVar[dict[str, str]] = {}
    initial: ClassVar[str]
    #: state → fields that may be edited there (`...` = all)
    editable: ClassVar[Mapping[str, tuple[str, ...] | Any]] = {}
    cancelled: ClassVar[str] = ""
    final: ClassVar[tuple[str, ...]] = ()
    approval: ClassVar[Approval | None] = None
    moves: ClassVar[dict[str, Move]] = {}
    #: fields that name people who may not decide on the record (携带人、陪同人 …), besides the applicant
    not_by: ClassVar[tuple[str, ...]] = ()
    #: deciding at one step bars from the others
    steps_apart: ClassVar[bool] = True
    #: False: a ledger of things, not matters that somebody has started and waits for (我发起)
    is_matter: ClassVar[bool] = True
    cites: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "states" in vars(cls):
            cls.state_words = {str(value): str(label) for value, label in cls.states.choices}
        cls.moves = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Move)
        }
        if taken := cls.moves.keys() & APPROVAL_VERBS.keys():
            raise ValueError(
                f"{cls.__name__}: {sorted(taken)[0]} is a verb of every approval; give the move another name"
            )

    @classmethod
    def may_edit(cls, record: Record, name: str | None = None) -> bool:
        """Whether the field (any field, without a name) may be edited in the record's state."""
        fields = cls.editable.get(record.state, ())
        return bool(fields) if name is None else fields is ... or name in fields

    @classmethod
    @cache
    def seats(cls) -> tuple[str, ...]:
        """The codes of the seats that its approval asks for."""
        steps = cls.approval.steps if cls.approval else ()
        return tuple(dict.fromkeys(seat.code for step in steps for seat in step.seats))

    @classmethod
    def is_final(cls, state: str) -> bool:
        return state in cls.final


_processes: dict[str, type[Process]] = {}


def bind(code: str, process: type[Process]) -> None:
    """Bind a process to the register of that code."""
    if code in _processes:
        raise ValueError(f"register {code} has a process already")
    process.code = code
    _processes[code] = process


def process_of(register: str) -> type[Process] | None:
    return _processes.get(register)


def all_processes() -> dict[str, type[Process]]:
    return dict(_processes)


# --- who may do a move -----------------------------------------------------------------------------------------------


def the_applicant(record: Any, deed: Deed) -> Answer:
    """申请人本人（或代为登记的人）."""
    if deed.actor.person and deed.actor.person.pk in {record.applicant_id, record.created_by_id}:
        return Allowed()
    return Denied(f"只有申请人{record.applicant or ''}本人可以办理。")


def by_the_system(record: Any, deed: Deed) -> Answer:
    """系统自动办理（作业，或其他办理的后果）."""
    if deed.actor.is_system:
        return Allowed()
    return Denied("此项由系统自动办理。")


def seated(seat: Seat) -> Guard:
    """Whoever sits in `seat`."""

    def guard(record: Any, deed: Deed) -> Answer:
        if deed.actor.person and any(p.pk == deed.actor.person.pk for p in seat.holders(record)):
            return Allowed()
        return Denied(f"只有{seat.title}可以办理。")

    guard.__name__ = f"seated_{seat.code}"
    return said(guard, f"“{seat.title}”席位")


def named_in(*names: str, title: str) -> Guard:
    """The person that the record's field names, e.g. its escort."""

    def guard(record: Any, deed: Deed) -> Answer:
        if deed.actor.person and deed.actor.person.pk in {getattr(record, f"{name}_id") for name in names}:
            return Allowed()
        return Denied(f"只有{title}可以办理。")

    return said(guard, title)


def any_of(*guards: Guard) -> Guard:
    """Allowed when one of the guards allows; else the sentences together."""

    def guard(record: Any, deed: Deed) -> Answer:
        reasons = []
        for one in guards:
            answer = one(record, deed)
            if answer:
                return answer
            reasons.append(answer.sentence)  # type: ignore[union-attr]
        return Denied(" ".join(dict.fromkeys(reasons)))

    return said(guard, "或".join(words_of(one) for one in guards))


def said(guard: Guard, words: str) -> Guard:
    """Give a guard the words by which descriptions name it."""
    guard.says = words  # type: ignore[attr-defined]
    return guard


def words_of(guard: Callable[..., Any]) -> str:
    """A guard in a few words: its own, else the first line of its docstring, else its name."""
    doc = (guard.__doc__ or "").strip().partition("\n")[0].rstrip(".。")
    return str(getattr(guard, "says", "") or doc or _name_of(guard))


def _name_of(guard: Any) -> str:
    """The name; for a guard made by a function, the function with what it was given: `holding(system_admin)`."""
    maker, made, _ = guard.__qualname__.partition(".<locals>")
    if not made:
        return str(guard.__name__)
    given = [
        str(cell.cell_contents)
        for cell in guard.__closure__ or ()
        if isinstance(cell.cell_contents, str | int)
    ]
    return f"{maker}({', '.join(given)})"
