"""Where the Chinese fonts for print are, and the loaded font book."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from govops.kernel.access.answers import Refused

FAMILIES = ("Noto Serif SC", "Noto Sans SC")
WEIGHTS = ("400Regular", "700Bold")
_PACKAGES = ("@expo-google-fonts/noto-serif-sc", "@expo-google-fonts/noto-sans-sc")


def folders() -> tuple[Path, ...]:
    """The folders with the fonts: ``settings.PRINT_FONT_DIRS``.

    For development the environment variable GOVOPS_FONTS may name a ``node_modules`` folder instead.
    """
    if modules := os.environ.get("GOVOPS_FONTS"):
        # Only the two weights that are used: every further file costs start-up time and memory.
        return tuple(Path(modules) / package / weight for package in _PACKAGES for weight in WEIGHTS)
    return tuple(Path(folder) for folder in settings.PRINT_FONT_DIRS)


def book() -> typst.Fonts:
    """The font book; refuses in words for the operator when a family is missing."""
    return _book(folders())


@lru_cache(maxsize=2)
def _book(paths: tuple[Path, ...]) -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[path for path in paths if path.is_dir()],
    )
    if missing := set(FAMILIES) - set(fonts.families()):
        raise Refused(
            f"打印所需的中文字体未安装（{'、'.join(sorted(missing))}），"
            "请系统管理员重新执行安装或设置 PRINT_FONT_DIRS。"
        )
    return fonts
