"""One size of the desk, from filling to the last figure."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.db import connection

from bench import floor, measures
from bench.desk import words
from bench.desk.fill import CODE, fill
from bench.desk.measures import TARGETS, Desk
from bench.report import Section
from bench.stage import Stage, serving

_PERSON = "service_desk"


def measure(stage: Stage, rows: int, *, quick: bool, tell: Callable[[str], None]) -> Section:
    """All figures at `rows` incidents."""
    amount = measures.QUICK if quick else measures.Amount()
    section = Section(rows=rows, what="起事件（服务台）")
    tell(f"生成 {rows:,} 起事件")
    section.filled_seconds = fill(stage, rows, tell=lambda told: tell(f"  {told}"))
    with connection.cursor() as cursor:
        cursor.execute(floor.CREATE)
        cursor.execute("SELECT pg_database_size(current_database())")
        section.database_bytes = cursor.fetchone()[0]
    with serving("govops.server", stage.data, "web") as port:
        tell("检索和打开页面（一人）")
        _search(stage, section, port, amount)
        tell("登记、查看、办理（八人同时）")
        with serving("bench.floor", stage.data) as floor_port:
            loads = Desk(stage, floor_port, port, amount, rows).run()
    section.throughput("底线：只插入一行的视图", loads["floor"], loads["floor"], held=False)
    for name, (title, least) in TARGETS.items():
        section.rate(title, loads[name], loads["floor"], least=least)
    return section


def _search(stage: Stage, section: Section, port: int, amount: measures.Amount) -> None:
    cookie, token = stage.cookie(_PERSON), stage.token(_PERSON)
    for title, word in words.SEARCHES.items():
        page, address = f"/r/{CODE}/?q={quote(word)}", f"/api/v1/{CODE}?q={quote(word)}"
        load = measures.open_pages(port, cookie, page, amount.pages)
        section.page(
            f"事件检索“{word}”（{title}）",
            load,
            queries=measures.queries(cookie, page),
            held=True,
            note=_hits(word),
        )
        load = measures.ask(port, token, address, amount.pages)
        section.page(f"事件检索“{word}”（{title}），接口", load, queries=None, held=True)
    for title, page, person in (
        ("事件队列（缺省视图）", f"/r/{CODE}/", _PERSON),
        ("工单看板", "/m/service_desk/board/", _PERSON),
        ("服务台", "/m/service_desk/desk/", _PERSON),
        ("工作台", "/", _PERSON),
        ("服务指标（十二个月）", "/m/reports/", "service_level_manager"),
        ("重复事件", "/m/reports/repeated/", "service_level_manager"),
    ):
        theirs = cookie if person == _PERSON else stage.cookie(person)
        load = measures.open_pages(port, theirs, page, amount.pages)
        section.page(title, load, queries=measures.queries(theirs, page), held=False)


def _hits(word: str) -> str:
    """How many incidents hold the word."""
    from govops.kernel.search.queries import matching
    from govops.modules.service_desk.models import Incident

    return f"{matching(Incident._default_manager.order_by(), word).count():,} 起"
