"""Seal the trail now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from govops.kernel.audit import seals


class Command(BaseCommand):
    help = "封存尚未封存的审计记录，并打印锚点（请抄录或打印保存）。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = seals.seal_now()
        except seals.StillWritingError as error:
            raise CommandError(str(error)) from error
        for seal in made:
            self.stdout.write(
                f"第 {seal.number} 块：编号 {seal.first_id} 至 {seal.last_id}，{seal.count} 条，锚点 {seal.anchor}"
            )
        if not made:
            self.stdout.write("没有新的审计记录。")
