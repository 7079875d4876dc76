"""Typed operator settings: declared by the parts and modules, changed in the page, each with bounds, source and history.

Read one with `parameters.value("mr.temp_low")`; declare with `parameters.declare(Parameter(...))`.
"""

from govops.kernel.parameters.catalogue import (
    Parameter,
    all_parameters,
    declare,
    know,
    parameter,
    stored,
    value,
)

__all__ = ["Parameter", "all_parameters", "declare", "know", "parameter", "stored", "value"]
