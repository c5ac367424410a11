"""Reads an emitted CloudFormation template: which methods there are and what they render."""

import json
import re
from dataclasses import dataclass

PSEUDO = {
    "AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "000000000000",
    "AWS::URLSuffix": "amazonaws.com", "AWS::StackName": "stack",
}


@dataclass
class Method:
    """One method of the API with everything that decides what a request becomes."""

    path: str
    verb: str
    integration: dict
    authorization: str
    needs_key: bool

    @property
    def request_templates(self):
        return self.integration.get("RequestTemplates", {})

    @property
    def sends(self):
        """Whether the method leads to a queue (handshakes are answered by the API itself)."""
        return self.integration.get("Type") == "AWS"

    @property
    def open(self):
        """Whether anyone may call it."""
        return self.authorization == "NONE" and not self.needs_key

    def answer(self, status):
        """The integration response that API Gateway picks for a status of SQS."""
        default = None
        for response in self.integration["IntegrationResponses"]:
            pattern = response.get("SelectionPattern")
            if pattern is None:
                default = response
            elif re.fullmatch(pattern, str(status)):
                return response
        return default


def in_words_of_resources(integration):
    """An integration of an OpenAPI document as a resource says it."""
    def large(given):
        return {key[0].upper() + key[1:]: value for key, value in given.items()}

    responses = []
    for selected, response in integration.pop("responses").items():
        pattern = {} if selected == "default" else {"SelectionPattern": selected}
        responses.append({**large(response), **pattern})
    return {**large(integration), "Type": integration["type"].upper(), "IntegrationResponses": responses}


class Template:
    """A parsed template.json; references resolve to defaults or to a placeholder."""

    def __init__(self, path):
        self.text = path.read_text(encoding="utf-8")
        self.document = json.loads(self.text)
        self.resources = self.document["Resources"]
        self.values = {
            name: value["Default"]
            for name, value in self.document.get("Parameters", {}).items() if "Default" in value
        }

    def of_type(self, kind):
        return {name: one for name, one in self.resources.items() if one["Type"] == kind}

    @property
    def laid_out(self):
        """Whether the API is one OpenAPI document."""
        return any("Body" in one["Properties"] for one in self.of_type("AWS::ApiGateway::RestApi").values())

    def stage(self):
        for one in self.of_type("AWS::ApiGateway::Stage").values():
            return self.resolve(one["Properties"]["StageName"])
        return "prod"

    def retained(self, kind):
        """Logical ids of the resources of a type that outlive the stack."""
        return [
            name for name, one in self.of_type(kind).items()
            if one.get("DeletionPolicy", "Delete").startswith("Retain")
        ]

    def methods(self):
        found = []
        for one in self.of_type("AWS::ApiGateway::Method").values():
            given = one["Properties"]
            found.append(Method(
                self._path(given["ResourceId"]), given["HttpMethod"],
                self.resolve(given["Integration"]), given.get("AuthorizationType", "NONE"),
                given.get("ApiKeyRequired", False),
            ))
        for one in self.of_type("AWS::ApiGateway::RestApi").values():
            if document := one["Properties"].get("Body"):
                found.extend(self._laid_out(document))
        return found

    def _laid_out(self, document):
        """The methods that an OpenAPI document carries."""
        schemes = document.get("components", {}).get("securitySchemes", {})
        for path, operations in document["paths"].items():
            for verb, operation in operations.items():
                asked = [schemes[name] for one in operation.get("security", []) for name in one]
                types = {one.get("x-amazon-apigateway-authtype") for one in asked}
                authorization = "AWS_IAM" if "awsSigv4" in types else "CUSTOM" if "custom" in types else "NONE"
                yield Method(
                    path, verb.upper(),
                    in_words_of_resources(self.resolve(operation["x-amazon-apigateway-integration"])),
                    authorization, any(one["name"] == "x-api-key" for one in asked),
                )

    def _path(self, reference):
        if reference.get("Ref") not in self.resources:
            return ""
        given = self.resources[reference["Ref"]]["Properties"]
        return f"{self._path(given['ParentId'])}/{given['PathPart']}"

    def resolve(self, value):
        """The value with its intrinsic functions replaced by text."""
        if isinstance(value, list):
            return [self.resolve(one) for one in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument), = value.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._intrinsic(name, argument)
        return {key: self.resolve(one) for key, one in value.items()}

    def _intrinsic(self, name, argument):
        if name == "Ref":
            return self._reference(argument)
        if name == "Fn::GetAtt":
            parts = argument.split(".") if isinstance(argument, str) else argument
            return self._reference(".".join(parts))
        if name == "Fn::Join":
            separator, parts = argument
            return separator.join(str(self.resolve(part)) for part in parts)
        if name == "Fn::FindInMap":
            table, row, column = map(self.resolve, argument)
            return self.document["Mappings"][table][row][column]
        if name == "Fn::Sub":
            text, given = argument if isinstance(argument, list) else (argument, {})
            replaced = re.sub(
                r"\$\{(?!!)([^}]+)\}",
                lambda found: str(
                    self.resolve(given[found[1]]) if found[1] in given else self._reference(found[1])
                ),
                text,
            )
            return replaced.replace("${!", "${")
        return f"<{name}>"

    def _reference(self, name):
        return self.values.get(name, PSEUDO.get(name, f"<{name}>"))
