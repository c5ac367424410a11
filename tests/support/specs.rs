//! Random specs in which everything that a spec can say is drawn. A new key is a line in one of the lists below;
//! `tests/every_key.rs` fails as long as it is missing.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:111122223333:certificate/1a2b3c4d-5e6f";
const FUNCTION: &str = "arn:aws:lambda:eu-west-1:111122223333:function:f";
const TOPIC: &str = "arn:aws:sns:eu-west-1:111122223333:t";
const WEB_ACL: &str = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1a2b";

/// An object with one of each group's members in it.
fn one_of_each(groups: Vec<Vec<Value>>) -> BoxedStrategy<Value> {
    groups
        .into_iter()
        .map(select)
        .collect::<Vec<_>>()
        .prop_map(|parts| {
            let mut object = Map::new();
            for part in parts {
                object.extend(part.as_object().unwrap().clone());
            }
            Value::Object(object)
        })
        .boxed()
}

fn encryption() -> Vec<Value> {
    vec![
        json!({}),
        json!({}),
        json!({ "encryption": "aws" }),
        json!({ "encryption": "aws", "dataKeyReusePeriod": "1h" }),
        json!({ "encryption": { "kmsKey": "create" } }),
        json!({ "encryption": { "kmsKeyArn": KEY }, "dataKeyReusePeriod": "10m" }),
        json!({ "encryption": { "kmsKeyArn": { "parameter": "key" } } }),
    ]
}

/// Consumers, with the visibility timeout that they need.
fn consumer(is_fifo: bool) -> Vec<Value> {
    let f = json!({ "parameter": "fn" });
    let mut consumers = vec![
        json!({}),
        json!({ "visibilityTimeout": 60, "consumer": { "functionArn": f, "functionRoleName": "w", "functionTimeout": "5s" } }),
        json!({ "consumer": { "functionArn": FUNCTION, "functionRoleName": { "parameter": "role" }, "batchSize": 5 } }),
        json!({ "consumer": { "functionArn": f, "permissions": "external", "enabled": false } }),
        json!({ "consumer": { "functionArn": f, "functionRoleName": "w", "reportBatchItemFailures": false,
            "maximumConcurrency": 2 } }),
        json!({ "consumer": { "functionArn": f, "functionRoleName": "w", "filters": [{ "body": { "body": ["a"] } }] } }),
    ];
    if !is_fifo {
        consumers.push(json!({ "visibilityTimeout": "5m", "consumer": { "functionArn": f, "functionRoleName": "w",
            "batchSize": 100, "maximumBatchingWindow": "10s", "provisionedPollers": { "min": 2, "max": 5 } } }));
    }
    consumers
}

fn own_queue(is_fifo: bool) -> BoxedStrategy<Value> {
    let fifo = if is_fifo {
        vec![json!({ "fifo": true }), json!({ "fifo": { "throughput": "high" } })]
    } else {
        vec![json!({}), json!({ "fifo": false })]
    };
    let retention = vec![
        json!({}),
        json!({ "messageRetentionPeriod": "2d", "deadLetterQueue": { "messageRetentionPeriod": "3d" } }),
        json!({ "delay": "5s", "receiveMessageWaitTime": 0, "maximumMessageSize": "64KiB" }),
    ];
    let others = vec![json!({}), json!({ "maxReceiveCount": 5 }), json!({ "onDelete": "delete" })];
    one_of_each(vec![fifo, encryption(), retention, others, consumer(is_fifo)])
}

fn existing_queue(is_fifo: bool) -> BoxedStrategy<Value> {
    let ending = if is_fifo { ".fifo" } else { "" };
    let arn = vec![
        json!({ "existing": { "parameter": if is_fifo { "fifoQueueArn" } else { "queueArn" } } }),
        json!({ "existing": format!("arn:aws:sqs:eu-west-1:111122223333:theirs{ending}") }),
    ];
    let fifo = if is_fifo { vec![json!({ "fifo": true })] } else { vec![json!({}), json!({ "fifo": false })] };
    let encryption = vec![
        json!({}),
        json!({ "encryption": { "kmsKeyArn": KEY } }),
        json!({ "encryption": { "kmsKeyArn": { "parameter": "key" } } }),
    ];
    one_of_each(vec![arn, fifo, encryption])
}

fn queue(is_fifo: bool) -> BoxedStrategy<Value> {
    prop_oneof![4 => own_queue(is_fifo), 1 => existing_queue(is_fifo)].boxed()
}

/// What a deduplication id can be: a value that many webhooks share is refused.
fn ids(in_path: bool) -> Vec<Value> {
    let mut ids = sources(in_path);
    ids.retain(|source| source.get("value").is_none() && source.get("context").is_none());
    ids.push(json!({ "context": "requestId" }));
    ids
}

/// Everything that a message attribute or a group can be.
fn sources(in_path: bool) -> Vec<Value> {
    let mut sources = vec![
        json!({ "header": "X-A" }),
        json!({ "query": "a" }),
        json!({ "body": "$.a" }),
        json!({ "context": "identity.sourceIp" }),
        json!({ "value": "a" }),
    ];
    if in_path {
        sources.push(json!({ "pathParameter": "x" }));
    }
    sources
}

fn message(in_path: bool) -> Vec<Value> {
    let mut messages = vec![
        json!({ "message": { "body": "text" } }),
        json!({ "message": { "body": "text", "headers": "all" } }),
        json!({ "message": { "body": "text", "headers": { "only": ["X-A", "X-B"] } } }),
        json!({ "message": { "body": "text", "headers": { "except": ["X-B", "Cookie"] } } }),
        json!({ "message": { "body": "text", "headers": "none", "attributes": { "a": { "header": "X-A" } } } }),
        json!({ "message": { "body": "json" }, "contentTypes": ["application/json"] }),
        json!({ "message": { "body": "base64" }, "contentTypes": ["application/octet-stream"] }),
        json!({ "message": { "body": "text", "layout": "bare" } }),
    ];
    let attributes = sources(in_path).into_iter().enumerate().map(|(number, source)| (format!("a{number}"), source));
    messages.push(json!({ "message": { "body": "text", "attributes": attributes.collect::<Map<String, Value>>() } }));
    messages
}

fn endpoint(queue: &'static str, is_fifo: bool, in_path: bool, access: Vec<Value>) -> BoxedStrategy<Value> {
    let response = vec![
        json!({}),
        json!({ "response": { "status": 204 } }),
        json!({ "response": { "body": "" } }),
        json!({ "response": { "body": "ok" } }),
        json!({ "response": { "body": "$#", "headers": { "X-A": "b" } } }),
    ];
    let others = vec![
        json!({}),
        json!({ "methods": ["PUT", "POST"] }),
        json!({ "throttle": { "rate": 2.5, "burst": 3 } }),
        json!({ "requireHeader": { "name": "X-Secret", "equals": "a b'\"\\$c#d&e=" } }),
        json!({ "requireHeader": { "name": "x-secret", "equals": "B" } }),
        json!({ "requiredHeaders": ["X-A", "x.b"] }),
        json!({ "requestSchema": "order.schema.json" }),
        json!({ "requiredHeaders": ["X-A"], "requireHeader": { "name": "x-secret", "equals": "B" } }),
        json!({ "cors": { "allowOrigin": "*" } }),
        json!({ "cors": { "allowOrigin": "*", "allowHeaders": ["X-A", "Content-Type"], "maxAge": "1h" } }),
        if is_fifo { json!({}) } else { json!({ "delay": "1m" }) },
    ];
    let endpoint = one_of_each(vec![vec![json!({ "queue": queue })], message(in_path), response, others, access]);
    let order = (select(sources(in_path)), proptest::option::of(select(ids(in_path))), any::<bool>());
    (endpoint, order)
        .prop_map(move |(mut endpoint, (group, deduplication, by_content))| {
            if endpoint.get("requestSchema").is_some() {
                // It looks into JSON that is carried as text.
                endpoint.as_object_mut().unwrap().remove("contentTypes");
                if endpoint["message"]["body"] == "base64" {
                    endpoint["message"] = json!({ "body": "json" });
                }
            }
            if !is_fifo {
                return endpoint;
            }
            let is_bare = endpoint["message"]["layout"] == "bare";
            let is_base64 = endpoint["message"]["body"] == "base64";
            // What is in a body of bytes cannot be read.
            let readable = |source: &Value| !(is_base64 && source.get("body").is_some());
            endpoint["group"] = Some(group).filter(readable).unwrap_or(json!({ "header": "X-G" }));
            let id = deduplication.filter(readable);
            if is_bare && by_content {
                endpoint["deduplication"] = json!("content");
            } else if let Some(id) = id {
                endpoint["deduplication"] = id;
            }
            endpoint
        })
        .boxed()
}

fn authorizations(iam: bool) -> Vec<Value> {
    let of = |authorization: Value| json!({ "authorization": authorization });
    let mut all = vec![
        json!({}),
        of(json!("none")),
        of(json!("apiKey")),
        of(json!({ "authorizerFunctionArn": { "parameter": "fn" }, "identitySources": [{ "header": "X-T" }, { "query": "t" }] })),
        of(
            json!({ "authorizerFunctionArn": FUNCTION, "identitySources": [{ "context": "identity.sourceIp" }], "cacheTtl": "5m" }),
        ),
    ];
    if iam {
        all.push(of(json!("iam")));
    }
    all
}

fn domain() -> Vec<Value> {
    let domain = |more: Value| {
        let mut domain = json!({ "name": "hooks.example.com", "certificateArn": CERTIFICATE });
        domain.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        domain
    };
    vec![
        json!({}),
        json!({}),
        json!({ "domain": domain(json!({})) }),
        json!({ "domain": domain(json!({ "basePath": "v1", "securityPolicy": "TLS_1_0" })), "disableExecuteApiEndpoint": false }),
        json!({ "domain": domain(json!({ "name": { "parameter": "domain" }, "certificateArn": { "parameter": "certificate" } })) }),
        json!({ "domain": domain(json!({ "mutualTls": { "truststoreUri": "s3://bucket/file", "truststoreVersion": "1" } })) }),
        json!({ "domain": domain(json!({ "mutualTls": { "truststoreUri": { "parameter": "truststore" },
            "ownershipVerificationCertificateArn": { "parameter": "certificate" } } })) }),
    ]
}

/// The API and the rules of its endpoints: with a policy, IAM would not be asked.
fn api() -> impl Strategy<Value = (Value, bool)> {
    let reach = vec![
        json!({}),
        json!({ "endpointType": "private", "vpcEndpointIds": ["vpce-0a1b2c3d4e5f60718", "vpce-18f7e6d5c4b3a2910"] }),
        json!({ "endpointType": "private", "vpcEndpointIds": ["vpce-18f7e6d5c4b3a2910", "vpce-0a1b2c3d4e5f60718"] }),
        json!({ "endpointType": "edge" }),
        json!({ "allowedSources": ["203.0.113.0/24", "2001:db8::/32"] }),
        json!({ "allowedSources": ["203.0.113.0/24"] }),
    ];
    let logs = vec![
        json!({}),
        json!({ "tracing": true }),
        json!({ "accessLog": { "retention": "1d", "kmsKeyArn": KEY }, "executionLog": "info", "cloudWatchRole": "create" }),
        json!({ "executionLog": { "level": "error", "retention": "30d", "kmsKeyArn": KEY }, "cloudWatchRole": "existing" }),
    ];
    let others = vec![
        json!({}),
        json!({ "stage": "v1" }),
        json!({ "throttle": { "rate": 5, "burst": 7 } }),
        json!({ "apiKey": { "throttle": { "rate": 5, "burst": 7 } } }),
        json!({ "apiKey": { "quota": { "limit": 5, "period": "week" } } }),
        json!({ "webAclArn": WEB_ACL }),
        json!({ "webAclArn": { "parameter": "webAcl" } }),
    ];
    let layout = vec![json!({}), json!({}), json!({ "layout": "resources" }), json!({ "layout": "openapi", "kind": "rest" })];
    one_of_each(vec![reach, logs, others, domain(), layout]).prop_map(|mut api| {
        let object = api.as_object_mut().unwrap();
        let is_private = object.get("endpointType") == Some(&json!("private"));
        let is_edge = object.get("endpointType") == Some(&json!("edge"));
        if is_private || (is_edge && object.get("domain").is_some_and(|domain| domain.get("mutualTls").is_some())) {
            object.remove("domain");
            object.remove("disableExecuteApiEndpoint");
        }
        let has_policy = is_private || object.contains_key("allowedSources");
        (api, has_policy)
    })
}

fn top() -> Vec<Value> {
    vec![
        json!({}),
        json!({ "description": "d" }),
        json!({ "tags": { "a": "b" } }),
        json!({ "dashboard": true }),
        json!({ "nestedStacks": 2 }),
        json!({ "nestedStacks": 3, "dashboard": true, "alarms": { "notify": { "email": ["a@example.com"] } } }),
        json!({ "alarms": { "notify": { "email": ["b@example.com", "a@example.com"] } } }),
        json!({ "alarms": { "notify": { "topicArn": TOPIC }, "oldestMessage": { "age": 90 }, "deadLetterExpiry": { "age": "12h" } } }),
        json!({ "alarms": { "notify": { "email": ["a@example.com"] }, "clientErrors": { "threshold": 3 }, "serverErrors": false,
            "consumerErrors": { "threshold": 4 }, "deadLetterMessages": false } }),
        json!({ "alarms": { "notify": { "topicArn": TOPIC }, "serverErrors": { "threshold": 4 }, "consumerErrors": false } }),
    ]
}

/// A spec without a mistake.
pub(crate) fn spec() -> impl Strategy<Value = Value> {
    let function = vec![
        json!({}),
        json!({ "description": "d", "type": "string" }),
        json!({ "sensitive": true }),
        json!({ "default": FUNCTION }),
    ];
    (select(vec!["one", "two"]), any::<(bool, bool)>(), api(), select(function)).prop_flat_map(
        |(name, (a_is_fifo, b_is_fifo), (api, has_policy), function)| {
            let access = authorizations(!has_policy);
            let second = endpoint("b", b_is_fifo, true, access.clone());
            let parts = (
                queue(a_is_fifo),
                queue(b_is_fifo),
                endpoint("a", a_is_fifo, false, access),
                proptest::option::of(second),
                select(top()),
                proptest::option::weighted(0.15, select(existing_apis())),
                proptest::bool::weighted(0.15),
            );
            parts.prop_map(move |(a, b, first, second, top, existing, is_http)| {
                let mut endpoints = json!({ "/a": first });
                if let Some(second) = second {
                    endpoints["/{x}/b"] = second;
                }
                let mut spec = json!({ "name": name, "queues": { "a": a, "b": b }, "endpoints": endpoints, "api": api });
                spec.as_object_mut().unwrap().extend(top.as_object().unwrap().clone());
                if let Some(existing) = &existing {
                    spec = in_existing_api(spec, existing);
                } else if is_http {
                    spec = in_http_api(spec);
                }
                with_parameters(spec, &function)
            })
        },
    )
}

fn existing_apis() -> Vec<Value> {
    vec![
        json!({ "restApiId": "a1b2c3d4e5", "rootResourceId": "x9y8z7w6v5" }),
        json!({ "restApiId": { "parameter": "api" }, "rootResourceId": { "parameter": "root" } }),
        json!({ "restApiId": { "parameter": "api" }, "rootResourceId": "x9y8z7w6v5", "parents": { "/a": { "parameter": "a" } } }),
    ]
}

/// The same endpoints in an API that belongs to somebody else, without what only its owner can set.
fn in_existing_api(mut spec: Value, existing: &Value) -> Value {
    spec["api"] = json!({ "existing": existing });
    for endpoint in spec["endpoints"].as_object_mut().unwrap().values_mut() {
        let endpoint = endpoint.as_object_mut().unwrap();
        endpoint.remove("throttle");
        if endpoint.get("authorization") == Some(&json!("apiKey")) {
            endpoint.remove("authorization");
        }
        if endpoint["message"]["body"] == "base64" {
            endpoint["message"] = json!({ "body": "text" });
        }
    }
    if let Some(alarms) = spec.get_mut("alarms").and_then(Value::as_object_mut) {
        alarms.remove("serverErrors");
        alarms.remove("clientErrors");
    }
    spec
}

/// The same endpoints in an HTTP API, without what such an API cannot do.
fn in_http_api(mut spec: Value) -> Value {
    let api = spec["api"].as_object_mut().unwrap();
    api.retain(|key, _| ["stage", "throttle", "accessLog", "domain", "disableExecuteApiEndpoint"].contains(&key.as_str()));
    api.insert("kind".to_owned(), json!("http"));
    if let Some(domain) = api.get_mut("domain").and_then(Value::as_object_mut) {
        domain.remove("securityPolicy");
    }
    for endpoint in spec["endpoints"].as_object_mut().unwrap().values_mut() {
        let endpoint = endpoint.as_object_mut().unwrap();
        endpoint.retain(|key, _| {
            !["contentTypes", "response", "cors", "requireHeader", "requiredHeaders", "requestSchema"].contains(&key.as_str())
        });
        endpoint.insert("message".to_owned(), json!({ "body": "text", "layout": "bare" }));
        if endpoint.get("authorization").is_some_and(|authorization| authorization != "iam") {
            endpoint.insert("authorization".to_owned(), json!("none"));
        }
        if endpoint.get("group").is_some_and(|group| group.get("value").is_none()) {
            endpoint.insert("group".to_owned(), json!({ "context": "identity.sourceIp" }));
        }
        if endpoint.get("deduplication").is_some_and(|by| by != "content") {
            endpoint.insert("deduplication".to_owned(), json!({ "context": "requestId" }));
        }
    }
    spec
}

/// Declares the parameters that are taken.
fn with_parameters(mut spec: Value, function: &Value) -> Value {
    let text = spec.to_string();
    let names =
        ["fn", "queueArn", "fifoQueueArn", "key", "role", "webAcl", "domain", "certificate", "truststore", "api", "root", "a"];
    let taken = names.into_iter().filter(|name| text.contains(&json!({ "parameter": name }).to_string()));
    let declared: Map<String, Value> =
        taken.map(|name| (name.to_owned(), if name == "fn" { function.clone() } else { json!({}) })).collect();
    if !declared.is_empty() {
        spec["parameters"] = Value::Object(declared);
    }
    spec
}
