"""Start hook: lets CloudFormation make authorizers.

LocalStack has them in its API, but takes them for an unknown type in a template.
"""

from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceProviderExecutor,
)

# The key in a template -> the argument of the API.
ARGUMENTS = {
    "RestApiId": "restApiId",
    "Name": "name",
    "Type": "type",
    "AuthorizerUri": "authorizerUri",
    "AuthorizerCredentials": "authorizerCredentials",
    "IdentitySource": "identitySource",
    "AuthorizerResultTtlInSeconds": "authorizerResultTtlInSeconds",
}


class Authorizers(ResourceProvider):
    """One with other settings has another name in the templates, so none is ever updated."""

    TYPE = "AWS::ApiGateway::Authorizer"
    SCHEMA = {"primaryIdentifier": ["/properties/AuthorizerId"]}

    def create(self, request):
        model = request.desired_state
        made = request.aws_client_factory.apigateway.create_authorizer(
            **{argument: model[key] for key, argument in ARGUMENTS.items() if key in model}
        )
        model["AuthorizerId"] = made["id"]
        return self._done(request, model)

    def delete(self, request):
        model = request.desired_state
        api = request.aws_client_factory.apigateway
        try:
            api.delete_authorizer(restApiId=model["RestApiId"], authorizerId=model["AuthorizerId"])
        except api.exceptions.NotFoundException:
            """It went with its API."""
        return self._done(request, model)

    @staticmethod
    def _done(request, model):
        return ProgressEvent(
            status=OperationStatus.SUCCESS,
            resource_model=model,
            custom_context=request.custom_context,
        )


_load = ResourceProviderExecutor.try_load_resource_provider


def try_load_resource_provider(resource_type):
    return Authorizers() if resource_type == Authorizers.TYPE else _load(resource_type)


ResourceProviderExecutor.try_load_resource_provider = staticmethod(try_load_resource_provider)
