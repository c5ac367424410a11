"""Start hook: settings of methods whose path has several segments.

LocalStack takes the first two parts of such a patch for path and method, and so loses `/a/b/POST/throttling/rateLimit`.
"""

from moto.apigateway.models import Stage

# Path with one segment, method, and a setting such as throttling/rateLimit: what LocalStack reads.
READ_PARTS = 4

_apply = Stage.apply_operations


def apply_operations(self, patch_operations):
    others = []
    for operation in patch_operations:
        parts = operation["path"].removeprefix("/").split("/")
        if operation["op"] == "replace" and len(parts) > READ_PARTS:
            self._patch_method_setting("/".join(parts[:-2]), "/".join(parts[-2:]), operation["value"])
        else:
            others.append(operation)
    return _apply(self, others)


Stage.apply_operations = apply_operations
