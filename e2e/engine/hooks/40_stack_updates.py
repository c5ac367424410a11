"""Start hook: lets CloudFormation update what LocalStack can only create.

LocalStack leaves an API with the document that it took in first and a stage on its old
deployment, ignores changed responses of a method,
deletes the stage together with a deployment that it no longer uses, and takes no notice of
deletion policies.
"""

import json

from localstack.services.apigateway.resource_providers import (
    aws_apigateway_deployment as deployment,
)
from localstack.services.apigateway.resource_providers import (
    aws_apigateway_gatewayresponse as gateway_response,
)
from localstack.services.apigateway.resource_providers import (
    aws_apigateway_method as method,
)
from localstack.services.apigateway.resource_providers import (
    aws_apigateway_stage as stage,
)
from localstack.services.apigateway.resource_providers import (
    aws_apigateway_restapi as rest_api,
)
from localstack.services.cloudformation.engine.v2.change_set_model import is_nothing
from localstack.services.cloudformation.engine.v2.change_set_model_executor import (
    ChangeSetModelExecutor,
)
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
)


def _done(request, model):
    return ProgressEvent(
        status=OperationStatus.SUCCESS,
        resource_model=model,
        custom_context=request.custom_context,
    )


def update_stage(self, request):
    """Points the stage at its deployment and takes over its variables."""
    model, before = request.desired_state, request.previous_state or {}
    patches = [{"op": "replace", "path": "/deploymentId", "value": model["DeploymentId"]}]
    patches += [
        {"op": "replace", "path": f"/variables/{name}", "value": value}
        for name, value in (model.get("Variables") or {}).items()
    ]
    if model.get("Description") != before.get("Description"):
        patches.append(
            {"op": "replace", "path": "/description", "value": model.get("Description") or ""}
        )
    request.aws_client_factory.apigateway.update_stage(
        restApiId=model["RestApiId"], stageName=model["StageName"], patchOperations=patches
    )
    return _done(request, model)


# A stage whose API was updated is made anew by LocalStack, and then the old one, which is the same, is deleted.
_create_stage = stage.ApiGatewayStageProvider.create
_delete_stage = stage.ApiGatewayStageProvider.delete
_taken_over = set()


def create_stage(self, request):
    model, api = request.desired_state, request.aws_client_factory.apigateway
    try:
        return _create_stage(self, request)
    except api.exceptions.ConflictException:
        _taken_over.add((model["RestApiId"], model["StageName"]))
        return update_stage(self, request)


def delete_stage(self, request):
    model = request.desired_state
    key = (model["RestApiId"], model["StageName"])
    if key in _taken_over:
        _taken_over.discard(key)
        return _done(request, model)
    return _delete_stage(self, request)


def update_rest_api(self, request):
    """Takes the document in anew, in place of all that the API was."""
    model, api = request.desired_state, request.aws_client_factory.apigateway
    model["RestApiId"] = request.previous_state["RestApiId"]
    if body := model.get("Body"):
        api.put_rest_api(
            restApiId=model["RestApiId"],
            mode=model["Mode"],
            parameters={"basepath": "ignore", **model["Parameters"]},
            body=json.dumps(body).encode(),
        )
    resources = api.get_resources(restApiId=model["RestApiId"], limit=500)["items"]
    model["RootResourceId"] = next(one["id"] for one in resources if one["path"] == "/")
    return _done(request, model)


def update_method(self, request):
    """A method is written whole; there is nothing to keep from the old one."""
    model = request.desired_state
    request.aws_client_factory.apigateway.delete_method(
        restApiId=model["RestApiId"], resourceId=model["ResourceId"], httpMethod=model["HttpMethod"]
    )
    return self.create(request)


def delete_deployment(self, request):
    """Only the deployment goes; a stage that has moved on stays."""
    model = request.desired_state
    api = request.aws_client_factory.apigateway
    # LocalStack forgets the id of a deployment that an update left alone; the API takes it along.
    deployment_id = model.get("DeploymentId", "forgotten")
    try:
        api.delete_deployment(restApiId=model["RestApiId"], deploymentId=deployment_id)
    except api.exceptions.NotFoundException:
        """It is gone already."""
    return _done(request, model)


rest_api.ApiGatewayRestApiProvider.update = update_rest_api
stage.ApiGatewayStageProvider.create = create_stage
stage.ApiGatewayStageProvider.delete = delete_stage
stage.ApiGatewayStageProvider.update = update_stage
method.ApiGatewayMethodProvider.update = update_method
deployment.ApiGatewayDeploymentProvider.delete = delete_deployment
# Putting a gateway response replaces the one that is there.
gateway_response.ApiGatewayGatewayResponseProvider.update = (
    gateway_response.ApiGatewayGatewayResponseProvider.create
)


_visit = ChangeSetModelExecutor.visit_node_resource
_change = ChangeSetModelExecutor._execute_resource_change


def visit_node_resource(self, node_resource):
    """Notes whether a resource outlives its stack; visits nest, so each under its name."""
    policy = getattr(node_resource.deletion_policy, "value", "Delete")
    self.__dict__.setdefault("outlives_stack", {})[node_resource.name] = policy
    return _visit(self, node_resource)


def execute_resource_change(self, name, before, after):
    if is_nothing(after) and str(self.outlives_stack[name]).startswith("Retain"):
        return
    _change(self, name=name, before=before, after=after)


ChangeSetModelExecutor.visit_node_resource = visit_node_resource
ChangeSetModelExecutor._execute_resource_change = execute_resource_change
