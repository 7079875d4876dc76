"""manage.py load_standard_types: the types of DB37/T 1434 and the relation kinds, as far as they are missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from govops.kernel.access.actor import Actor
from govops.kernel.access.answers import Refused
from govops.modules.configuration.actions.loading import load_standard_types


class Command(BaseCommand):
    help = "载入标准配置项类型和关系类型；已有的不改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_standard_types(Actor(channel="command"))
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(loaded.sentence)
