"""Write requirements/*.txt and package-lock.json anew: exact versions with hashes, no registry addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_OPTIONS = [
    "--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header",
    "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host",
]  # fmt: skip


def main() -> None:
    for name, extra in (("base", []), ("dev", ["--constraint", "requirements/base.txt"])):
        command = [sys.executable, "-m", "piptools", "compile", *_OPTIONS, *extra]
        command += [f"--output-file=requirements/{name}.txt", f"requirements/{name}.in", *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, check=True)
    subprocess.run(["npm", "install", "--package-lock-only", "--no-audit", "--no-fund"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
