//! Logs, alarms and the dashboard: what is on by default, what follows from a queue's settings, and that both targets mean
//! the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::target::Target;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use support::document;

/// A spec with one queue and one endpoint, and what the test adds.
fn spec(mut more: Value) -> Value {
    let mut spec = json!({
        "name": "shop",
        "queues": { "payments": {} },
        "endpoints": { "/webhook": { "queue": "payments", "message": { "body": "text" }, "authorization": "none" } }
    });
    spec.as_object_mut().unwrap().append(more.as_object_mut().unwrap());
    spec
}

fn with_alarms(mut alarms: Value) -> Value {
    let mut all = json!({ "notify": { "email": ["on-call@example.com"] } });
    all.as_object_mut().unwrap().append(alarms.as_object_mut().unwrap());
    spec(json!({ "alarms": all }))
}

fn output(spec: &Value, target: Target) -> Value {
    document(&spec.to_string(), target)
}

/// Resources of a type in the template, by id.
fn of_type(template: &Value, kind: &str) -> BTreeMap<String, Value> {
    let resources = template["Resources"].as_object().unwrap().iter();
    resources.filter(|(_, resource)| resource["Type"] == kind).map(|(id, resource)| (id.clone(), resource.clone())).collect()
}

/// The threshold of each alarm by the end of its name, which must be the same on both targets.
fn thresholds(spec: &Value) -> BTreeMap<String, u64> {
    let template = output(spec, Target::CloudFormation);
    let of_template: BTreeMap<String, u64> = of_type(&template, "AWS::CloudWatch::Alarm")
        .values()
        .map(|alarm| {
            let name = alarm["Properties"]["AlarmName"]["Fn::Sub"].as_str().unwrap();
            (name.strip_prefix("${AWS::StackName}-").unwrap().to_owned(), alarm["Properties"]["Threshold"].as_u64().unwrap())
        })
        .collect();
    let configuration = output(spec, Target::Terraform);
    let alarms = configuration["resource"]["aws_cloudwatch_metric_alarm"].as_object().cloned().unwrap_or_default();
    let of_configuration: BTreeMap<String, u64> = alarms
        .values()
        .map(|alarm| {
            let name = alarm["alarm_name"].as_str().unwrap();
            (name.strip_prefix("${var.name_prefix}-").unwrap().to_owned(), alarm["threshold"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(of_template, of_configuration);
    of_template
}

fn codes(spec: &Value) -> Vec<&'static str> {
    hookweir::check(spec.to_string().as_bytes(), None).unwrap().1.iter().map(|diagnostic| diagnostic.code.id()).collect()
}

#[test]
fn who_is_told_alone_turns_every_alarm_on() {
    let expected = [
        ("api-4xx-errors", 20),
        ("api-5xx-errors", 1),
        ("payments-dlq-expiry", 7 * 86_400),
        ("payments-dlq-messages", 1),
        ("payments-oldest-message", 300),
    ];
    assert_eq!(thresholds(&with_alarms(json!({}))), expected.map(|(name, threshold)| (name.to_owned(), threshold)).into());
}

#[test]
fn each_alarm_can_be_turned_off() {
    let keys = ["clientErrors", "serverErrors", "deadLetterExpiry", "deadLetterMessages", "oldestMessage"];
    let all = thresholds(&with_alarms(json!({})));
    for (key, name) in keys.iter().zip(all.keys()) {
        let left = thresholds(&with_alarms(json!({ *key: false })));
        assert!(left.len() == 4 && !left.contains_key(name), "{key}: {left:?}");
    }
    let none: Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), json!(false))).collect();
    assert_eq!(thresholds(&with_alarms(none.into())), BTreeMap::new());
    assert_eq!(thresholds(&spec(json!({}))), BTreeMap::new());
}

/// A spec with alarms and a consumer of the queue.
fn with_consumer(function: &Value, alarms: Value) -> Value {
    let mut spec = with_alarms(alarms);
    spec["parameters"] = json!({ "paymentsFunctionArn": {} });
    spec["queues"]["payments"] = json!({
        "visibilityTimeout": 90, "consumer": { "functionArn": function, "permissions": "external" }
    });
    spec
}

#[test]
fn a_consumer_whose_calls_fail_is_told_unless_that_is_turned_off() {
    let function = json!("arn:aws:lambda:eu-west-1:111122223333:function:pay:live");
    let told = |alarms: Value| thresholds(&with_consumer(&function, alarms)).get("payments-consumer-errors").copied();
    assert_eq!(told(json!({})), Some(1));
    assert_eq!(told(json!({ "consumerErrors": { "threshold": 50 } })), Some(50));
    assert_eq!(told(json!({ "consumerErrors": false })), None);
    let too_few = with_consumer(&function, json!({ "consumerErrors": { "threshold": 0 } }));
    assert!(codes(&too_few).contains(&"HW207"));
    // Nobody consumes, so nothing can fail.
    assert!(!thresholds(&with_alarms(json!({ "consumerErrors": true }))).contains_key("payments-consumer-errors"));
}

#[test]
fn the_alarm_on_a_consumer_watches_the_function_by_its_name() {
    let named = json!("arn:aws:lambda:eu-west-1:111122223333:function:pay:live");
    let given = json!({ "parameter": "paymentsFunctionArn" });
    let part = json!({ "Fn::Select": [6, { "Fn::Split": [":", { "Ref": "paymentsFunctionArn" }] }] });
    let cases = [(named, json!("pay"), "pay"), (given, part, "${split(\":\", var.payments_function_arn)[6]}")];
    for (function, in_template, in_configuration) in cases {
        let spec = with_consumer(&function, json!({}));
        let alarm = &of_type(&output(&spec, Target::CloudFormation), "AWS::CloudWatch::Alarm")["PaymentsConsumerErrorsAlarm"];
        let properties = &alarm["Properties"];
        assert_eq!(properties["Dimensions"], json!([{ "Name": "FunctionName", "Value": in_template }]));
        assert_eq!((&properties["Namespace"], &properties["MetricName"]), (&json!("AWS/Lambda"), &json!("Errors")));
        assert_eq!((&properties["Statistic"], &properties["TreatMissingData"]), (&json!("Sum"), &json!("notBreaching")));
        let configuration = output(&spec, Target::Terraform);
        let alarm = &configuration["resource"]["aws_cloudwatch_metric_alarm"]["payments__consumer_errors"];
        assert_eq!(alarm["dimensions"], json!({ "FunctionName": in_configuration }));
        assert_eq!((&alarm["namespace"], &alarm["metric_name"]), (&json!("AWS/Lambda"), &json!("Errors")));
    }
}

#[test]
fn the_consumer_of_a_queue_that_is_there_already_is_watched_too() {
    let mut spec = with_consumer(&json!("arn:aws:lambda:eu-west-1:111122223333:function:pay"), json!({}));
    let consumer = spec["queues"]["payments"]["consumer"].take();
    spec["queues"]["payments"] = json!({ "existing": "arn:aws:sqs:eu-west-1:111122223333:pay", "consumer": consumer });
    let names: Vec<String> = thresholds(&spec).into_keys().collect();
    assert_eq!(names, ["api-4xx-errors", "api-5xx-errors", "payments-consumer-errors"]);
}

#[test]
fn an_age_follows_from_the_queue_unless_it_is_written() {
    let ages = |queue: Value, delay: u32, alarms: Value| {
        let mut spec = with_alarms(alarms);
        spec["queues"]["payments"] = queue;
        spec["endpoints"]["/webhook"]["delay"] = delay.into();
        let all = thresholds(&spec);
        (all["payments-oldest-message"], all["payments-dlq-expiry"])
    };
    let day = 86_400;
    // Never below five minutes, whatever the queue.
    assert_eq!(ages(json!({ "visibilityTimeout": 0 }), 0, json!({})), (300, 7 * day));
    // All the time that a message has, and the delay in front of it.
    assert_eq!(ages(json!({ "visibilityTimeout": 90, "maxReceiveCount": 5, "delay": 60 }), 0, json!({})), (510, 7 * day));
    assert_eq!(ages(json!({ "visibilityTimeout": 90, "maxReceiveCount": 5, "delay": 60 }), 900, json!({})), (1350, 7 * day));
    // Never above half of what the queue keeps.
    assert_eq!(ages(json!({ "visibilityTimeout": "12h", "maxReceiveCount": 1000 }), 0, json!({})), (2 * day, 7 * day));
    let short = json!({ "messageRetentionPeriod": 60, "deadLetterQueue": { "messageRetentionPeriod": 120 } });
    assert_eq!(ages(short, 0, json!({})), (30, 60));
    assert_eq!(
        ages(json!({}), 0, json!({ "oldestMessage": { "age": "2h" }, "deadLetterExpiry": { "age": "13d" } })),
        (7200, 13 * day)
    );
}

#[test]
fn an_age_is_taken_up_to_what_a_queue_keeps_and_a_threshold_up_to_a_million() {
    let mut spec = with_alarms(json!({ "oldestMessage": { "age": 60 } }));
    spec["queues"]["payments"] = json!({ "messageRetentionPeriod": "14d" });
    let age = |value: u32| {
        let mut spec = spec.clone();
        spec["alarms"]["oldestMessage"]["age"] = value.into();
        codes(&spec)
    };
    assert_eq!(
        [age(59), age(60), age(1_209_599), age(1_209_600), age(1_209_601)],
        [vec!["HW207"], vec![], vec![], vec!["HW355"], vec!["HW207"]]
    );
    let threshold = |value: i64| codes(&with_alarms(json!({ "serverErrors": { "threshold": value } })));
    assert_eq!(
        [threshold(0), threshold(1), threshold(1_000_000), threshold(1_000_001)],
        [vec!["HW207"], vec![], vec![], vec!["HW207"]]
    );
}

#[test]
fn a_log_is_kept_for_the_periods_that_cloudwatch_logs_offers_and_for_no_other() {
    let offered = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
    for days in 1..=3653 {
        let logs = json!({ "accessLog": { "retention": format!("{days}d") }, "cloudWatchRole": "existing" });
        let expected: &[&str] = if offered.contains(&days) { &[] } else { &["HW350"] };
        assert_eq!(codes(&spec(json!({ "api": logs }))), expected, "{days}");
    }
    for (beyond, code) in [("0d", "HW207"), ("3654d", "HW207"), ("25h", "HW350")] {
        let logs = json!({ "executionLog": { "level": "error", "retention": beyond }, "cloudWatchRole": "existing" });
        assert_eq!(codes(&spec(json!({ "api": logs }))), [code], "{beyond}");
    }
}

#[test]
fn nothing_of_an_account_is_touched_unless_the_spec_asks_for_it() {
    let logs = |role: Option<&str>| {
        let mut api = json!({ "accessLog": true, "executionLog": "info" });
        if let Some(role) = role {
            api["cloudWatchRole"] = role.into();
        }
        spec(json!({ "api": api }))
    };
    assert_eq!(codes(&logs(None)), ["HW351"]);
    assert_eq!(codes(&logs(Some("existing"))), [""; 0]);
    assert_eq!(codes(&logs(Some("create"))), ["HW352"]);
    for role in [None, Some("existing")] {
        assert!(of_type(&output(&logs(role), Target::CloudFormation), "AWS::ApiGateway::Account").is_empty());
        assert!(output(&logs(role), Target::Terraform)["resource"].get("aws_api_gateway_account").is_none());
    }

    // What is made stays with the account, and the stage waits for it.
    let template = output(&logs(Some("create")), Target::CloudFormation);
    let account = &template["Resources"]["ApiGatewayAccount"];
    let role = account["Properties"]["CloudWatchRoleArn"]["Fn::GetAtt"][0].as_str().unwrap();
    for kept in [account, &template["Resources"][role]] {
        assert_eq!((&kept["DeletionPolicy"], &kept["UpdateReplacePolicy"]), (&json!("Retain"), &json!("Retain")));
    }
    let waits = template["Resources"]["Stage"]["DependsOn"].as_array().unwrap();
    assert!(waits.contains(&json!("ApiGatewayAccount")) && waits.contains(&json!("ExecutionLogGroup")), "{waits:?}");

    let resources = &output(&logs(Some("create")), Target::Terraform)["resource"];
    let kept = [
        "aws_api_gateway_account/api",
        "aws_iam_role/_api_gateway_account",
        "aws_iam_role_policy_attachment/_api_gateway_account",
    ];
    for place in kept {
        let resource = resources.pointer(&format!("/{place}")).unwrap();
        assert_eq!(resource["lifecycle"]["prevent_destroy"], true, "{place}");
    }
    let waits = resources["aws_api_gateway_stage"]["api"]["depends_on"].as_array().unwrap();
    assert!(waits.contains(&json!("aws_api_gateway_account.api")), "{waits:?}");
    assert!(waits.contains(&json!("aws_cloudwatch_log_group.execution")), "{waits:?}");
}

#[test]
fn data_tracing_stays_off_whatever_is_logged() {
    for level in ["error", "info"] {
        let spec = spec(json!({ "api": { "executionLog": level } }));
        let settings = &output(&spec, Target::CloudFormation)["Resources"]["Stage"]["Properties"]["MethodSettings"][0];
        assert_eq!((&settings["LoggingLevel"], &settings["DataTraceEnabled"]), (&json!(level.to_uppercase()), &json!(false)));
        let settings = &output(&spec, Target::Terraform)["resource"]["aws_api_gateway_method_settings"]["api"]["settings"];
        assert_eq!((&settings["logging_level"], &settings["data_trace_enabled"]), (&json!(level.to_uppercase()), &json!(false)));
    }
}

#[test]
fn without_a_key_nothing_is_logged_traced_or_watched() {
    let off = json!({ "api": { "accessLog": false, "executionLog": "off", "tracing": false }, "dashboard": false });
    for target in Target::ALL {
        assert_eq!(output(&spec(json!({})), target), output(&spec(off.clone()), target));
    }
    let template = output(&spec(json!({})), Target::CloudFormation);
    for kind in ["AWS::Logs::LogGroup", "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::SNS::Topic"] {
        assert!(of_type(&template, kind).is_empty(), "{kind}");
    }
}

#[test]
fn a_topic_that_is_made_lets_nobody_but_cloudwatch_of_the_account_publish() {
    let template = output(&with_alarms(json!({})), Target::CloudFormation);
    let policy = &template["Resources"]["AlarmTopicPolicy"]["Properties"]["PolicyDocument"];
    let configuration = output(&with_alarms(json!({})), Target::Terraform);
    let text = configuration["resource"]["aws_sns_topic_policy"]["alarms"]["policy"].as_str().unwrap();
    for policy in [policy, &serde_json::from_str(text).unwrap()] {
        let allowed: Vec<&Value> =
            policy["Statement"].as_array().unwrap().iter().filter(|statement| statement["Effect"] == "Allow").collect();
        let [only] = allowed.as_slice() else { panic!("{allowed:?}") };
        assert_eq!(only["Principal"], json!({ "Service": "cloudwatch.amazonaws.com" }));
        assert_eq!(only["Action"], "sns:Publish");
        assert!(only["Condition"]["StringEquals"]["aws:SourceAccount"].is_array(), "{only}");
    }
}

#[test]
fn a_topic_that_exists_is_told_and_not_changed() {
    let arn = "arn:aws-cn:sns:cn-north-1:111122223333:on-call";
    let spec = spec(json!({ "alarms": { "notify": { "topicArn": arn } } }));
    let template = output(&spec, Target::CloudFormation);
    assert!(of_type(&template, "AWS::SNS::Topic").is_empty() && of_type(&template, "AWS::SNS::TopicPolicy").is_empty());
    for alarm in of_type(&template, "AWS::CloudWatch::Alarm").values() {
        assert_eq!(alarm["Properties"]["AlarmActions"], json!([arn]));
        assert_eq!(alarm["Properties"]["OKActions"], json!([arn]));
    }
    let resources = &output(&spec, Target::Terraform)["resource"];
    assert!(resources.get("aws_sns_topic").is_none() && resources.get("aws_sns_topic_policy").is_none());
    for alarm in resources["aws_cloudwatch_metric_alarm"].as_object().unwrap().values() {
        assert_eq!((&alarm["alarm_actions"], &alarm["ok_actions"]), (&json!([arn]), &json!([arn])));
    }
}

#[test]
fn the_order_of_addresses_changes_nothing() {
    let with = |addresses: [&str; 2]| spec(json!({ "alarms": { "notify": { "email": addresses } } }));
    for target in Target::ALL {
        let (one, other) = (with(["a@example.com", "b@example.com"]), with(["b@example.com", "a@example.com"]));
        assert_eq!(support::output(&one.to_string(), target), support::output(&other.to_string(), target));
    }
}

#[test]
fn the_dashboard_is_json_and_shows_every_queue_on_both_targets() {
    let mut spec = spec(json!({ "dashboard": true, "api": { "stage": "v1" } }));
    spec["queues"]["orders-eu"] = json!({});
    spec["endpoints"]["/orders"] = json!({ "queue": "orders-eu", "message": { "body": "text" }, "authorization": "none" });

    let template = output(&spec, Target::CloudFormation);
    let body = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"].as_str().unwrap();
    let names = [
        ("${AWS::Region}", "${data.aws_region.current.region}"),
        ("${AWS::StackName}", "${var.name_prefix}"),
        ("${PaymentsQueue.QueueName}", "${aws_sqs_queue.payments.name}"),
        ("${PaymentsDlqQueue.QueueName}", "${aws_sqs_queue.payments_dlq.name}"),
        ("${OrdersEuQueue.QueueName}", "${aws_sqs_queue.orders_eu.name}"),
        ("${OrdersEuDlqQueue.QueueName}", "${aws_sqs_queue.orders_eu_dlq.name}"),
    ];
    let translated = names.iter().fold(body.to_owned(), |body, (from, to)| {
        assert!(body.contains(from), "{from}");
        body.replace(from, to)
    });
    let configuration = output(&spec, Target::Terraform);
    assert_eq!(configuration["resource"]["aws_cloudwatch_dashboard"]["api"]["dashboard_body"], translated);

    let body: Value = serde_json::from_str(body).unwrap();
    let widgets = body["widgets"].as_array().unwrap();
    let places: BTreeSet<(u64, u64)> =
        widgets.iter().map(|widget| (widget["x"].as_u64().unwrap(), widget["y"].as_u64().unwrap())).collect();
    assert_eq!(places.len(), widgets.len(), "two widgets share a place");
}

#[test]
fn a_dashboard_has_at_most_500_widgets() {
    let with = |queues: usize| {
        let names = (0..queues).map(|number| (format!("q{number}"), json!({})));
        let mut spec = spec(json!({ "dashboard": true, "queues": names.collect::<Map<_, _>>() }));
        spec["endpoints"]["/webhook"]["queue"] = "q0".into();
        let (_, diagnostics) = hookweir::check(spec.to_string().as_bytes(), Some(Target::Terraform)).unwrap();
        diagnostics.into_iter().filter(|found| found.code.id() == "HW401").map(|found| found.message).collect::<Vec<_>>()
    };
    // The note and two for the API, two for each queue.
    assert_eq!(with(248), [""; 0]);
    assert_eq!(with(249), ["the dashboard has 501 widgets, and CloudWatch takes at most 500"]);
}

#[test]
fn every_resource_and_output_counts_toward_the_quotas_of_cloudformation() {
    let with = |queues: usize| {
        let names = (0..queues).map(|number| (format!("q{number}"), json!({})));
        let api = json!({ "accessLog": true, "executionLog": "info", "cloudWatchRole": "create" });
        let mut spec = with_alarms(json!({}));
        spec["queues"] = names.collect::<Map<_, _>>().into();
        spec["endpoints"]["/webhook"]["queue"] = "q0".into();
        spec["api"] = api;
        spec["dashboard"] = true.into();
        spec
    };
    let resources = |queues: usize| output(&with(queues), Target::CloudFormation)["Resources"].as_object().unwrap().len();
    // Two queues with a policy each, and three alarms.
    let (one, each) = (resources(1), resources(2) - resources(1));
    assert_eq!(each, 7);
    let fit = (500 - one) / each + 1;
    assert!(resources(fit) <= 500);
    let (_, diagnostics) = hookweir::check(with(fit + 1).to_string().as_bytes(), Some(Target::CloudFormation)).unwrap();
    let message = format!("the template has {} resources, and CloudFormation takes at most 500", one + fit * each);
    assert!(diagnostics.iter().any(|found| found.message == message), "{message}: {diagnostics:#?}");
}
