"""Runs other programs and keeps what they said."""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass

STOP_SECONDS = 15


@dataclass(frozen=True)
class Run:
    """A finished program."""

    status: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err


def run(command, cwd=None, env=None, timeout=300, stdin=None):
    """Runs to the end, without a terminal; a time-out is a failure like any other."""
    try:
        process = subprocess.Popen(
            [str(word) for word in command], cwd=cwd, env=env,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace", start_new_session=True,
        )
    except OSError as missing:
        return Run(127, "", str(missing))
    try:
        out, err = process.communicate(stdin, timeout)
    except subprocess.TimeoutExpired:
        stop(process)
        return Run(124, "", f"no answer within {timeout} seconds")
    except BaseException:
        # The suite itself is being stopped.
        stop(process)
        raise
    return Run(process.returncode, out, err)


def stop(process):
    """Ends a program that leads its own process group, and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
