"""Check the trail against its seals; exit status 1 when something was touched."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from govops.kernel.audit import verification


class Command(BaseCommand):
    help = "核对审计记录与封存链：指出被修改、删除、补插的记录和被改写、缺失的封存块。发现问题时退出码为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", default="", help="先前抄录或打印的锚点，用来核对链尾没有被截去")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = verification.verify(anchor=options["anchor"])
        faults = [finding for finding in findings if finding.is_fault]
        for finding in findings:
            self.stdout.write(("✗ " if finding.is_fault else "· ") + finding.sentence)
        self.stdout.write(verification.summary())
        if faults:
            self.stdout.write(f"审计记录核对未通过：发现 {len(faults)} 个问题。")
            sys.exit(1)
        self.stdout.write("审计记录核对通过。")
