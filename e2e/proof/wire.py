"""Sends requests byte for byte over a socket: no client library tidies them up."""

import http.client
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

ANSWER_SECONDS = 120


@dataclass(frozen=True)
class Answer:
    """What the sender of a webhook sees."""

    status: int
    headers: dict
    body: bytes

    @property
    def request_id(self):
        return self.headers.get("x-amzn-requestid")

    @property
    def good(self):
        return 200 <= self.status < 300


class Sender:
    """Keeps one connection for each thread to the base URL of an API."""

    def __init__(self, base):
        self.base = urlsplit(base)
        self.local = threading.local()

    def send(self, method, path, headers, body):
        """One request. `path` may hold a query; headers go out exactly as listed."""
        head = [f"{method} {self.base.path}{path} HTTP/1.1", f"Host: {self.base.netloc}"]
        head += [f"{name}: {value}" for name, value in headers]
        head += [f"Content-Length: {len(body)}", "", ""]
        message = "\r\n".join(head).encode("latin-1") + body
        kept = getattr(self.local, "socket", None)
        if kept is not None:
            try:
                return self._exchange(kept, method, message)
            except ConnectionError:
                # The engine closes idle connections; nothing was answered, so send anew.
                kept.close()
        self.local.socket = self._connect()
        return self._exchange(self.local.socket, method, message)

    def _connect(self):
        secure = self.base.scheme == "https"
        port = self.base.port or (443 if secure else 80)
        plain = socket.create_connection((self.base.hostname, port), ANSWER_SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not secure:
            return plain
        return ssl.create_default_context().wrap_socket(plain, server_hostname=self.base.hostname)

    def _exchange(self, connection, method, message):
        connection.sendall(message)
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        if headers.get("connection", "").lower() == "close":
            self.local.socket = None
        return Answer(response.status, headers, body)
