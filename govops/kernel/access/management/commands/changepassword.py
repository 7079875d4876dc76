"""For the day on which no administrator can log in any more: a temporary password, in the trail, changed at the next login."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from govops.kernel.access import lockout, passwords
from govops.kernel.access.actor import Actor
from govops.kernel.access.models import Account


class Command(BaseCommand):
    help = "为账户生成一次性临时口令（记入审计，下次登录必须修改）。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.select_related("person").filter(username=options["username"]).first()
        if account is None:
            raise CommandError(f"没有账户“{options['username']}”，请核对用户名。")
        if not account.is_usable:
            raise CommandError(f"账户“{account.username}”未启用或已停用，不能发放口令。")
        text = passwords.hand_out(account, actor=Actor(channel="command"))
        lockout.unlock(account.username)
        self.stdout.write(f"临时口令：{text}\n请当面交给本人；首次登录须修改。")
