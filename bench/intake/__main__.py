"""`python -m bench.intake [rows]`: seconds for that many rows (20,000) in the database of DATABASE_URL; leaves nothing there."""

from __future__ import annotations

import os
import sys
import time

TARGET = 60.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govops.config.settings")
    import django

    django.setup()
    from bench.intake.rows import measure

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    busy = time.process_time()
    told = measure(rows)
    busy = time.process_time() - busy
    print(
        f"{rows} rows: counted {told['counted']:.1f} s, tried {told['tried']:.1f} s, saved {told['saved']:.1f} s, "
        f"result written {told['told']:.1f} s, processor {busy:.1f} s"
    )
    verdict = "PASS" if told["saved"] <= TARGET else "MISS"
    print(f"saved in {told['saved']:.1f} s (at most {TARGET:.0f} s for 20,000): {verdict}")


if __name__ == "__main__":
    main()
