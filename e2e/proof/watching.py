"""What watches a stack: alarms that somebody hears of, logs that end, a dashboard that can be read."""

import json
import time
import uuid

from proof.compiler import read_spec

HEARD_SECONDS = 20
# Each queue has three alarms, its consumer one, the API two, unless the spec turns one off.
OF_QUEUE = ("deadLetterMessages", "deadLetterExpiry", "oldestMessage")
OF_CONSUMER = ("consumerErrors",)
OF_API = ("serverErrors", "clientErrors")


def expect_watched(ledger, cloud, part, example, prefix):
    """Looks at what a deployed example asks for, and makes one of its alarms go off."""
    spec = read_spec(example.path)
    if "alarms" in spec:
        alarms = cloud.watch.describe_alarms(AlarmNamePrefix=f"{prefix}-")["MetricAlarms"]
        expected = wanted_alarms(spec)
        ledger.expect(len(alarms) == expected, part, example.name, "every alarm is there",
                      f"{len(alarms)} of {expected}")
        silent = [one["AlarmName"] for one in alarms if not one["AlarmActions"] or not one["OKActions"]]
        ledger.expect(not silent, part, example.name, "somebody is told of each, and when it is over",
                      silent)
        if cloud.engine.url:
            heard = hear(cloud, alarms[0])
            ledger.expect(heard == ["ALARM", "OK"], part, example.name,
                          "an alarm and its end reach the topic", heard)
    api = spec.get("api", {})
    if api.get("executionLog", "off") != "off":
        groups = cloud.logs.describe_log_groups(logGroupNamePrefix="API-Gateway-Execution-Logs_")
        ledger.expect(groups["logGroups"], part, example.name, "the execution log has its group", "none")


def wanted_alarms(spec):
    """How many alarms a spec asks for."""
    def on(keys):
        return sum(spec["alarms"].get(key, True) is not False for key in keys)

    consumers = sum("consumer" in (queue or {}) for queue in spec["queues"].values())
    return on(OF_QUEUE) * len(spec["queues"]) + on(OF_CONSUMER) * consumers + on(OF_API)


def hear(cloud, alarm):
    """Sets an alarm off and ends it; returns the states that a subscriber of its topic is told."""
    name, topic = alarm["AlarmName"], alarm["AlarmActions"][0]
    queue = cloud.sqs.create_queue(QueueName=f"heard-{uuid.uuid4().hex[:12]}")["QueueUrl"]
    arn = cloud.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    subscription = cloud.topics.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"],
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    try:
        states = []
        for state in ("ALARM", "OK"):
            cloud.watch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="tried out")
            deadline = time.monotonic() + HEARD_SECONDS
            while not (told := cloud.drain(queue)) and time.monotonic() < deadline:
                time.sleep(0.2)
            states += [json.loads(json.loads(one["Body"])["Message"])["NewStateValue"] for one in told]
        return states
    finally:
        cloud.topics.unsubscribe(SubscriptionArn=subscription)
        cloud.sqs.delete_queue(QueueUrl=queue)
