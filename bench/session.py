"""One size, from filling to the last figure."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from bench import floor, measures, words
from bench.client import Load
from bench.fill import fill
from bench.report import Section
from bench.stage import Stage, serving

_PERSON = "mr_manager"


def measure(stage: Stage, rows: int, *, quick: bool, tell: Callable[[str], None]) -> Section:
    """All figures at `rows` records."""
    amount = measures.QUICK if quick else measures.Amount()
    section = Section(rows=rows)
    tell(f"生成 {rows:,} 条登记")
    section.filled_seconds = fill(stage, rows, tell=lambda told: tell(f"  {told}"))
    with connection.cursor() as cursor:
        cursor.execute(floor.CREATE)
        cursor.execute("SELECT pg_database_size(current_database())")
        section.database_bytes = cursor.fetchone()[0]
    with serving("govops.server", stage.data, "web") as port:
        tell("打开页面")
        _read(stage, section, port, amount)
        tell("写入")
        inside = serving("govops.server", stage.data, "web", settings="bench.floor.inside")
        with serving("bench.floor", stage.data) as floor_port, inside as inside_port:
            loads = measures.Writing(stage, floor_port, port, amount, inside_port=inside_port).run()
            _written(section, loads)
        tell("写入之后再检索")
        _read_again(stage, section, port, amount)
    return section


def _read(stage: Stage, section: Section, port: int, amount: measures.Amount) -> None:
    pages = measures.pages(stage)
    cookies = {name: stage.cookie(name) for name in {page.username for page in pages}}
    for page in pages:
        cookie = cookies[page.username]
        load = measures.open_pages(port, cookie, page.path, amount.pages)
        section.page(
            page.title,
            load,
            queries=measures.queries(cookie, page.path),
            held=page.group != "other",
            note=_hits(page.title),
        )
    cookie = cookies[_PERSON]
    for title, sort in (("列表：翻到一半处", "-id"), ("列表：翻到一半处，按计划时间", "-planned_from")):
        path = measures.deep_page(sort)
        section.page(
            title,
            measures.open_pages(port, cookie, path, amount.pages),
            queries=measures.queries(cookie, path),
            held=True,
        )
    path = f"/r/{measures.CODE}/{section.rows // 2}/"
    section.page(
        "详情页",
        measures.open_pages(port, cookie, path, amount.pages),
        queries=measures.queries(cookie, path),
        held=False,
    )
    load = measures.ask(
        port, stage.token(_PERSON), f"/api/v1/{measures.CODE}?state=archived&sort=-planned_from", amount.pages
    )
    section.page("接口列表 50 条", load, queries=None, held=False)


def _written(section: Section, loads: dict[str, Load]) -> None:
    section.throughput("底线：只插入一行的视图", loads["floor"], loads["floor"], held=False)
    section.throughput("同一视图，置于本产品程序之内", loads["inside"], loads["floor"], held=False)
    section.throughput("接口新建（流程、首个工作项、审计、检索）", loads["create"], loads["floor"], held=True)
    section.throughput(
        "接口新建并提交（另加快照、签名、审批工作项）", loads["submit"], loads["floor"], held=False
    )
    section.throughput("接口办理“同意”", loads["decide"], loads["floor"], held=True)


def _read_again(stage: Stage, section: Section, port: int, amount: measures.Amount) -> None:
    """The index keeps what was written lately in a list apart: searching must stay quick with it."""
    cookie = stage.cookie(_PERSON)
    for page in measures.pages(stage):
        if page.group == "search" and page.username == _PERSON and page.title.startswith("列表检索“空调”（"):
            load = measures.open_pages(port, cookie, page.path, amount.pages)
            section.page(f"{page.title}，写入之后", load, queries=None, held=True)


def _hits(title: str) -> str:
    """How many records hold the word that the page looks for."""
    word = next((word for word in words.SEARCHES.values() if f"“{word}”" in title), "")
    if not word:
        return ""
    from govops.kernel.search.queries import matching
    from govops.modules.machine_room.models import VisitorEntry

    return f"{matching(VisitorEntry._default_manager.order_by(), word).count():,} 条"
