"""What eight people do at the desk at once, in turns with the floor, so that all meet the same machine."""

from __future__ import annotations

from random import Random
from typing import Any

from bench.client import Load, request, together
from bench.measures import CLIENTS, ROUNDS, Amount
from bench.stage import Stage
from govops.modules.service_catalogue.public import ServiceItem

CODE = "incident"
REPORTERS = ("end_user", "app_liaison", "oa_admin", "contract_officer", "drafter", "jinzeyu", "zouwei")
STAFF = ("service_desk", "incident_manager", "support_l1", "support_l2")
#: name → (title, so many a second at least)
TARGETS = {
    "create": ("接口登记事件（时限、两个计时、审计、检索）", 300),
    "list_json": ("列表 50 条，接口", 300),
    "list_html": ("列表 50 条，网页", 100),
    "detail_json": ("详情，接口", 500),
    "detail_html": ("详情，网页", 150),
    "move": ("接口办理“领取”（停响应计时、流转、审计）", 250),
}
_LISTS = ("state=closed", "state=in_progress", "priority=P2", "category=desktop", "is_late=1")


def incident() -> dict[str, Any]:
    """A fault as a program reports it."""
    item = ServiceItem.objects.get(name="业务系统故障")
    return {
        "subject": "水资源管理系统提示连接超时", "description": "规划处 306 室，早上一上班就这样，重启过两次没有用，邻座正常。", "item": item.pk,
        "system": "水资源管理系统", "location": "主楼 306", "impact": "person", "urgency": "high", "channel": "web",
        "answers": [{"question": "系统名称", "answer": "水资源管理系统"}],
    }  # fmt: skip


class Desk:
    """All loads by name."""

    def __init__(self, stage: Stage, floor_port: int, port: int, amount: Amount, rows: int) -> None:
        self.floor_port, self.port, self.amount, self.rows = floor_port, port, amount, rows
        self.reporters = [_bearer(stage.token(name)) for name in REPORTERS]
        self.staff = [_bearer(stage.token(name)) for name in STAFF]
        self.cookies = [{"Cookie": stage.cookie(name)} for name in STAFF]
        self.chance, self.form = Random(rows), incident()
        self.loads: dict[str, Load] = {name: Load() for name in ("floor", *TARGETS)}

    def run(self) -> dict[str, Load]:
        """Warm up, then all rounds."""
        self._round(240, floor=240)
        self.loads = {name: Load() for name in self.loads}
        for _ in range(ROUNDS):
            self._round(self.amount.writes // ROUNDS, floor=self.amount.floor // ROUNDS)
        return self.loads

    def _round(self, count: int, *, floor: int) -> None:
        self._floor(floor)
        made = self._create(count)
        self._read("list_json", [f"/api/v1/{CODE}?{query}" for query in _LISTS], self.staff, count)
        self._read("list_html", [f"/r/{CODE}/?{query}" for query in _LISTS], self.cookies, count)
        ids = [self.chance.randint(1, self.rows) for _ in range(count)]
        self._read("detail_json", [f"/api/v1/{CODE}/{pk}" for pk in ids], self.staff, count)
        self._read("detail_html", [f"/r/{CODE}/{pk}/" for pk in ids], self.cookies, count)
        self._move(made)

    def _floor(self, count: int) -> None:
        message = request("POST", "/floor", payload=self.form)
        self._add("floor", together(self.floor_port, [message] * count, clients=CLIENTS, wanted=201))

    def _create(self, count: int) -> list[int]:
        messages = [
            request("POST", f"/api/v1/{CODE}", headers=self.reporters[n % len(self.reporters)], payload=self.form) for n in range(count)
        ]  # fmt: skip
        load = together(self.port, messages, clients=CLIENTS, wanted=201, keep=True)
        self._add("create", load)
        return [answer.json()["id"] for answer in load.answers if answer.status == 201]

    def _read(self, name: str, paths: list[str], who: list[dict[str, str]], count: int) -> None:
        messages = [request("GET", paths[n % len(paths)], headers=who[n % len(who)]) for n in range(count)]
        self._add(name, together(self.port, messages, clients=CLIENTS, wanted=200))

    def _move(self, ids: list[int]) -> None:
        messages = [
            request("POST", f"/api/v1/{CODE}/{pk}/take", headers=self.staff[n % len(self.staff)], payload={}) for n, pk in enumerate(ids)
        ]  # fmt: skip
        self._add("move", together(self.port, messages, clients=CLIENTS, wanted=200))

    def _add(self, name: str, load: Load) -> None:
        if load.wrong:
            answer = load.wrong[0]
            told = answer.body.decode(errors="replace")[:500]
            raise RuntimeError(f"{name}: {len(load.wrong)} wrong answers, the first {answer.status}: {told}")
        whole = self.loads[name]
        whole.seconds += load.seconds
        whole.times += load.times


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
