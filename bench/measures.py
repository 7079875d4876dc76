"""What is measured, and how: throughput beside the floor with eight clients, pages with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from bench import words
from bench.client import Load, one_by_one, request, together
from bench.stage import Stage
from govops.kernel import moment

CLIENTS = 8
CODE = "visitor_entry"
ROUNDS = 3


@dataclass(frozen=True)
class Amount:
    """How many requests of each sort."""

    floor: int = 6000
    writes: int = 900
    pages: int = 60


QUICK = Amount(floor=1500, writes=150, pages=20)


@dataclass(frozen=True)
class Page:
    """A page that one person opens; its number of queries is compared between sizes. Those of `other` have no target."""

    title: str
    path: str
    username: str = "mr_manager"
    group: str = "list"


# --- writing ------------------------------------------------------------------------------------------------------------


class Writing:
    """Creating and deciding, in turns with the floor, so that all meet the same machine."""

    def __init__(
        self, stage: Stage, floor_port: int, port: int, amount: Amount, *, inside_port: int = 0
    ) -> None:
        """`inside_port`: where the floor's view stands inside the product's program; 0: it is not asked there."""
        self.floor_port, self.port, self.amount = floor_port, port, amount
        self.inside_port = inside_port
        hosts = (
            "end_user",
            "app_liaison",
            "oa_admin",
            "contract_officer",
            "drafter",
            "network_engineer",
            "support_l3",
        )
        self.hosts = [_bearer(stage.token(name)) for name in hosts]
        self.managers = [_bearer(stage.token(name)) for name in ("mr_manager", "incident_manager")]
        self.entry = entry(stage)
        self.loads: dict[str, Load] = {
            name: Load() for name in ("floor", "inside", "create", "submit", "decide")
        }

    def run(self) -> dict[str, Load]:
        """All rounds; the loads by name."""
        self._warm_up()
        for _ in range(ROUNDS):
            self._floor(self.amount.floor // ROUNDS)
            self._inside(self.amount.floor // ROUNDS)
            self._create(self.amount.writes // ROUNDS)
            self._decide(self._submit(self.amount.writes // ROUNDS))
        return self.loads

    def _warm_up(self) -> None:
        kept = self.loads
        self.loads = {name: Load() for name in kept}
        # Each of the eight connections plans a statement anew the first five times; thirty requests each settle that.
        self._floor(240)
        self._inside(240)
        self._create(240)
        self._decide(self._submit(240))
        self.loads = kept

    def _floor(self, count: int) -> None:
        self._add(
            "floor",
            together(
                self.floor_port,
                [request("POST", "/floor", payload=self.entry)] * count,
                clients=CLIENTS,
                wanted=201,
            ),
        )

    def _inside(self, count: int) -> None:
        if self.inside_port:
            message = request("POST", "/api/floor", headers=self.hosts[0], payload=self.entry)
            self._add("inside", together(self.inside_port, [message] * count, clients=CLIENTS, wanted=201))

    def _create(self, count: int) -> None:
        self._add("create", together(self.port, self._creations(count), clients=CLIENTS, wanted=201))

    def _submit(self, count: int) -> list[int]:
        load = together(
            self.port, self._creations(count, submit=True), clients=CLIENTS, wanted=201, keep=True
        )
        self._add("submit", load)
        return [answer.json()["id"] for answer in load.answers if answer.status == 201]

    def _decide(self, ids: list[int]) -> None:
        messages = [
            request(
                "POST",
                f"/api/v1/{CODE}/{pk}/approve",
                headers=self.managers[n % len(self.managers)],
                payload={"opinion": "同意。"},
            )
            for n, pk in enumerate(ids)
        ]
        self._add("decide", together(self.port, messages, clients=CLIENTS, wanted=200))

    def _creations(self, count: int, **more: Any) -> list[bytes]:
        return [
            request(
                "POST",
                f"/api/v1/{CODE}",
                headers=self.hosts[n % len(self.hosts)],
                payload={**self.entry, **more},
            )
            for n in range(count)
        ]

    def _add(self, name: str, load: Load) -> None:
        if load.wrong:
            answer = load.wrong[0]
            raise RuntimeError(
                f"{name}: {len(load.wrong)} wrong answers, the first {answer.status}: {answer.body.decode()[:500]}"
            )
        whole = self.loads[name]
        whole.seconds += load.seconds
        whole.times += load.times


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def entry(stage: Stage) -> dict[str, Any]:
    """The 登记表 as a program sends it."""
    room, zones = stage.rooms[0]
    day = moment.today() + timedelta(days=1)
    return {
        "visitor_unit": "恒宁环境设备有限公司", "visitor_name": "周大勇", "visitor_phone": "13900001234", "visitor_kind": "mainland",
        "identity_document": "work_card", "identity_number": "HN-0318", "companions": [{"name": "贾建民", "kind": "mainland", "identity_number": "X1"}],
        "category": "maintenance", "purpose": "精密空调季度维护：清洗滤网、检查压缩机与加湿罐，完成后清理现场", "machine_room": room,
        "zones": list(zones[:2]), "planned_from": f"{day}T14:00", "planned_to": f"{day}T16:30", "escort": stage.bureau.people["escort"].pk,
        "carried_items": [{"name": "万用表", "quantity": 1, "storage": "no"}, {"name": "滤网", "quantity": 6}], "pledged": True,
    }  # fmt: skip


# --- reading ------------------------------------------------------------------------------------------------------------


def pages(stage: Stage) -> list[Page]:
    """The pages that are opened, the addresses being those that people get by clicking."""
    room = stage.rooms[1][0]
    found = [
        Page("列表：在办（缺省视图）", _list()),
        Page("列表：全部", _list(all="1")),
        Page("列表：状态筛选，按计划时间倒序", _list(state="archived", sort="-planned_from")),
        Page("列表：类别 + 人员性质，按计划时间", _list(category="visit", visitor_kind="foreign", sort="planned_from")),
        Page("列表：未批准 + 机房 + 类别", _list(state="refused", machine_room=room, category="survey")),
        Page("列表：节假日或夜晚", _list(is_after_hours="1", sort="-planned_from")),
        Page("列表：日期区间 + 类别", _list(**{"from": str(moment.today() - timedelta(days=900)), "to": str(moment.today() - timedelta(days=870)), "category": "repair"})),
        Page("列表：普通用户（只见与己有关）", _list(all="1"), "end_user"),
        Page("列表：经手最多的人", _list(state="archived", sort="-planned_from"), "backup_operator", "other"),
        Page("列表：部门主管领导", _list(state="archived", sort="-planned_from"), "unit_head"),
    ]  # fmt: skip
    for title, word in words.SEARCHES.items():
        found.append(Page(f"列表检索“{word}”（{title}）", _list(q=word), group="search"))
        found.append(Page(f"全局检索“{word}”（{title}）", f"/search/?q={quote(word)}", group="search"))
    found.append(Page("全局检索“空调”，普通用户", f"/search/?q={quote('空调')}", "end_user", "search"))
    found.append(
        Page(
            "列表检索“空调”+ 筛选 + 排序",
            _list(q="空调", state="archived", sort="-planned_from"),
            group="search",
        )
    )
    found.append(Page("工作台", "/", group="other"))
    return found


def _list(**query: Any) -> str:
    return f"/r/{CODE}/" + (f"?{urlencode(query)}" if query else "")


def deep_page(sort: str) -> str:
    """The address of a page far inside the list, as the pager gives it."""
    from govops.kernel.registers import lists, site

    register = site.get(CODE)
    middle = register.model._default_manager.order_by("id")
    row = middle.filter(pk__gte=(middle.last().pk // 2)).first()
    return _list(state="archived", sort=sort, after=lists._cursor(row, sort.lstrip("-")))


def open_pages(port: int, cookie: str, path: str, count: int) -> Load:
    """The page `count` times, after three that do not count."""
    message = request("GET", path, headers={"Cookie": cookie})
    one_by_one(port, [message] * 3)
    load = one_by_one(port, [message] * count)
    if load.wrong:
        raise RuntimeError(f"{path}: {load.wrong[0].status} {load.wrong[0].body.decode()[:500]}")
    return load


def ask(port: int, token: str, path: str, count: int) -> Load:
    """The same for an address of the API."""
    message = request("GET", path, headers=_bearer(token))
    one_by_one(port, [message] * 3)
    load = one_by_one(port, [message] * count)
    if load.wrong:
        raise RuntimeError(f"{path}: {load.wrong[0].status} {load.wrong[0].body.decode()[:500]}")
    return load


def queries(cookie: str, path: str) -> int:
    """How many queries the page makes; counted in this process, not timed.

    The least of three: now and then a page finds that the parameters or the calendar are due to be read again.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    client.get(path)
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        counts.append(len(captured))
    return min(counts)
