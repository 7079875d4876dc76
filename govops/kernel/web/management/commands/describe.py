"""`manage.py describe REGISTER… [--markdown]`: what a declaration amounts to."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from govops.kernel.registers import site
from govops.kernel.web.describing import markdown


class Command(BaseCommand):
    help = "台账声明的最终结果：字段、列表、流程、规则、权限、地址、Excel、打印。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registers", nargs="*", metavar="REGISTER", help="台账代码；不写则为全部")
        parser.add_argument("--markdown", action="store_true", help="写入 docs/modules/<台账>.md")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = [site.get(code) for code in options["registers"]] or site.all_registers()
        except KeyError as error:
            raise CommandError(
                f"没有这个台账：{error.args[0]}。可用：{'、'.join(r.code for r in site.all_registers())}"
            ) from None
        folder = Path(settings.BASE_DIR) / "docs" / "modules"
        for register in found:
            if not options["markdown"]:
                self.stdout.write(markdown(register))
                continue
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{register.code}.md").write_text(markdown(register), encoding="utf-8")
            self.stdout.write(f"已写入 docs/modules/{register.code}.md")
