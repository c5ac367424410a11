"""Starts and stops LocalStack on loopback, or uses the endpoint that the caller has."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

from proof.places import E2E, TOOLS, fresh
from proof.shell import stop

ENGINE = E2E / "engine"
START_SECONDS = 300
# A free port may be taken by someone else before the engine has it.
ATTEMPTS = 3
DUMMY_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class EngineDoesNotStart(Exception):
    """LocalStack did not become healthy; the text is the end of its log."""


class Engine:
    """One LocalStack process. `corrections` adds the hooks that bring it closer to AWS."""

    def __init__(self, name, corrections, velocity=None, sqs=None):
        self.name, self.corrections, self.velocity, self.sqs = name, corrections, velocity, sqs
        # Without the template engine of AWS it stays too far away to be charged to the compiler.
        self.corrected = corrections and velocity is not None
        self.port = self.url = self.process = None

    def __enter__(self):
        for attempt in range(1, ATTEMPTS + 1):
            self.port = free_port()
            self.url = f"http://127.0.0.1:{self.port}"
            if self.sqs:
                self.sqs.lead_to(self.url)
            try:
                self._start()
                return self
            except EngineDoesNotStart:
                if attempt == ATTEMPTS:
                    raise
            except BaseException:
                self.__exit__()
                raise

    def _start(self):
        folder = fresh("engine", self.name)
        hooks = folder / "etc" / "localstack" / "init" / "start.d"
        hooks.mkdir(parents=True)
        sources = list((ENGINE / "hooks").glob("*.py"))
        if self.corrections:
            sources += (ENGINE / "corrections").glob("*.py")
        for source in sources:
            shutil.copy(source, hooks)
        log = folder / "log.txt"
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                [TOOLS / "localstack" / "bin" / "python", ENGINE / "launch.py"],
                env=self._environment(folder), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._healthy():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise EngineDoesNotStart(log.read_text(errors="replace")[-800:])
            time.sleep(0.5)

    def __exit__(self, *failure):
        # Its process group holds the renderer as well; nothing else is in it.
        if self.process:
            stop(self.process)

    def _healthy(self):
        try:
            with urllib.request.urlopen(f"{self.url}/_localstack/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self, folder):
        environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith("AWS_") and key != "DOCKER_HOST"
        }
        scratch = folder / "tmp"
        scratch.mkdir()
        environment |= DUMMY_CREDENTIALS | {
            # Without these two it takes itself for a container and writes to system folders.
            "OVERRIDE_IN_DOCKER": "0",
            "FILESYSTEM_ROOT": str(folder),
            "TMPDIR": str(scratch),
            "GATEWAY_LISTEN": f"127.0.0.1:{self.port}",
            "DNS_ADDRESS": "0",
            "SKIP_SSL_CERT_DOWNLOAD": "1",
            "DISABLE_EVENTS": "1",
            "EAGER_SERVICE_LOADING": "0",
        }
        if self.velocity:
            environment["HOOKWEIR_VELOCITY"] = str(self.velocity)
        if self.sqs:
            environment["HOOKWEIR_SQS_ENDPOINT"] = self.sqs.url
        return environment


class GivenEngine:
    """An endpoint of the caller's own: a LocalStack in a container, or `aws` itself."""

    name = "given"

    def __init__(self, url):
        self.url = None if url == "aws" else url
        # Of an emulator nobody knows how near to AWS it is.
        self.corrected = self.url is None

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        """Not ours to stop."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
