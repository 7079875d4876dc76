"""`manage.py demo_token USERNAME`: an API token for a demonstration account."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from govops.kernel.access import tokens
from govops.kernel.access.models import Account


class Command(BaseCommand):
    help = "打印一个演示账户的接口令牌（仅限演示模式）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="演示账户的用户名，如 end_user")
        parser.add_argument("--scope", action="append", help="范围，如 visitor_entry:read；缺省为全部")
        parser.add_argument("--days", type=int, default=90, help="有效天数")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "只有演示模式（GOVOPS_DEMO=1）才能直接发放令牌；正式系统请在“个人设置—接口令牌”申请。"
            )
        account = Account.objects.filter(username=options["username"], is_active=True).first()
        if account is None:
            raise CommandError(f"没有账户“{options['username']}”；演示账户见登录页。")
        _row, text = tokens.issue(
            account, name="演示令牌", scopes=options["scope"] or ["*"], days=options["days"]
        )
        self.stdout.write(text)
