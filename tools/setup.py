"""Install what a checkout needs: virtual environment, hashed Python packages, browser files. Standard library only.

usage: python3 tools/setup.py run|check|test (check and test also install the development packages)
Nothing is installed again while the lock files are unchanged: each finished step leaves a stamp.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
_STARTED_AT = float(os.environ.setdefault("GOVOPS_STARTED_AT", f"{time.time():.3f}"))
_APT_PACKAGES = {"chromium": "chromium", "fc-match": "fontconfig"}
_FONT_PACKAGE = "fonts-noto-cjk"


def say(sentence: str) -> None:
    """One progress line with the seconds since the command began."""
    sys.stdout.write(f"[{max(0.0, time.time() - _STARTED_AT):6.1f} 秒] {sentence}\n")
    sys.stdout.flush()


class Trouble(Exception):  # noqa: N818 - said to people as it is
    """Something the person at the console must mend."""


def main(purpose: str) -> None:
    _require_versions()
    with ThreadPoolExecutor() as both:
        for done in [both.submit(_python, purpose), both.submit(_browser_files)]:
            done.result()
    if purpose == "test":
        _browser()


def _python(purpose: str) -> None:
    _virtual_environment()
    _python_packages("dev" if purpose in {"test", "check"} else "base")


def _require_versions() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets whatever Python the machine has
        raise Trouble(
            f"需要 Python 3.11 或更新版本，现在是 {sys.version.split()[0]}。可用 make PYTHON=… 指定。"
        )
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise Trouble(
                f"没有找到 {program}，请先安装 Node 20（Debian 12：见 docs/operating/install.md）。"
            )
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < 18:
        raise Trouble(f"需要 Node 18 或更新版本（推荐 20），现在是 {version}。")


def _virtual_environment() -> None:
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    stamp = VENV / ".python"
    if stamp.exists() and stamp.read_text() == f"{wanted} {VENV}" and PYTHON.exists():
        return
    say("建立 Python 虚拟环境 .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"建立虚拟环境失败（Debian 需要 python3-venv）：{(done.stdout or done.stderr).strip()}")
    stamp.write_text(f"{wanted} {VENV}")


def _python_packages(kind: str) -> None:
    """Install base.txt, or dev.txt, which contains all of base.txt."""
    digests = {name: _digest(ROOT / "requirements" / f"{name}.txt") for name in ("base", "dev")}
    stamp = VENV / ".installed"
    installed = dict(line.split(" ") for line in stamp.read_text().splitlines()) if stamp.exists() else {}
    if installed.get(kind) == digests[kind]:
        return
    say(f"安装 Python 依赖（requirements/{kind}.txt，校验哈希）")
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "--no-compile",
        "--only-binary=:all:",
    ]
    command += ["--disable-pip-version-check", "--no-input", "-r", ROOT / "requirements" / f"{kind}.txt"]
    _run(command, "安装 Python 依赖失败")
    # On all cores, which pip would not. Samples of broken code that packages bring along are no matter.
    subprocess.run([PYTHON, "-m", "compileall", "-q", "-j", "0", VENV / "lib"], capture_output=True)
    now = {"base": digests["base"]} | ({"dev": digests["dev"]} if kind == "dev" else {})
    stamp.write_text("".join(f"{name} {digest}\n" for name, digest in now.items()))


def _browser_files() -> None:
    stamp = NODE_MODULES / ".installed"
    lock = _digest(ROOT / "package-lock.json")
    if not stamp.exists() or stamp.read_text() != lock:
        say("安装浏览器文件与打印字体（npm ci）")
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        _run(command, "安装浏览器文件失败")
        stamp.write_text(lock)
    _run([sys.executable, ROOT / "tools" / "vendor.py"], "整理浏览器文件失败")


def _browser() -> None:
    """Chromium and a Chinese font for the browser journeys; Debian's own, because they are kept secure there."""
    absent = [package for program, package in _APT_PACKAGES.items() if not shutil.which(program)]
    if not _has_chinese_font():
        absent.append(_FONT_PACKAGE)
    if not absent:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(
            f"浏览器测试需要 {'、'.join(absent)}，请由管理员执行：apt-get install -y {' '.join(absent)}"
        )
    say(f"安装 {'、'.join(absent)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *absent],
    ):
        _run(command, "安装系统软件失败", environment)


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout.strip())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _run(command: Sequence[object], failure: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        lines = (done.stdout + done.stderr).strip().splitlines()
        raise Trouble(f"{failure}：\n" + "\n".join(lines[-20:]))


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except Trouble as trouble:
        say(str(trouble))
        sys.exit(1)
