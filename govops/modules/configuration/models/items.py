"""What we run (card B7): a configuration item, which is an asset as well."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from govops.kernel.attributes import Attribute, ValuesField
from govops.kernel.organization.models import Person, Unit
from govops.kernel.records.choices import NetworkZone
from govops.kernel.records.fields import ReferencesField
from govops.kernel.records.models import Record
from govops.modules.configuration.choices import EntryState, Funding, Importance, ItemState
from govops.modules.configuration.models.types import ItemType


def asked_of(item: ConfigurationItem) -> tuple[Attribute, ...]:
    """The attributes that the item's type asks for, those of its parents first."""
    return item.type.all_attributes() if item.type_id else ()


class ConfigurationItem(Record):
    """配置项: identity, place and owners are columns; what only its type asks for lies validated in `values`."""

    picked = "typing"
    pickers: ClassVar[dict[str, str]] = {"type": "tree", "location": "tree"}

    name = models.CharField("名称", max_length=100)
    type = models.ForeignKey(ItemType, on_delete=models.PROTECT, verbose_name="类型", related_name="items")
    description = models.TextField("描述", max_length=500, blank=True)
    importance = models.CharField("重要程度", max_length=10, choices=Importance, default=Importance.NORMAL)
    item_version = models.CharField("版本", max_length=60, blank=True)

    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name="责任部门", related_name="+")
    custodian = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, verbose_name="责任人", related_name="+"
    )
    users = ReferencesField("使用部门", to="organization.Unit")
    location = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="位置", related_name="contents",
        help_text="房间、机房或机柜",
    )  # fmt: skip
    rack_unit = models.PositiveSmallIntegerField(
        "起始 U 位", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    rack_height = models.PositiveSmallIntegerField(
        "占用 U 数", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    network_zone = models.CharField(
        "所在网络", max_length=20, choices=NetworkZone.choices, default=NetworkZone.INTRANET
    )
    ip_address = models.GenericIPAddressField("IP 地址", null=True, blank=True)
    mac_address = models.CharField("MAC 地址", max_length=17, blank=True)

    brand = models.CharField("品牌", max_length=40, blank=True)
    model_name = models.CharField("型号", max_length=80, blank=True)
    serial_number = models.CharField("序列号", max_length=80, blank=True)
    asset_number = models.CharField("资产编号", max_length=40, blank=True)
    finance_card = models.CharField("财务卡片号", max_length=40, blank=True)
    is_domestic = models.BooleanField("国产软硬件", default=False)
    protection_level = models.PositiveSmallIntegerField(
        "等保级别", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )

    funding = models.CharField("资金来源", max_length=20, choices=Funding, blank=True)
    purchased_on = models.DateField("购置日期", null=True, blank=True)
    original_value = models.DecimalField(
        "原值（元）",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    depreciation_years = models.PositiveSmallIntegerField("折旧年限", null=True, blank=True)
    supplier = models.CharField("供应商", max_length=80, blank=True)
    contract_number = models.CharField("合同编号", max_length=60, blank=True)
    contract_until = models.DateField("合同止", null=True, blank=True)
    warranty_until = models.DateField("保修期止", null=True, blank=True)

    values = ValuesField("类型属性", of=asked_of)
    type_edition = models.PositiveIntegerField("所依类型版本", default=1, editable=False)

    enters_as = models.CharField(
        "登记为",
        max_length=20,
        choices=EntryState,
        default=EntryState.STOCK,
        help_text="登记以后改变状态，请用办理动作",
    )
    reason = models.CharField("变更原因", max_length=200, blank=True)
    reference = models.CharField(
        "依据单号", max_length=40, blank=True, help_text="变更单、事件单、服务请求或盘点单的编号"
    )
    media_wiped = models.BooleanField("存储介质已清除", default=False, editable=False)
    scrapped_on = models.DateField("报废日期", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "配置项"
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["type", "-id"], name="item_type"),
            models.Index(fields=["owner_unit", "-id"], name="item_owner"),
            models.Index(fields=["custodian", "-id"], name="item_custodian"),
            models.Index(fields=["location", "rack_unit"], name="item_location"),
            models.Index(fields=["network_zone", "-id"], name="item_zone"),
            models.Index(fields=["name", "id"], name="item_name"),
            models.Index(fields=["importance", "-id"], name="item_importance"),
            models.Index(fields=["ip_address"], name="item_address"),
            models.Index(fields=["mac_address"], condition=~Q(mac_address=""), name="item_mac"),
            models.Index(fields=["warranty_until"], name="item_warranty"),
            models.Index(fields=["contract_until"], name="item_contract"),
            models.Index(fields=["serial_number"], condition=~Q(serial_number=""), name="item_serial"),
            GinIndex(fields=["values"], opclasses=["jsonb_path_ops"], name="item_values"),
            GinIndex(fields=["users"], name="item_users"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asset_number"], condition=~Q(asset_number=""), name="item_asset_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Any = None) -> None:
        """The rules say in their own words what is wrong (R-CI-01); the database is the last line."""

    @property
    def is_scrapped(self) -> bool:
        return self.state == ItemState.SCRAPPED
