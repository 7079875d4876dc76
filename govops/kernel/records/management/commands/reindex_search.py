"""Write anew what the search of records looks at: of all registers, or of those that are named."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from govops.kernel.records import kinds, reindexing
from govops.kernel.records.kinds import Kind
from govops.kernel.records.reindexing import Progress

#: rows between two lines of progress
_TOLD_EVERY = 5_000


class Command(BaseCommand):
    help = "按现行规则重写各台账的检索内容（编号、事项和可检索的字段）。不改动记录本身，办公期间可以执行，中断后可以接着做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "register", nargs="*", help="台账代码（其页面地址 /r/ 之后的一段）；不写则依次处理全部台账"
        )
        parser.add_argument(
            "--after", type=int, default=0, metavar="ID", help="从第一个台账的这个 id 之后接着做"
        )
        parser.add_argument("--later", action="store_true", help="交给后台作业处理，立即返回")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = _chosen(options["register"])
        if options["after"] and not options["register"]:
            raise CommandError("--after 须同时写明台账代码：reindex_search <台账代码> --after <ID>")
        if options["later"]:
            reindexing.leave_to_jobs([kind.code for kind in chosen])
            self.stdout.write(f"已交给后台作业：{len(chosen)} 个台账。进度见“系统管理—后台作业”。")
            return
        after = options["after"]
        while chosen:
            self._reindex(chosen, after=after)
            chosen, after = chosen[1:], 0
        self.stdout.write("检索内容已重写。")

    def _reindex(self, kinds_left: list[Kind], *, after: int) -> None:
        """The first of the kinds; whoever stops it is told how to go on."""
        kind = kinds_left[0]
        rows = kind.model._default_manager.filter(pk__gt=after)
        total, last = rows.count(), after

        def tell(progress: Progress) -> None:
            nonlocal last
            last = progress.last
            if progress.looked_at % _TOLD_EVERY == 0:
                self.stdout.write(
                    f"{kind.title}：{progress.looked_at:,} / {total:,} 条，改写 {progress.written:,} 条"
                )
                self.stdout.flush()

        try:
            done = reindexing.reindex(rows, after=after, tell=tell)
        except BaseException:
            codes = " ".join(one.code for one in kinds_left)
            self.stderr.write(f"已停下。接着做：manage.py reindex_search {codes} --after {last}")
            raise
        self.stdout.write(f"{kind.title}：共 {done.looked_at:,} 条，改写 {done.written:,} 条")


def _chosen(codes: list[str]) -> list[Kind]:
    known = {kind.code: kind for kind in kinds.all_kinds()}
    for code in codes:
        if code not in known:
            near = get_close_matches(code, known, n=1)
            hint = f"，相近的是 {near[0]}" if near else ""
            raise CommandError(f"没有代码为 {code} 的台账{hint}。")
    return [known[code] for code in dict.fromkeys(codes)] or list(known.values())
