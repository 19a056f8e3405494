"""The web server on a laptop, bounded so that no client can keep the others out."""

import logging
from typing import Any

from waitress import create_server

from chalicelib.errors import CareError
from chalicelib.local.gateway import LARGEST_BODY, Gateway

HOST = "127.0.0.1"
THREADS = 8
# A slow client holds a connection and no thread: a request is handed on once it is here as a whole.
CONNECTIONS = 1000
SILENT_SECONDS = 30
LARGEST_HEAD = 64 * 1024
# Above what the gateway refuses in words of its own, so that it has the chance to.
MOST_BYTES = 4 * LARGEST_BODY


class PortTaken(CareError):
    code = "port_taken"
    status = 409


def listen(port: int, gateway: Gateway) -> Any:
    """A server that waits for `run`. Port 0 takes any that is free. What a tunnel says of its visitor stays:
    by it the shop's own pages know that they are looked at from elsewhere, and limits whom they hold up."""
    # It would note each request that has to wait for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        return create_server(
            gateway, host=HOST, port=port, threads=THREADS, ident=None,
            connection_limit=CONNECTIONS, channel_timeout=SILENT_SECONDS,
            cleanup_interval=SILENT_SECONDS // 3, max_request_header_size=LARGEST_HEAD,
            max_request_body_size=MOST_BYTES, asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,
        )  # fmt: skip
    except OSError as error:
        raise PortTaken(
            f"Port {port} is taken (is Aftercare running already?). Stop what uses it, or give another: "
            f"aftercare run --port {port + 1}"
        ) from error
