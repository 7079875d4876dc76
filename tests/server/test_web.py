"""The web role alone: an address that cannot be had is a sentence, not a trace."""

from __future__ import annotations

import socket

import pytest

from govops.server.console import Trouble
from govops.server.web import require_free


def test_an_address_in_use_is_said_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=f"127.0.0.1:{port}.*PORT"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


def test_a_host_that_is_none_is_said_too() -> None:
    with pytest.raises(Trouble, match="另选"):
        require_free("256.0.0.1", 8000)
