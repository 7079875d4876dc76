"""Import a year's days off from a file, for places without a network.

`manage.py calendar_import 2027.json` makes the year 预排; `--approve --notice 文号` also approves it; on an approved
year `--amend --notice 文号 --reason 原因` amends it.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.kernel.calendar import files, years
from govops.kernel.calendar.models import WorkCalendar


class Command(BaseCommand):
    help = "从文件导入一年的放假安排（holiday-cn 的 JSON，或 日期,类型,名称,时段 的 CSV）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="文件路径（.json 或 .csv）")
        parser.add_argument("--calendar", default="", help="工作日历编码，缺省为默认日历")
        parser.add_argument("--year", type=int, help="年份，缺省由文件判定")
        parser.add_argument("--notice", default="", help="放假通知文号，核定或修订时必填")
        parser.add_argument("--reason", default="", help="修订原因")
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--approve", action="store_true", help="导入后即核定")
        action.add_argument("--amend", action="store_true", help="修订已核定的年份")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取文件 {options['file']}：{error.strerror}") from error
        try:
            self.stdout.write(self._run(content, options))
        except Refused as refused:
            raise CommandError(refused.sentence) from refused

    @transaction.atomic
    def _run(self, content: bytes, options: dict[str, Any]) -> str:
        actor = Actor(channel="command")
        calendar = self._calendar(options["calendar"])
        file = files.read(options["file"].name, content, year=options["year"])
        if options["amend"]:
            change = years.amend_from_file(
                file, notice_no=options["notice"], reason=options["reason"], actor=actor, calendar=calendar
            )
            return self._told("已修订", change, change)
        change = years.import_year(file, actor=actor, calendar=calendar, recompute=not options["approve"])
        if not options["approve"]:
            return self._told("已预排", change, change)
        approved = years.approve_year(file.year, notice_no=options["notice"], actor=actor, calendar=calendar)
        return self._told("已核定", change, approved)

    @staticmethod
    def _told(what: str, change: years.YearChange, last: years.YearChange) -> str:
        clocks = last.recomputed
        moved = f"；重新计算计时 {clocks.checked} 个，到期时间变动 {len(clocks.moved)} 个" if clocks else ""
        return f"{change.year.year} 年日历{what}：{change.text}{moved}"

    @staticmethod
    def _calendar(code: str) -> WorkCalendar:
        calendar = WorkCalendar.objects.filter(**({"code": code} if code else {"is_default": True})).first()
        if calendar is None:
            raise CommandError(f"工作日历“{code}”不存在" if code else "尚未建立默认工作日历")
        return calendar
