"""The invented data centre of the bureau: rows in plain Python, the same for the same days; `loading` enters them."""

from __future__ import annotations

from datetime import date

from govops.demo.history.data_centre import (
    network,
    offered,
    offices,
    papers,
    places,
    platforms,
    power,
    protection,
    servers,
    systems,
    wiring,
)
from govops.demo.history.data_centre.estate import Estate
from govops.demo.history.data_centre.shelves import Shelves


def draw(first: date, today: date) -> Estate:
    """Everything that the bureau owned and ran on the first day of the history."""
    estate, shelves = Estate(first, today), Shelves()
    places.draw(estate)
    power.draw(estate)
    network.draw(estate, shelves)
    platforms.draw(estate, shelves)
    systems.draw(estate)
    servers.draw(estate)
    wiring.draw(estate)
    protection.draw(estate)
    offices.draw(estate)
    papers.draw(estate)
    offered.draw(estate)
    return estate
