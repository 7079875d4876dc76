"""One size of the configuration database, from filling to the last figure."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

from django.db import connection

from bench import measures
from bench.configuration.fill import RELATION, fill
from bench.configuration.rows import starts
from bench.intake import rows as intake
from bench.report import Line, Section
from bench.stage import Stage, serving
from govops.kernel import moment
from govops.kernel.graphs import failing
from govops.modules.configuration.impact import RELATIONS
from govops.modules.configuration.models import ConfigurationItem

_PERSON = "configuration_manager"
ROUNDS, TIMES_BY_HAND, IMPORT_SECONDS, IMPORT_ROWS = 15, 1.5, 60.0, 20_000
#: a connection's first questions are planned anew, whoever asks
WARM = 6
#: what the first item of each layer is, from the bottom up
_STARTS = ("全部所系的 UPS（枢纽）", "机柜", "接入交换机", "宿主机", "虚拟机", "业务系统", "一台终端（叶）")
#: what somebody would write who only wants to know which items a failure reaches
BY_HAND = f"""
WITH RECURSIVE affected(item) AS (
    SELECT %s::bigint
    UNION
    SELECT next.item FROM affected, LATERAL (
        SELECT target_id AS item FROM {RELATION} WHERE source_id = affected.item AND flow IN (1, 3) AND state = 'active'
        UNION ALL
        SELECT source_id FROM {RELATION} WHERE target_id = affected.item AND flow IN (2, 3) AND state = 'active'
    ) next
)
SELECT item FROM affected
"""


def measure(stage: Stage, rows: int, *, quick: bool, tell: Callable[[str], None]) -> Section:
    """All figures at `rows` items and three times as many relations."""
    amount = measures.QUICK if quick else measures.Amount()
    section = Section(rows=rows, what="个配置项（资源配置）")
    tell(f"生成 {rows:,} 个配置项、{rows * 3:,} 条关系")
    section.filled_seconds = fill(stage, rows, tell=lambda told: tell(f"  {told}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        section.database_bytes = cursor.fetchone()[0]
    tell("影响分析")
    _impact(section, rows)
    with serving("govops.server", stage.data, "web") as port:
        tell("配置项列表和检索（一人）")
        _pages(stage, section, port, amount)
    tell("批量导入")
    _import(section, min(IMPORT_ROWS, rows))
    return section


def _impact(section: Section, rows: int) -> None:
    """From something of every layer, beside the query by hand; ours counts redundancy as well."""
    edges = starts(rows)
    for layer, title in enumerate(_STARTS):
        item = edges[layer]
        found, kept = _by_hand(item), len(failing(RELATIONS, [item]).ids)
        hand, ours = _in_turns(lambda: _by_hand(item), lambda: failing(RELATIONS, [item]).ids)  # noqa: B023 - asked at once
        times = statistics.median(one / other for one, other in zip(ours, hand, strict=True))
        section.lines.append(
            Line(
                name=f"影响分析：{title}", figure=f"{statistics.median(ours) * 1000:.1f} ms",
                beside=f"手写递归查询 {statistics.median(hand) * 1000:.1f} ms（{found:,} 项），{times:.2f} 倍；计冗余后 {kept:,} 项",
                target=f"≤ {TIMES_BY_HAND} 倍", ok=times <= TIMES_BY_HAND,
                raw={"ms": statistics.median(ours) * 1000, "by_hand_ms": statistics.median(hand) * 1000, "times": times, "items": found},
            )
        )  # fmt: skip


def _in_turns(*answers: Callable[[], object]) -> list[list[float]]:
    """The seconds of each, asked in turns, so that whatever else the machine does slows them alike."""
    times: list[list[float]] = [[] for _ in answers]
    for turn in range(WARM + ROUNDS):
        for answer, kept in zip(answers, times, strict=True):
            began = time.perf_counter()
            answer()
            if turn >= WARM:
                kept.append(time.perf_counter() - began)
    return times


def _by_hand(item: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, [item])
        return len({row[0] for row in cursor.fetchall()})


def _pages(stage: Stage, section: Section, port: int, amount: measures.Amount) -> None:
    cookie, token = stage.cookie(_PERSON), stage.token(_PERSON)
    middle = ConfigurationItem.objects.order_by("id").values_list("pk", "serial_number")[section.rows // 2]
    kind = ConfigurationItem.objects.filter(pk=middle[0]).values_list("type_id", flat=True).get()
    for title, page, held in (
        ("配置项列表（缺省视图）", "/r/configuration_item/", True), ("配置项列表：按类型", f"/r/configuration_item/?all=1&type={kind}", True),
        ("配置项列表：按网络和状态", "/r/configuration_item/?state=in_use&network_zone=extranet", True), ("检索“交换机”", f"/r/configuration_item/?q={quote('交换机')}", True),
        ("拓扑图（缺省视图）", "/m/configuration/topology/", False), ("拓扑图：一项的周围", f"/m/configuration/topology/?start={middle[0]}", False),
        ("拓扑图：周围，一个月前", f"/m/configuration/topology/?start={middle[0]}&date={moment.today() - timedelta(days=30)}", False),
        ("检索序列号", f"/r/configuration_item/?q={middle[1]}", True), ("配置项页面", f"/r/configuration_item/{middle[0]}/", False),
    ):  # fmt: skip
        load = measures.open_pages(port, cookie, page, amount.pages)
        section.page(title, load, queries=measures.queries(cookie, page), held=held)
    load = measures.ask(port, token, f"/api/v1/configuration_item?q={quote('交换机')}", amount.pages)
    section.page("检索“交换机”，接口", load, queries=None, held=True)


def _import(section: Section, rows: int) -> None:
    seconds = intake.measure(rows)
    section.lines.append(
        Line(
            name=f"导入工作簿 {rows:,} 行", figure=f"{seconds['saved']:.1f} 秒",
            beside=f"点数 {seconds['counted']:.1f} 秒，试导入 {seconds['tried']:.1f} 秒，结果工作簿 {seconds['told']:.1f} 秒",
            target=f"< {IMPORT_SECONDS:.0f} 秒", ok=seconds["saved"] < IMPORT_SECONDS, raw=dict(seconds),
        )
    )  # fmt: skip
