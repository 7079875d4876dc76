"""一次性初始化: asks two people for the three administrators. With --no-input it takes everything from options and the environment."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from govops.kernel.access import founding, passwords
from govops.kernel.access.answers import Refused
from govops.kernel.access.founding import First
from govops.kernel.access.roles import title_of


class Command(BaseCommand):
    help = "一次性初始化：两人在场，建立系统管理员、安全管理员、审计管理员各一名，别无其他。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="不提问，全部取自参数和环境变量"
        )
        parser.add_argument("--organization", help="单位名称")
        parser.add_argument("--witness", action="append", default=[], help="在场操作人员姓名（写两次）")
        for role in founding.ROLES:
            option = role.replace("_", "-")
            parser.add_argument(
                f"--{option}",
                metavar="姓名:用户名",
                help=f"{title_of(role)}；口令取自环境变量 {_variable(role)}",
            )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            founding.refuse_if_begun()
            plan = self._ask() if options["interactive"] else self._read(options)
            founding.found(plan[0], plan[1], witnesses=plan[2])
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        self.stdout.write(self.style.SUCCESS("初始化完成：已建立三名管理员。首次登录须修改口令。"))
        self.stdout.write(
            "接下来：系统管理员登记单位与人员并开户，另一名管理员逐一复核；准备就绪后由安全管理员启用“正式运行”。"
        )

    def _read(self, options: dict[str, Any]) -> tuple[str, list[First], tuple[str, str]]:
        witnesses = options["witness"]
        if len(witnesses) != 2:
            raise Refused("初始化须两名操作人员同时在场，请用 --witness 写明两人姓名。")
        firsts = []
        for role in founding.ROLES:
            name, _, username = (options[role] or "").partition(":")
            firsts.append(First(role, name, username or role, os.environ.get(_variable(role), "")))
        return options["organization"] or "", firsts, (witnesses[0], witnesses[1])

    def _ask(self) -> tuple[str, list[First], tuple[str, str]]:
        self.stdout.write(
            "系统初始化。须两名操作人员同时在场；将建立三名管理员，由三个人分别担任，互不兼任。"
        )
        organization = self._line("单位名称：")
        witnesses = (self._line("第一名在场操作人员姓名："), self._line("第二名在场操作人员姓名："))
        self.stdout.write(f"口令要求：{'；'.join(passwords.policy()[:3])}。")
        return organization, [self._first(role) for role in founding.ROLES], witnesses

    def _first(self, role: str) -> First:
        while True:
            self.stdout.write(f"—— {title_of(role)} ——")
            name = self._line("姓名：")
            username = input(f"用户名（回车即 {role}）：").strip() or role
            password = getpass.getpass("口令（不显示）：")
            first = First(role, name, username, password)
            try:
                founding.problem_of(first)
            except Refused as refused:
                self.stderr.write(refused.sentence)
                continue
            if getpass.getpass("再输一次口令：") == password:
                return first
            self.stderr.write("两次输入的口令不一致，请重新填写。")

    def _line(self, question: str) -> str:
        while not (answer := input(question).strip()):
            self.stderr.write("此项必填。")
        return answer


def _variable(role: str) -> str:
    return f"GOVOPS_{role.upper()}_PASSWORD"
