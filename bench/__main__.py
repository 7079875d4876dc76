"""`make bench` (ARGS="--only desk", "--quick", "--rows 100000", "--json figures.json"): figures beside their floor, PASS or MISS."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench import stage as stages
from govops.server.console import Trouble

#: a bureau does not run a million things
MOST = {"configuration": 100_000}


def main() -> int:
    options = _options()
    began = time.monotonic()

    def tell(words: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} 秒] {words}", flush=True)

    with tempfile.TemporaryDirectory(prefix="govops-bench-") as folder:
        data = Path(folder)
        tell("启动数据库（fsync 开启）")
        with stages.database(data) as url:
            stages.prepare(data, url)
            stage = stages.build(data, url)
            tell("演示单位已建立")
            return _measure(stage, options, tell)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="性能基准：自建数据库，测完即删")
    parser.add_argument(
        "--only",
        choices=("visits", "desk", "configuration"),
        help="只测机房出入登记、服务台或资源配置；缺省都测",
    )
    parser.add_argument("--rows", default="100000,1000000", help="记录条数，逗号分隔")
    parser.add_argument("--quick", action="store_true", help="请求次数少一些")
    parser.add_argument("--json", type=Path, help="另存为 JSON")
    options = parser.parse_args()
    options.rows = [int(part) for part in options.rows.split(",")]
    return options


def _measure(stage: stages.Stage, options: argparse.Namespace, tell: object) -> int:
    # What needs Django is imported once it is set up.
    from bench import report, session
    from bench.configuration import session as configuration
    from bench.desk import session as desk

    chosen = {"visits": session.measure, "desk": desk.measure, "configuration": configuration.measure}
    sections = [
        measure(stage, rows, quick=options.quick, tell=tell)  # type: ignore[arg-type]
        for name, measure in chosen.items()
        if options.only in (None, name)
        for rows in dict.fromkeys(min(rows, MOST.get(name, rows)) for rows in options.rows)
    ]
    same = report.same_queries(sections) if len(options.rows) > 1 else None
    print(report.show(sections))
    if same:
        print(f"\n  {same.name}：{same.figure} {same.verdict} {same.beside}")
    if options.json:
        report.save(options.json, sections, same)
    missed = [line.name for section in sections for line in section.lines if line.ok is False] + (
        [same.name] if same and not same.ok else []
    )
    print(f"\n未达标：{'；'.join(missed)}" if missed else "\n全部达标")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(str(trouble))
