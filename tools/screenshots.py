"""Pictures of a running demonstration for the documentation: `make screenshots BASE=http://127.0.0.1:8000`.

Logs in with the demonstration accounts that the login page lists, and only looks: it follows links and types searches,
but does nothing that changes data. Writes docs/images/NAME.png, 1366×768, in 256 colours.
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1366, 768
LARGEST = 250_000


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where to begin, which link of that page to follow (a CSS selector), how far to scroll."""

    name: str
    account: str
    path: str
    follow: str = ""
    down: int = 0


SHOTS = (
    Shot("login", "", "/login/"),
    Shot("workbench", "mr_manager", "/"),
    Shot("list", "mr_manager", "/r/visitor_entry/"),
    Shot("form", "end_user", "/r/visitor_entry/new/"),
    Shot("record", "mr_manager", "/", follow="tbody tr:has-text('管理人员同意') >> nth=1"),
    Shot("self-service", "end_user", "/m/service_desk/self/"),
    Shot("desk", "service_desk", "/m/service_desk/desk/"),
    Shot("board", "service_desk", "/m/service_desk/board/"),
    Shot("indicators", "service_level_manager", "/m/reports/"),
    Shot("topology", "configuration_manager", "/m/configuration/topology/"),
    Shot("racks", "configuration_manager", "/m/configuration/racks/"),
    Shot("change-calendar", "change_manager", "/m/change/calendar/"),
    Shot("dashboard", "mr_manager", "/m/machine_room/"),
    Shot("wall", "duty_officer", "/m/machine_room/wall/"),
    Shot("door", "guard", "/m/machine_room/door/"),
    Shot("search", "mr_manager", "/search/?q=空调"),
    Shot("norms", "mr_manager", "/norms/"),
    Shot("seats", "security_admin", "/admin/seats/"),
    Shot("calendar", "system_admin", "/admin/calendar/"),
    Shot("parameters", "security_admin", "/admin/parameters/"),
    Shot("audit", "audit_admin", "/admin/audit/"),
)

# Median cut in the page, where pixels are quick: answers the palette and one byte for each pixel.
_QUANTISE = """async (picture) => {
  const image = new Image(); image.src = 'data:image/png;base64,' + picture; await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data, count = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const key = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
    count.set(key, (count.get(key) || 0) + 1);
  }
  const parts = (key) => [key >> 16, key >> 8 & 255, key & 255];
  const weighed = (keys) => {
    const low = [255, 255, 255], high = [0, 0, 0]; let weight = 0;
    for (const key of keys) {
      weight += count.get(key);
      parts(key).forEach((v, c) => { low[c] = Math.min(low[c], v); high[c] = Math.max(high[c], v); });
    }
    const spans = high.map((v, c) => v - low[c]), span = Math.max(...spans);
    return {keys, axis: spans.indexOf(span), rank: keys.length > 1 ? span * span * Math.log(1 + weight) : 0, weight};
  };
  let boxes = [weighed([...count.keys()])];
  while (boxes.length < 256) {
    const box = boxes.reduce((a, b) => b.rank > a.rank ? b : a);
    if (!box.rank) break;
    const keys = box.keys.sort((a, b) => parts(a)[box.axis] - parts(b)[box.axis]);
    const low = parts(keys[0])[box.axis], high = parts(keys[keys.length - 1])[box.axis];
    let cut = keys.findIndex((key) => parts(key)[box.axis] > (low + high) / 2);
    cut = Math.min(Math.max(cut, 1), keys.length - 1);
    boxes = boxes.filter((each) => each !== box).concat(weighed(keys.slice(0, cut)), weighed(keys.slice(cut)));
  }
  const place = new Map(), palette = [];
  boxes.forEach((box, index) => {
    const most = box.keys.reduce((a, b) => count.get(b) > count.get(a) ? b : a);
    palette.push(...parts(most));
    box.keys.forEach((key) => place.set(key, index));
  });
  let text = '';
  for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(place.get(data[i] << 16 | data[i + 1] << 8 | data[i + 2]));
  return {width: image.width, height: image.height, palette, pixels: btoa(text)};
}"""


def main(base: str) -> int:
    TARGET.mkdir(parents=True, exist_ok=True)
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        )
        for account in dict.fromkeys(shot.account for shot in SHOTS):
            with session(browser, base, account) as page:
                for shot in (each for each in SHOTS if each.account == account):
                    size = take(page, browser, base, shot)
                    print(f"{shot.name}.png  {size // 1024} kB")
                    if size > LARGEST:
                        too_large.append(shot.name)
        browser.close()
    if too_large:
        print(f"大于 {LARGEST // 1000} kB：{'、'.join(too_large)}")
    return 1 if too_large else 0


@contextmanager
def session(browser: Browser, base: str, account: str) -> Iterator[Page]:
    """A page in which `account` is logged in; nobody, without one."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    if account:
        page.goto(f"{base}/login/")
        page.click(f"[data-fill-login='{account}']")
        page.click("form.login-form button")
        page.wait_for_url(lambda url: "/login/" not in url)
    yield page
    context.close()


def take(page: Page, browser: Browser, base: str, shot: Shot) -> int:
    """Take one picture; its size in bytes."""
    page.goto(base + shot.path)
    if shot.follow:
        page.click(shot.follow)
    page.wait_for_load_state("networkidle")
    if shot.down:
        page.mouse.wheel(0, shot.down)
    page.wait_for_timeout(600)  # charts draw themselves
    path = TARGET / f"{shot.name}.png"
    path.write_bytes(reduced(browser, page.screenshot()))
    return path.stat().st_size


def reduced(browser: Browser, picture: bytes) -> bytes:
    """The same picture as a PNG of at most 256 colours."""
    page = browser.new_page()
    seen: dict[str, Any] = page.evaluate(_QUANTISE, base64.b64encode(picture).decode())
    page.close()
    width, height, pixels = seen["width"], seen["height"], base64.b64decode(seen["pixels"])
    rows = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = [
        (b"IHDR", head),
        (b"PLTE", bytes(seen["palette"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


if __name__ == "__main__":
    sys.exit(main((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")))
