"""Serve the floor exactly as the product is served."""

from __future__ import annotations

import os
from pathlib import Path

from govops.server import web

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    web.serve(
        data=Path(os.environ["GOVOPS_DATA"]),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        application="bench.floor.wsgi:application",
    )
