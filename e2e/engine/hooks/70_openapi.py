"""Start hook: an imported API answers as its document says.

LocalStack takes no notice of `contentHandling` beside a status of an OpenAPI document, and none
of the gateway responses in it.
"""

from localstack.services.apigateway.legacy import provider

INTEGRATION = "x-amazon-apigateway-integration"
GATEWAY_RESPONSES = "x-amazon-apigateway-gateway-responses"

_import = provider.import_api_from_openapi_spec


def import_api_from_openapi_spec(rest_api, context, open_api_spec, mode):
    imported, warnings = _import(rest_api, context, open_api_spec, mode)
    for resource in imported.resources.values():
        operations = open_api_spec["paths"].get(resource.get_path(), {})
        for verb, method in resource.resource_methods.items():
            said = operations.get(verb.lower(), {}).get(INTEGRATION, {}).get("responses", {})
            handling = {str(one["statusCode"]): one.get("contentHandling") for one in said.values()}
            for status, response in (method.method_integration.integration_responses or {}).items():
                response.content_handling = handling.get(status)
    own = provider.get_apigateway_store(context=context).rest_apis[rest_api.id]
    for kind, response in open_api_spec.get(GATEWAY_RESPONSES, {}).items():
        own.gateway_responses[kind] = {
            "responseType": kind,
            "statusCode": str(response["statusCode"]),
            "responseParameters": response.get("responseParameters", {}),
            "responseTemplates": response["responseTemplates"],
            "defaultResponse": False,
        }
    return imported, warnings


provider.import_api_from_openapi_spec = import_api_from_openapi_spec
