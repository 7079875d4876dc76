"""`manage.py describe_parameters [--markdown]`: what operators may set."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from govops.kernel.parameters.describing import markdown

PAGE = Path("docs") / "operating" / "parameters.md"


class Command(BaseCommand):
    help = "运行参数一览：缺省值、取值范围、修改人、来源。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--markdown", action="store_true", help=f"写入 {PAGE}")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["markdown"]:
            self.stdout.write(markdown())
            return
        (Path(settings.BASE_DIR) / PAGE).write_text(markdown(), encoding="utf-8")
        self.stdout.write(f"已写入 {PAGE}")
