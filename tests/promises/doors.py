"""The three doors by which people and programs write: page, API, workbook. The same form goes through each."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from govops.kernel.access import tokens
from govops.kernel.records.fields import RowsField
from govops.kernel.registers import doors, site
from govops.kernel.registers.references import words_for
from govops.kernel.sheets.exchange import plan_of
from tests.promises.looking import text_of
from tests.promises.world import World

DOORS = ("page", "api", "import")


@dataclass
class Said:
    """What a door answered: HTTP status and everything a person could read."""

    status: int
    words: str

    @property
    def ok(self) -> bool:
        return self.status < 400


class Door:
    """`write("visitor_entry", data)` creates; `change(record, {...})` changes; `read(record)` answers the fields."""

    def __init__(self, world: World, kind: str) -> None:
        self.world, self.kind = world, kind
        self._clients: dict[str, Client] = {}
        self._tokens: dict[str, str] = {}

    def write(self, code: str, data: dict[str, Any], *, by: str) -> Said:
        return getattr(self, f"_write_{self.kind}")(code, data, by)

    def change(self, record: Any, changes: dict[str, Any], *, by: str, version: int | None = None) -> Said:
        version = record.version if version is None else version
        return getattr(self, f"_change_{self.kind}")(record, changes, by, version)

    # --- page ---------------------------------------------------------------------------------------------------------

    def client(self, by: str) -> Client:
        if by not in self._clients:
            self._clients[by] = self.world.client_of(by)
        return self._clients[by]

    def _write_page(self, code: str, data: dict[str, Any], by: str) -> Said:
        return _page_said(self.client(by).post(f"/r/{code}/new/", as_posted(code, data)))

    def _change_page(self, record: Any, changes: dict[str, Any], by: str, version: int) -> Said:
        register = site.of(record)
        posted = as_posted(register.code, _filled(record) | changes) | {"version": str(version)}
        return _page_said(self.client(by).post(f"/r/{register.code}/{record.pk}/edit/", posted))

    # --- api ----------------------------------------------------------------------------------------------------------

    def api(self, method: str, path: str, body: Any, *, by: str) -> Said:
        if by not in self._tokens:
            self._tokens[by] = tokens.issue(self.world.cast.accounts[by], name="试", scopes=["*"])[1]
        client = Client(headers={"authorization": f"Bearer {self._tokens[by]}"})
        answer = getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")
        return Said(answer.status_code, answer.content.decode())

    def _write_api(self, code: str, data: dict[str, Any], by: str) -> Said:
        return self.api("post", code, as_json(code, data), by=by)

    def _change_api(self, record: Any, changes: dict[str, Any], by: str, version: int) -> Said:
        code = site.of(record).code
        return self.api("patch", f"{code}/{record.pk}", as_json(code, changes) | {"version": version}, by=by)

    # --- import -------------------------------------------------------------------------------------------------------

    def _write_import(self, code: str, data: dict[str, Any], by: str) -> Said:
        return self.send(code, workbook(code, data), by=by)

    def _change_import(self, record: Any, changes: dict[str, Any], by: str, version: int) -> Said:
        code = site.of(record).code
        return self.send(code, workbook(code, _filled(record) | {"number": record.number} | changes), by=by)

    def send(self, code: str, content: bytes, *, by: str, name: str = "a.xlsx") -> Said:
        """Upload, look at the dry run, commit when it is clean."""
        client = self.client(by)
        tried = client.post(f"/r/{code}/import/", {"file": SimpleUploadedFile(name, content)})
        html = tried.content.decode()
        token = re.search(r'name="token" value="([^"]+)"', html)
        if token is None:
            return Said(tried.status_code, " ".join(text_of(html)))
        done = client.post(f"/r/{code}/import/", {"token": token[1]}, follow=True)
        return Said(done.status_code, " ".join(text_of(done.content.decode())))


def _filled(record: Any) -> dict[str, Any]:
    """The record as its form shows it."""
    asked = doors.form_of(site.of(record)).base_fields
    shown = {
        name: value
        for name, value in doors.current_data(site.of(record), record).items()
        if name in asked and value not in (None, "")
    }
    moments = {
        name: timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        for name, value in shown.items()
        if isinstance(value, datetime)
    }
    return shown | moments


def _page_said(answer: Any) -> Said:
    return Said(answer.status_code, " ".join(text_of(answer.content.decode())))


def as_posted(code: str, data: dict[str, Any]) -> dict[str, Any]:
    """The form as a browser posts it: rows cell by cell, dates as the picker writes them."""
    posted: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            posted |= {
                f"{name}-{n}-{column}": cell for n, row in enumerate(value) for column, cell in row.items()
            }
        elif isinstance(value, dict):
            posted |= {f"{name}-of-{attribute}": answer for attribute, answer in value.items()}
        elif isinstance(value, list):
            posted[name] = [str(one) for one in value]
        elif value is True:
            posted[name] = "1"
        elif value is not None and value is not False and value != []:
            posted[name] = value
    return posted


def as_json(code: str, data: dict[str, Any]) -> dict[str, Any]:
    """The form as a program sends it: booleans and numbers as such."""
    model = site.get(code).model
    typed = {}
    for name, value in data.items():
        try:
            kind = model._meta.get_field(name).get_internal_type()  # type: ignore[union-attr]
        except Exception:
            kind = ""
        typed[name] = value == "1" if kind == "BooleanField" and isinstance(value, str) else value
    return typed


def workbook(
    code: str, *rows: dict[str, Any], drop: tuple[str, ...] = (), extra: dict[str, Any] | None = None
) -> bytes:
    """A workbook as somebody would fill in the template: titles above, a line a form."""
    columns = [column for column in plan_of(site.get(code)).columns if column.name not in drop]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([column.title for column in columns] + list(extra or {}))
    for row in rows:
        sheet.append(
            [_cell(code, column.name, row.get(column.name)) for column in columns]
            + list((extra or {}).values())
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(code: str, name: str, value: Any) -> Any:
    if name in {"number"} or value is None:
        return value
    field: Any = site.get(code).model._meta.get_field(name)
    if isinstance(field, RowsField) and isinstance(value, list):
        return field.to_lines(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        if hasattr(field, "target"):
            return "、".join(words_for(row) for row in field.rows(value))
        return "、".join(str(field.labels.get(one, one)) for one in value)
    if field.is_relation and str(value).isdigit():
        row = field.remote_field.model._default_manager.filter(pk=value).first()
        return words_for(row) if row else str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.get_internal_type() == "BooleanField":
        return "是" if value in ("1", True) else "否"
    return value


def table_of(content: bytes) -> list[dict[str, Any]]:
    """The lines of a workbook by their titles."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]
