"""`manage.py norms [--json]`: rule and obligation coverage."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from govops.kernel.norms import coverage


class Command(BaseCommand):
    help = "规范对照：每条规则由什么执行、本期证据。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        data = coverage.as_data()
        if options["json"]:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for row in data["rows"]:
            self.stdout.write(
                f"{row['id']:<12} {row['kind']} {row['cites']}　{row['title']}　{row['enforced']}　{row['evidence']}"
            )
