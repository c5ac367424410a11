"""Start hook: lets KMS keys be created on Python 3.11.

LocalStack derives key ids with uuid.uuid5 from bytes, which only Python 3.12 and
later accept.
"""

import sys
import uuid

if sys.version_info < (3, 12):
    _uuid5 = uuid.uuid5

    def _uuid5_of_bytes(namespace, name):
        # Latin-1 maps every byte to one character; the ids need only be stable.
        return _uuid5(namespace, name.decode("latin-1") if isinstance(name, bytes) else name)

    uuid.uuid5 = _uuid5_of_bytes
