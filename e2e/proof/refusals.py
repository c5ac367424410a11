"""Which requests may be turned away: refusing everything would keep the promise and be useless."""

import json
import re

ENCODINGS = {"gzip", "deflate", "br", "zstd", "compress"}
# The characters that SQS takes in a message.
SQS_TEXT = re.compile("[\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]*")


def may_be_refused(cell, request):
    """Whether a failure status is a right answer to a request in a cell."""
    return (
        type_may_be_refused(cell, request)
        or (cell.body != "base64" and compressed(request))
        or (cell.layout == "bare" and not SQS_TEXT.fullmatch(request.body.decode(errors="replace")))
        or (cell.body == "json" and ("\ufffe" in written(request) or not reads_as_json(request)))
        or ("kind" in cell.attributes and not reads_as_json(request))
    )


def type_may_be_refused(cell, request):
    """Unlisted types; whether capitals count is not known of AWS; no type means JSON."""
    kind = request.content_type
    if kind is None:
        return cell.body == "base64"
    return "cell" not in kind


def compressed(request):
    """A compressed body is no text, and text is what the layout promises."""
    return any(name.lower() == "content-encoding" and value.lower() in ENCODINGS
               for name, value in request.headers)


def written(request):
    """The body with its escapes of this one character resolved, as a JSON writer would."""
    return request.body.decode(errors="replace").replace("\\ufffe", "\ufffe")


def reads_as_json(request):
    """AWS answers 400 to what starts like an object or an array and is neither."""
    if request.body.strip()[:1] not in (b"{", b"["):
        return True
    try:
        json.loads(request.body)
    except ValueError:
        return False
    return True
