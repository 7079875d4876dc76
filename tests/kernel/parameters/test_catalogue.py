"""Parameters: typed, bounded, with a source; what is set holds, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govops.kernel.parameters import catalogue
from govops.kernel.parameters.catalogue import Parameter
from govops.kernel.parameters.models import ParameterValue

ALL = catalogue.all_parameters()


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.key)
def test_a_parameter_says_where_it_comes_from_and_its_default_fits(parameter: Parameter) -> None:
    assert parameter.source
    assert parameter.title
    assert parameter.parse(parameter.default) == parameter.default
    assert parameter.owner in {"system", "security"}


@pytest.mark.parametrize(
    "parameter", [p for p in ALL if p.kind in {"int", "float"}], ids=lambda parameter: parameter.key
)
def test_a_number_has_bounds_and_beyond_them_is_a_sentence(parameter: Parameter) -> None:
    assert parameter.minimum is not None
    assert parameter.maximum is not None
    for raw in (parameter.minimum - 1, parameter.maximum + 1, "许多", "NaN"):
        with pytest.raises(ValueError, match=r"[一-龥]"):
            parameter.parse(raw)


def test_what_is_set_is_in_force(db: None) -> None:
    catalogue.forget()
    parameter: Any = next(p for p in ALL if p.kind == "int" and p.minimum != p.default)
    assert catalogue.value(parameter.key) == parameter.default
    ParameterValue.objects.create(key=parameter.key, value=parameter.minimum)
    catalogue.forget()
    assert catalogue.value(parameter.key) == parameter.minimum
    catalogue.forget()


def test_a_page_brings_what_is_set_with_its_reader_and_asks_for_it_no_more(client_of: Any) -> None:
    client = client_of("end_user")
    parameter: Any = next(p for p in ALL if p.kind == "int" and p.minimum != p.default)
    assert catalogue.value(parameter.key) == parameter.default
    ParameterValue.objects.create(key=parameter.key, value=parameter.minimum)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    asked = [query["sql"] for query in captured if "parameters_parametervalue" in query["sql"]]
    assert len(asked) == 1
    assert "access_account" in asked[0]
    assert catalogue.value(parameter.key) == parameter.minimum
    catalogue.forget()


def test_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(KeyError, match="did you mean"):
        catalogue.value(ALL[0].key + "x")


def test_one_key_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        catalogue.declare(
            Parameter(
                key=ALL[0].key, title="另一个", kind="int", default=1, minimum=0, maximum=2, source="试"
            )
        )
