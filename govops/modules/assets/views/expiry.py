"""到期一览: what has ended and what soon ends, the longest past on top."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from govops.kernel import moment
from govops.kernel.records.visibility import visible
from govops.kernel.sheets.plan import SheetColumn
from govops.kernel.web.pages import page
from govops.kernel.web.views.common import actor_of, link
from govops.modules.assets.choices import ExpiryKind
from govops.modules.assets.expiring import Expiring, counts, expiring
from govops.modules.assets.views.common import STAFF, workbook
from govops.modules.configuration.public import ConfigurationItem

READERS = STAFF | {"unit_head"}
WINDOWS = (
    *((str(days), f"{days} 天内及已过期", days) for days in (90, 60, 30, 7)),
    ("gone", "已过期", -1),
)
HOME = "/m/assets/expiry/"
MOST = 300
COLUMNS = (
    SheetColumn("kind", "事项"),
    SheetColumn("number", "编号"),
    SheetColumn("name", "名称"),
    SheetColumn("type", "类型"),
    SheetColumn("unit", "责任部门"),
    SheetColumn("custodian", "责任人"),
    SheetColumn("due", "到期日", "date"),
    SheetColumn("days", "剩余天数", "integer"),
)


def _asked(request: HttpRequest) -> tuple[str, int, list[ExpiryKind]]:
    """The window, how many days ahead it reaches, and the kinds."""
    wanted = request.GET.get("within", "90")
    code, _title, days = next((row for row in WINDOWS if row[0] == wanted), WINDOWS[0])
    kind = request.GET.get("kind", "")
    return code, days, [ExpiryKind(kind)] if kind in ExpiryKind.values else list(ExpiryKind)


@page("assets/expiry/", name="assets-expiry", roles=READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Warranties, contracts, certificates and licences."""
    window, days, kinds = _asked(request)
    today, items = moment.today(), _items(request)
    found = expiring(items, today, days, kinds=kinds, most=MOST + 1)
    many = counts(items, [today + timedelta(days=ahead) for _code, _title, ahead in WINDOWS], kinds)
    one_kind = kinds[0].value if len(kinds) == 1 else ""
    context = {
        "title": "到期一览",
        "subtitle": "保修、合同、证书与许可；到期前逐次提醒责任人和配置经理",
        "crumbs": [{"title": "资源"}, {"title": "到期一览"}],
        "tabs": {
            "kind": "views",
            "items": [
                {
                    "title": title, "url": link(HOME, within=code, kind=one_kind), "active": code == window,
                    "count": number,
                    "tone": "red" if code == "gone" else "",
                }
                for (code, title, _ahead), number in zip(WINDOWS, many, strict=True)
            ],
        },
        "kinds": [
            {"title": title, "url": link(HOME, within=window, kind=code), "active": code == one_kind}
            for code, title in (("", "全部"), *ExpiryKind.choices)
        ],
        "rows": [{"one": one, "tone": tone(one)} for one in found[:MOST]],
        "more": len(found) > MOST,
        "most": MOST,
        "export_url": link(f"{HOME}export/", within=window, kind=one_kind),
    }  # fmt: skip
    return render(request, "assets/expiry.html", context)


def tone(one: Expiring) -> str:
    if one.days < 0:
        return "red"
    return "amber" if one.days <= 30 else "muted"


def _items(request: HttpRequest) -> Any:
    return visible(ConfigurationItem.objects.all(), actor_of(request), register="configuration_item")


@page("assets/expiry/export/", name="assets-expiry-export", roles=READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The list as a workbook."""
    _window, days, kinds = _asked(request)
    found = expiring(_items(request), moment.today(), days, kinds=kinds)
    rows = (
        [str(one.kind.label), one.number, one.name, one.type, one.unit, one.custodian, one.due, one.days]
        for one in found
    )
    return workbook(request, "到期一览", COLUMNS, rows, register="configuration_item")
