"""The connection: statements that never change are prepared, and a living socket needs no question to prove it."""

from __future__ import annotations

import json
import select
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import orjson
from django.db.backends.postgresql import base, operations
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.json import Jsonb

from govops.config.database import migrating

#: after so many uses on one connection a statement of `organization.prepared` is prepared in the database …
_PREPARED_AFTER = 3
#: … and so many are kept on each: all of ours, each in a few combinations of empty and filled values
_PREPARED_AT_MOST = 500
#: for so many seconds a connection that has said nothing is believed to live
_TRUSTED_SECONDS = 30

#: a moment must be made text by whoever knows how
_AS_STRICT_AS_DJANGO = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS

migrating.write_down_in_place()


def _json(value: Any) -> bytes | str:
    try:
        return orjson.dumps(value, option=_AS_STRICT_AS_DJANGO)
    except TypeError:  # what only the standard library can write, and whatever the database then says of it
        return json.dumps(value)


class DatabaseOperations(operations.DatabaseOperations):
    """What Django tells the driver, and what it asks of it."""

    def adapt_json_value(self, value: Any, encoder: Any) -> Any:
        """JSON in UTF-8: Django's way spells each Chinese character in six signs, which both sides have to count."""
        return super().adapt_json_value(value, encoder) if encoder else Jsonb(value, _json)

    def written_json(self, value: Any) -> str:
        """The same as text, for statements whose values travel without the driver's wrapper."""
        written = _json(value)
        return written if isinstance(written, str) else written.decode()

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        # The driver forgets the text of a prepared statement, which Django's query log shows.
        return super().last_executed_query(cursor, sql, params) or str(sql)


class MomentLoader(TimestamptzLoader):
    """A moment in UTC, in which every connection speaks; read by the one parser of Python that is not written in Python."""

    timezone = UTC

    def load(self, data: Any) -> datetime:
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # infinity, or before Christ: the driver has a sentence for those
            return super().load(data).replace(tzinfo=self.timezone)


class DatabaseWrapper(base.DatabaseWrapper):
    """`ENGINE = "govops.config.database"`."""

    ops_class = DatabaseOperations
    #: statement → its cursors of this connection, the driver's and Django's (see `organization.prepared.asked`)
    kept_cursors: dict[str, tuple[Any, Any]] = {}
    _answered_at = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold = _PREPARED_AFTER
        connection.prepared_max = _PREPARED_AT_MOST
        connection.adapters.register_loader("timestamptz", MomentLoader)
        self.kept_cursors = {}
        return connection

    def is_usable(self) -> bool:
        """Whether the server is still there, asked before each request that finds an old connection.

        A server that stopped has closed its side, which the socket tells without a round trip; only a cut network
        does not, so a connection that rested longer is asked.
        """
        if self.connection is None or self.connection.closed or self._has_been_told_something():
            return False
        now = monotonic()
        if now - self._answered_at > _TRUSTED_SECONDS:
            if not super().is_usable():
                return False
            self._answered_at = now
        return True

    def _has_been_told_something(self) -> bool:
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        return bool(waiting.poll(0))
