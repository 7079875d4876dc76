"""Copy the browser files and print fonts we use from node_modules to static/vendor. Standard library only.

The icons named in govops/kernel/web/static/govops/icons.txt become one sprite: vendor/icons/sprite.svg,
with a <symbol id="icon-NAME"> each. Done again only when a source or this script changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from difflib import get_close_matches
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"
ICON_NAMES = ROOT / "govops" / "kernel" / "web" / "static" / "govops" / "icons.txt"
ICONS = SOURCE / "@tabler" / "icons" / "icons" / "outline"

FILES = {
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "sm-crypto/sm2.js": "sm-crypto/dist/sm2.js",
    "sm-crypto/sm3.js": "sm-crypto/dist/sm3.js",
    "sm-crypto/sm4.js": "sm-crypto/dist/sm4.js",
}
# For printing only; never collected as web files.
FONTS = {
    "fonts/NotoSansSC-Regular.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "fonts/NotoSerifSC-Regular.ttf": "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "fonts/NotoSerifSC-Bold.ttf": "@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
}
_SOURCE_MAP = re.compile(rb"(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*")
_SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def main() -> None:
    state = _state()
    stamp = TARGET / ".built"
    if stamp.exists() and stamp.read_text() == state:
        return
    fresh = TARGET.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, source in FILES.items():
        path = _parent_made(fresh / target)
        # The maps are not shipped; a link to a missing file would break the collected, hashed names.
        path.write_bytes(_SOURCE_MAP.sub(b"", (SOURCE / source).read_bytes()))
    for target, source in FONTS.items():
        _link_or_copy(SOURCE / source, _parent_made(fresh / target))
    _parent_made(fresh / "icons/sprite.svg").write_text(_sprite(_icon_names()), encoding="utf-8")
    (fresh / ".built").write_text(state)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


def _icon_names() -> list[str]:
    if not ICON_NAMES.exists():
        return []
    lines = (line.strip() for line in ICON_NAMES.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def _sprite(names: list[str]) -> str:
    symbols = []
    for name in names:
        path = ICONS / f"{name}.svg"
        if not path.exists():
            near = get_close_matches(name, [each.stem for each in ICONS.glob("*.svg")], 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            sys.exit(f"{ICON_NAMES.relative_to(ROOT)}: there is no Tabler icon {name!r}{hint}")
        found = _SHAPES.search(path.read_text(encoding="utf-8"))
        if not found:
            sys.exit(f"{path}: not an SVG file")
        shapes = " ".join(found.group(1).split())
        symbols.append(
            f'<symbol id="icon-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _parent_made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _state() -> str:
    digest = hashlib.sha256()
    for path in (Path(__file__), ROOT / "package-lock.json", ICON_NAMES):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()


if __name__ == "__main__":
    main()
