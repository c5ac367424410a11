"""Start hook: HOOKWEIR_SQS_ENDPOINT stands between API Gateway and SQS.

The suite puts a server there that fails on demand. As on AWS, no answer in time is an
integration time-out and a broken connection an integration failure.
"""

import os
from urllib.parse import urlsplit

import requests
from localstack.services.apigateway.next_gen.execute_api import gateway_response
from localstack.services.apigateway.next_gen.execute_api.integrations import aws

# AWS waits up to 29 seconds; a test need not.
ANSWER_SECONDS = 10


class ThroughEndpoint:
    """Takes the place of the `requests` module in the AWS integration."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def request(self, method, url, **given):
        if given["headers"]["Host"].startswith("sqs."):
            url = self.endpoint + urlsplit(url).path
        try:
            return requests.request(method, url, timeout=ANSWER_SECONDS, **given)
        except requests.Timeout:
            raise gateway_response.IntegrationTimeoutError("Endpoint request timed out") from None
        except requests.ConnectionError:
            raise gateway_response.IntegrationFailureError("Internal server error") from None


if endpoint := os.environ.get("HOOKWEIR_SQS_ENDPOINT"):
    aws.requests = ThroughEndpoint(endpoint)
