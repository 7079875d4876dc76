"""A register (台账) is told once, here, and has eight faces: list, fragment, form, detail, moves, REST, Excel, print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from govops.kernel.access.actor import Actor
from govops.kernel.processes.declarations import Guard, Process
from govops.kernel.records.models import Record
from govops.kernel.registers.foresight import Foresight


class Section:
    """A titled group of fields on the form and the page, in the order of the paper form.

    `is_asked_only`: its answers belong to the change that is made, not to the record, and are not shown with it.
    """

    def __init__(
        self, title: str, *fields: str, note: str = "", cites: str = "", is_asked_only: bool = False
    ) -> None:
        self.title = title
        self.fields = fields
        self.note = note
        self.cites = cites
        self.is_asked_only = is_asked_only


@dataclass(frozen=True)
class Column:
    """A column of the list. `second` is shown muted below; `sort` names an indexed, never empty field."""

    name: str
    title: str = ""
    second: str = ""
    sort: str = ""
    kind: str = ""
    shown: bool = True


@dataclass(frozen=True)
class View:
    """A ready-made view of the list: its filters as in the URL. `me` keeps what concerns the reader."""

    title: str
    query: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Related:
    """A panel on the page: the records of another register that point here through `field`.

    `is_quiet`: nothing is shown while there are none; `adds`: when a further one may be written down from here.
    """

    register: str
    field: str
    title: str = ""
    is_quiet: bool = False
    adds: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class OtherPage:
    """A page of a module that shows a record in its own way: a document, a questionnaire."""

    title: str
    icon: str
    url: str


class Register:
    """Subclass it with `@register`; every name is checked when the program starts."""

    #: short code in URLs, the API and the access table; default: the model's name in snake case
    code: ClassVar[str] = ""
    title: ClassVar[str]
    #: the form's own name, as the norm gives it
    form_title: ClassVar[str] = ""
    model: ClassVar[type[Record]]
    process: ClassVar[type[Process] | None] = None
    #: capital letters that begin every number
    series: ClassVar[str]
    cites: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[tuple[str | Column, ...]]
    filters: ClassVar[tuple[str, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[tuple[Section, ...]]
    #: sections that are filled by moves and only shown
    shown: ClassVar[tuple[Section, ...]] = ()
    views: ClassVar[tuple[View, ...]] = ()
    related: ClassVar[tuple[Related, ...]] = ()
    #: what must be true of every saved record, whoever saves it
    guards: ClassVar[tuple[Guard, ...]] = ()
    #: the date that lists filter by
    date_field: ClassVar[str] = "created_at"
    order: ClassVar[str] = "-id"
    icon: ClassVar[str] = "file-text"
    #: field → "other_field=value|value": asked only when the other field has one of these values
    asked_when: ClassVar[Mapping[str, str]] = {}
    #: field → other field of the form: offered is only what belongs to the other's answer (zones → machine_room)
    narrowed_by: ClassVar[Mapping[str, str]] = {}
    #: what an empty list tells people to do
    empty: ClassVar[str] = ""
    guide: ClassVar[str] = ""
    new_label: ClassVar[str] = ""
    #: people begin records themselves; otherwise something else that they do makes them
    by_hand: ClassVar[bool] = True
    #: the register takes a workbook (导入)
    imports: ClassVar[bool] = True
    secrecy: ClassVar[bool] = True
    #: the verbs offered for many rows at once; empty: those that ask for nothing
    bulk: ClassVar[tuple[str, ...]] = ()
    chip_tones: ClassVar[Mapping[str, str]] = {}
    #: the field that points to the record above, where records form a tree
    tree: ClassVar[str] = ""

    def title_of(self, record: Any) -> str:
        """The record in one line; at most 200 characters."""
        raise NotImplementedError

    def in_tree(self, queryset: Any) -> Any:
        """The rows that stand in the tree; others (what hangs in its leaves) are not chosen there."""
        return queryset

    def panels(self, record: Any, actor: Actor) -> list[dict[str, Any]]:
        """Further panels of the page: title, table (the context of `ui/table.html`), url, tools (HTML), is_empty."""
        return []

    def edited_on(self, record: Any, actor: Actor) -> OtherPage | None:
        """The page that stands where 修改 would, where a record is not changed at once; None: its own form."""
        return None

    def other_pages(self, record: Any, actor: Actor) -> list[OtherPage]:
        """The pages that show the record in another way, offered above its own."""
        return []

    def initial(self, actor: Actor) -> dict[str, Any]:
        """What a new form is filled with."""
        return {}

    def initial_state(self) -> str:
        return self.process.initial if self.process else ""

    def prepare(self, record: Any, actor: Actor) -> None:
        """Derive what nobody types, before the guards look."""

    def time_left(self, record: Any) -> dict[str, Any] | None:
        """What the record's own clock says (what `{% time_left %}` shows); None leaves it to whose turn it is."""
        return None

    def saved(self, record: Any, actor: Actor, *, created: bool) -> None:
        """What else happens in the same transaction."""

    def saved_together(self, records: Sequence[Any], actor: Actor, *, created: bool) -> None:
        """`saved` for many; overridden where it can be done for all at once. Else each record is written alone."""
        for record in records:
            self.saved(record, actor, created=created)

    def foresee(self, records: Sequence[Any], actor: Actor) -> Foresight | None:
        """What `prepare` and the guards of these filled records will ask, read together; None: they ask each time."""
        return None

    # --- compiled -------------------------------------------------------------------------------------------------

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields of the form, in order."""
        return tuple(name for section in self.form for name in section.fields)

    @property
    def shown_fields(self) -> tuple[str, ...]:
        return tuple(name for section in self.shown for name in section.fields)

    @property
    def name_of_form(self) -> str:
        return self.form_title or self.title

    def column(self, name: str) -> Column:
        return next(column for column in self.all_columns if column.name == name)

    @property
    def all_columns(self) -> list[Column]:
        return [Column(c) if isinstance(c, str) else c for c in self.columns]

    def column_title(self, column: Column) -> str:
        if column.title:
            return column.title
        return str(self.model._meta.get_field(column.name).verbose_name)  # type: ignore[union-attr]

    def url(self, pk: int | None = None) -> str:
        return f"/r/{self.code}/" + (f"{pk}/" if pk is not None else "")


Initial = Callable[[Actor], dict[str, Any]]
