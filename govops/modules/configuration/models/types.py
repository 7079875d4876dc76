"""What kinds of things there are, and what is asked of each (card B7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.postgres.indexes import OpClass
from django.db import models

from govops.kernel.attributes import Attribute, AttributesField, read
from govops.kernel.records.models import Record
from govops.modules.configuration.choices import ObjectClass


class ItemType(Record):
    """类型: inherits the attributes of its parents; a bureau adds its own in the page."""

    picked = "tree"

    code = models.CharField("类型代码", max_length=40, unique=True, help_text="小写字母、数字和下划线")
    name = models.CharField("类型名称", max_length=40, unique=True)
    object_class = models.CharField("对象大类", max_length=20, choices=ObjectClass)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="上级类型",
        related_name="children",
    )
    icon = models.CharField(
        "图标", max_length=30, default="package", help_text="图标的英文名称；填错时提示相近的名称"
    )
    attributes = AttributesField("属性")
    is_controlled = models.BooleanField(
        "受控", default=False, help_text="受控类型的在用配置项，变更须提议并经第二人审核"
    )
    is_portable = models.BooleanField(
        "笔记本类", default=False, help_text="笔记本类设备不得登记到政务内网（S9§19）"
    )
    has_media = models.BooleanField("含存储介质", default=False, help_text="报废前须确认介质已清除")
    path = models.CharField(max_length=200, editable=False, default="/", help_text="ids from the root: /1/5/")
    edition = models.PositiveIntegerField("版本", default=1, editable=False)
    description = models.TextField("说明", max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "配置项类型"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["object_class", "id"], name="item_type_class"),
            models.Index(OpClass("path", name="varchar_pattern_ops"), name="item_type_path"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> list[int]:
        """The ids from the root down to this type itself."""
        return [int(part) for part in self.path.split("/") if part]

    #: the parents, and the path along which they were read
    _parents: Sequence[ItemType] = ()
    _read_along: str | None = None

    #: held for as long as this object lives, when many items of the type are looked at
    _held: tuple[list[ItemType], tuple[Attribute, ...]] | None = None

    def hold(self) -> None:
        """Read the parents and what they ask once; for an object that only reads are made of."""
        self._held = None
        self._held = self.ancestry(), self.all_attributes()

    def ancestry(self) -> list[ItemType]:
        """This type and its parents, the root first: at most one query, asked once."""
        if self._held is not None:
            return self._held[0]
        if self.parent_id is None:
            return [self]
        if self._read_along != self.path:
            self.read_parents([self])
        return [*self._parents, self]

    @classmethod
    def read_parents(cls, types: Iterable[ItemType]) -> None:
        """Give each of many types its parents: at most one query for all."""
        known = {one.pk: one for one in types}
        wanted = [one for one in known.values() if one.parent_id]
        known |= cls.objects.in_bulk({pk for one in wanted for pk in one.line} - known.keys())
        for one in wanted:
            one._parents = [known[pk] for pk in one.line[:-1] if pk in known]
            one._read_along = one.path

    def is_any(self, flag: str) -> bool:
        """Whether this type or one above it has the flag (is_portable, is_controlled, has_media)."""
        return bool(getattr(self, flag)) or any(getattr(one, flag) for one in self.ancestry())

    def all_attributes(self) -> tuple[Attribute, ...]:
        """What is asked of an item of this type: the parents' attributes first, each name once."""
        if self._held is not None:
            return self._held[1]
        found: dict[str, Attribute] = {}
        for one in self.ancestry():
            found |= {attribute.name: attribute for attribute in read(one.attributes)}
        return tuple(found.values())
