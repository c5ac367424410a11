"""Start hook: brings LocalStack's API Gateway closer to AWS on the way to SQS.

Each correction names what AWS does. Where LocalStack agrees with AWS nothing is touched.
"""

import json
from urllib.parse import quote_plus

import airspeed.operators
from localstack.aws.handlers import codec
from localstack.services.apigateway.next_gen.execute_api import (
    gateway_response,
    template_mapping,
)
from localstack.services.apigateway.next_gen.execute_api.handlers import (
    integration_request,
    integration_response,
    parse,
)

PAYLOAD_LIMIT = 10 * 1024 * 1024
SHORT_ESCAPES = {"\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}


def escape_character(character):
    """One character as commons-lang 2.6 writes it into a JavaScript string."""
    if character in SHORT_ESCAPES:
        return SHORT_ESCAPES[character]
    if character in "'\"\\/":
        return "\\" + character
    if " " <= character <= "\x7f":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04X}" for i in range(0, len(units), 2))


def escape_java_script(self, value):
    """$util.escapeJavaScript: also escapes apostrophe, slash and all that is not ASCII."""
    return "".join(map(escape_character, "" if value is None else str(value)))


def url_encode(self, value):
    """$util.urlEncode: java.net.URLEncoder keeps `*` and encodes `~`."""
    text = "" if value is None else str(value)
    return quote_plus(text, safe="*", errors="replace").replace("~", "%7E")


def read_json(self, path):
    """$input.json and $input.path: text that only looks like JSON is refused with 400."""
    body = self.body
    try:
        value = json.loads(body)
    except ValueError:
        if body.lstrip()[:1] in ("{", "["):
            raise gateway_response.BadRequestException("Could not process payload") from None
        value = body
    if path == "$" or not isinstance(value, (dict, list)):
        return value
    return template_mapping.extract_jsonpath(value, path)


template_mapping.VelocityUtilApiGateway.escapeJavaScript = escape_java_script
template_mapping.VelocityUtilApiGateway.urlEncode = url_encode
template_mapping.VelocityInput._extract_json_path = read_json


# The header map of a template is a plain map; a repeated header keeps its last value.
_render_request = integration_request.IntegrationRequestHandler.render_request_template_mapping
_render_response = integration_response.IntegrationResponseHandler.render_response_template_mapping


class PlainHeaders:
    """Stands in for the request's headers while one template is rendered."""

    def __init__(self, request):
        self.request, self.headers = request, request["headers"]

    def __enter__(self):
        self.request["headers"] = {name: value for name, value in self.headers}

    def __exit__(self, *failure):
        self.request["headers"] = self.headers


def render_request(self, context, body, template):
    with PlainHeaders(context.invocation_request):
        return _render_request(self, context=context, body=body, template=template)


def render_response(self, context, template, body):
    with PlainHeaders(context.invocation_request):
        text, override = _render_response(self, context=context, template=template, body=body)
    # Below, a status that a template chose needs no method response.
    context.context_variable_overrides["responseOverride"]["status"] = override["status"]
    return text, override


integration_request.IntegrationRequestHandler.render_request_template_mapping = render_request
integration_response.IntegrationResponseHandler.render_response_template_mapping = render_response


# Only the MIME type of Content-Type chooses the template; its parameters do not count.
_get_template = integration_request.IntegrationRequestHandler.get_request_template


def get_request_template(integration, request):
    headers = request["headers"].copy()
    if content_type := headers.get("Content-Type"):
        headers["Content-Type"] = content_type.partition(";")[0].strip()
    return _get_template(integration, {**request, "headers": headers})


integration_request.IntegrationRequestHandler.get_request_template = staticmethod(
    get_request_template
)


# A selection pattern matches the whole status, and the chosen status needs a method response.
_select = integration_response.IntegrationResponseHandler.select_integration_response
_respond = integration_response.IntegrationResponseHandler.__call__


def select_integration_response(selection_value, integration_responses):
    whole = {
        key: {**response, "selectionPattern": f"(?:{pattern})$"}
        if (pattern := response.get("selectionPattern"))
        else response
        for key, response in (integration_responses or {}).items()
    }
    return _select(selection_value, whole)


def respond(self, chain, context, response):
    _respond(self, chain, context, response)
    if "PROXY" in context.integration["type"]:
        return
    overridden = (context.context_variable_overrides or {}).get("responseOverride", {}).get("status")
    status = str(context.invocation_response["status_code"])
    if not overridden and status not in (context.resource_method.get("methodResponses") or {}):
        raise gateway_response.ApiConfigurationError("Internal server error")


integration_response.IntegrationResponseHandler.select_integration_response = staticmethod(
    select_integration_response
)
integration_response.IntegrationResponseHandler.__call__ = respond


# The body reaches a template as it was sent; LocalStack would write a form body anew.
_restore = parse.restore_payload


def payload_as_sent(request):
    return request.get_data() or _restore(request)


parse.restore_payload = payload_as_sent


# A payload over 10 MB is turned away before a template sees it.
_parse = parse.InvocationRequestParser.__call__


def parse_request(self, chain, context, response):
    _parse(self, chain, context, response)
    if len(context.invocation_request["body"]) > PAYLOAD_LIMIT:
        raise gateway_response.RequestTooLargeError("Request Too Long")


parse.InvocationRequestParser.__call__ = parse_request


# The template engine: an undefined value is the empty text, and only false is false.
airspeed.operators.boolean_value = lambda value: value is not False


def with_empty_text(compare):
    def compared(left, right):
        return compare("" if left is None else left, "" if right is None else right)

    return compared


for _sign in ("==", "eq", "!=", "ne"):
    _operators = airspeed.operators.BinaryOperator.OPERATORS
    _operators[_sign] = with_empty_text(_operators[_sign])


# String methods of templates work on every kind of string that LocalStack hands to them.
class MethodsByType(dict):
    def get(self, kind, default=None):
        return super().get(str if issubclass(kind, str) else kind, default)


airspeed.operators.__additional_methods__ = MethodsByType(
    airspeed.operators.__additional_methods__
)


# A compressed body is handed on as it was sent; LocalStack would unpack it for everyone.
def leave_compressed(self, chain, context, response):
    """Takes the place of the handler that decodes Content-Encoding."""


codec.ContentDecoder.__call__ = leave_compressed
