"""Start hook: functions and event source mappings as objects, without containers.

A consumer in a spec must deploy, but there is no container runtime to run its code,
and a mapping that polled would take the messages that the suite wants to read.
"""

from localstack.services.lambda_.event_source_mapping.pollers import sqs_poller
from localstack.services.lambda_.invocation import (
    execution_environment,
    runtime_executor,
    version_manager,
)


class NoRuntime(runtime_executor.RuntimeExecutor):
    """Says yes to everything around a function and refuses to run it."""

    def __init__(self, id, function_version):
        raise RuntimeError("functions cannot run here: there is no container runtime")

    @classmethod
    def prepare_version(cls, function_version):
        """Nothing to prepare."""

    @classmethod
    def cleanup_version(cls, function_version):
        """Nothing to clean up."""

    @classmethod
    def validate_environment(cls):
        return True


NoRuntime.__abstractmethods__ = frozenset()


def _runtime():
    return NoRuntime


for _module in (runtime_executor, version_manager, execution_environment):
    if hasattr(_module, "get_runtime_executor"):
        _module.get_runtime_executor = _runtime
sqs_poller.SqsPoller.poll_events = lambda self: None
