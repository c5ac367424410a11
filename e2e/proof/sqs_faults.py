"""A server between API Gateway and SQS that fails on demand."""

import contextlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# The engine hangs up long before.
SILENT_SECONDS = 120
ERROR = b'{"Error":{"Code":"SECRET","Message":"SECRET","Type":"Sender"},"RequestId":"r"}'


class SqsFaults:
    """`mode` is pass, a status, silent, broken, or silent-after-storing."""

    def __init__(self):
        self.mode, self.behind = "pass", None
        faults = self

        class Handler(BaseHTTPRequestHandler):
            """Forwards to the engine or fails, as the mode says."""

            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                mode = faults.mode
                if mode == "broken":
                    self.close_connection = True
                    return
                if mode == "silent":
                    self._say_nothing()
                    return
                if mode.isdigit():
                    self._answer(int(mode), ERROR)
                    return
                status, answer = faults.forward(self.path, dict(self.headers), body)
                if mode == "silent-after-storing":
                    self._say_nothing()
                    return
                self._answer(status, answer)

            def _say_nothing(self):
                """Until the gateway has given up waiting."""
                self.close_connection = True
                with contextlib.suppress(OSError):
                    self.connection.settimeout(SILENT_SECONDS)
                    self.connection.recv(1)

            def _answer(self, status, body):
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    """The gateway has given up waiting, which is the point."""

            def log_message(self, *_):
                """Quiet."""

        class Server(ThreadingHTTPServer):
            """Takes a burst of connections at once."""

            request_queue_size = 512
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def lead_to(self, engine):
        """Where SQS is: the URL of the engine."""
        self.behind = urlsplit(engine)

    def forward(self, path, headers, body):
        connection = http.client.HTTPConnection(self.behind.hostname, self.behind.port, timeout=60)
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()
