"""`manage.py seed_demo`: the demonstration bureau with a year of history, in an empty database."""

from __future__ import annotations

import gc
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from govops.demo import history
from govops.kernel.access.models import Account
from govops.kernel.organization.models import Unit


class Command(BaseCommand):
    help = "在空数据库中生成演示单位及一年的业务数据（仅限演示模式）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=history.DAYS, help="业务数据的天数；0 表示只建单位、人员和账户"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "演示数据只能在演示模式（GOVOPS_DEMO=1）下生成；正式系统请执行 initial_setup。"
            )
        if Account.objects.exists() or Unit.objects.exists():
            raise CommandError(
                "数据库中已有单位或账户，演示数据只能写入空数据库；请换一个数据库或清空后再试。"
            )
        self._began = time.monotonic()
        # All or nothing: a seeding that was interrupted leaves the database empty and can simply be repeated.
        with _rarely_collected(), transaction.atomic():
            history.seed(tell=self._tell, days=options["days"])
        self._tell("演示数据已就绪")

    def _tell(self, words: str) -> None:
        self.stdout.write(f"  [{time.monotonic() - self._began:5.1f} 秒] {words}")
        self.stdout.flush()


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Python looks for garbage in circles a hundred times less often: a year makes millions of things, hardly any in circles."""
    usual = gc.get_threshold()
    gc.freeze()  # what the program itself consists of need not be looked through
    gc.set_threshold(100 * usual[0], usual[1], 100 * usual[2])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
