"""A cheap HTTP/1.1 client for loopback: it must not cost what it measures."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_ENOUGH = 65_536


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Connection:
    """One kept-alive connection, used by one thread."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, message: bytes) -> Answer:
        """Send one whole request, read one whole answer."""
        self._socket.sendall(message)
        data = self._more(b"")
        while (end := data.find(b"\r\n\r\n")) < 0:
            data = self._more(data)
        head = data[:end].lower()
        status = int(head[9:12])
        place = head.find(b"\r\ncontent-length:")
        if place < 0:
            return Answer(status, b"" if status in {204, 304} else self._chunks(data[end + 4 :]))
        line_end = head.find(b"\r\n", place + 2)
        length = int(head[place + 17 : line_end if line_end > 0 else len(head)])
        body = data[end + 4 :]
        while len(body) < length:
            body = self._more(body)
        return Answer(status, body)

    def _more(self, data: bytes) -> bytes:
        piece = self._socket.recv(_ENOUGH)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return data + piece

    def _chunks(self, data: bytes) -> bytes:
        found = b""
        while True:
            while (end := data.find(b"\r\n")) < 0:
                data = self._more(data)
            size = int(data[:end], 16)
            while len(data) < end + 4 + size:
                data = self._more(data)
            if not size:
                return found
            found += data[end + 2 : end + 2 + size]
            data = data[end + 4 + size :]

    def close(self) -> None:
        self._socket.close()


def request(
    method: str, path: str, *, headers: Mapping[str, str] | None = None, payload: Any = None
) -> bytes:
    """The bytes of one request."""
    body = b"" if payload is None else json.dumps(payload, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if payload is not None:
        lines += ["Content-Type: application/json"]
    lines += [
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in (headers or {}).items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass
class Load:
    """What came of many requests: how long each took (s), how long all took (s), and the answers that were not `wanted`."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: list[Answer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which `share` of the requests were answered."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def together(port: int, messages: Sequence[bytes], *, clients: int, wanted: int, keep: bool = False) -> Load:
    """Send all `messages` once, by `clients` threads at the same time; the first wrong answers are kept to be shown."""
    load, waiting, lock = Load(), iter(messages), threading.Lock()
    start = threading.Barrier(clients + 1)

    def work() -> None:
        connection = Connection(port)
        start.wait()
        own: list[tuple[float, Answer]] = []
        while True:
            with lock:
                message = next(waiting, None)
            if message is None:
                break
            began = time.perf_counter()
            answer = connection.send(message)
            own.append((time.perf_counter() - began, answer))
        connection.close()
        with lock:
            load.times += [taken for taken, _ in own]
            load.wrong += [answer for _, answer in own if answer.status != wanted]
            if keep:
                load.answers += [answer for _, answer in own]

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load


def one_by_one(
    port: int, messages: Iterable[bytes], *, wanted: int = 200, check: Callable[[Answer], None] | None = None
) -> Load:
    """One client: each request after the answer to the one before."""
    load, connection = Load(), Connection(port)
    began = time.perf_counter()
    for message in messages:
        sent = time.perf_counter()
        answer = connection.send(message)
        load.times.append(time.perf_counter() - sent)
        if answer.status != wanted:
            load.wrong.append(answer)
        elif check:
            check(answer)
    load.seconds = time.perf_counter() - began
    connection.close()
    return load
