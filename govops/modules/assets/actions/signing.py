"""Who signed for what, in words that stand on the paper."""

from __future__ import annotations

from django.utils import timezone

from govops.kernel.processes.declarations import Deed


def signed_words(deed: Deed) -> str:
    """“王磊 2026年11月23日 09:30”."""
    return f"{deed.actor.name} {timezone.localtime(deed.at):%Y年%m月%d日 %H:%M}"
