"""Start hook: answers of an imported API are converted as its document says.

LocalStack takes no notice of `contentHandling` beside a status of an OpenAPI document.
"""

from localstack.services.apigateway.legacy import provider

INTEGRATION = "x-amazon-apigateway-integration"

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
    return imported, warnings


provider.import_api_from_openapi_spec = import_api_from_openapi_spec
