"""A small client of a language server that talks over stdin and stdout."""

import json
import subprocess
import threading
import time

from proof.shell import stop


class LanguageServer:
    """Starts a server, opens documents and asks about places in them."""

    def __init__(self, command, settings):
        self.settings, self.number = settings, 0
        self.answers, self.diagnostics = {}, {}
        self.changed = threading.Condition()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True)
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        try:
            self._greet()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *failure):
        stop(self.process)

    def _greet(self):
        self.ask("initialize", {
            "processId": None, "rootUri": None,
            "capabilities": {
                "textDocument": {"completion": {"completionItem": {"snippetSupport": True}},
                                 "hover": {"contentFormat": ["markdown"]}},
                "workspace": {"configuration": True},
            },
        })
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})

    def open(self, uri, text):
        """Opens a document and waits for what the server finds wrong with it."""
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        return self._await(lambda: self.diagnostics.get(uri), f"diagnostics of {uri}")

    def complete(self, uri, line, character):
        answer = self.ask("textDocument/completion", _place(uri, line, character))
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return [item["label"] for item in items]

    def hover(self, uri, line, character):
        answer = self.ask("textDocument/hover", _place(uri, line, character))
        return answer["contents"]["value"] if answer else ""

    def ask(self, method, params):
        self.number += 1
        number = self.number
        self._write({"id": number, "method": method, "params": params})
        return self._await(lambda: self.answers.get(number), method)[0]

    def tell(self, method, params):
        self._write({"method": method, "params": params})

    def _await(self, found, what, seconds=120):
        deadline = time.monotonic() + seconds
        with self.changed:
            while (value := found()) is None:
                if not self.changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(what)
        return value

    def _write(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self):
        stream = self.process.stdout
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                """Other header lines say nothing of interest."""
            self._take(json.loads(stream.read(length)))

    def _take(self, message):
        if "method" in message and "id" in message:
            self._write({"id": message["id"], "result": self._reply(message)})
            return
        with self.changed:
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                self.diagnostics[params["uri"]] = params["diagnostics"]
            elif "id" in message:
                self.answers[message["id"]] = (message.get("result"),)
            self.changed.notify_all()

    def _reply(self, message):
        """The server asks for its settings section by section."""
        if message["method"] == "workspace/configuration":
            return [self.settings.get(item.get("section"), {}) for item in message["params"]["items"]]
        return None


def _place(uri, line, character):
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
