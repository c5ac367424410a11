"""Runs LocalStack as an ordinary process that listens on loopback only.

LocalStack takes the port from GATEWAY_LISTEN but binds every interface, so the
listening endpoint is given its interface here, before anything is imported that
keeps its own reference to it. A longer queue of connections takes a burst of requests.
"""

import functools
import os
import signal
import threading
import time

from twisted.internet import endpoints

endpoints.TCP4ServerEndpoint = functools.partial(
    endpoints.TCP4ServerEndpoint, interface="127.0.0.1", backlog=1024
)


def end_with(parent):
    """Ends the process group when the suite is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(0, signal.SIGTERM)
    time.sleep(15)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    from localstack.runtime.main import main

    main()
