//! Encryption at rest: which key each queue has on both targets, who may use it, and how long it is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::diagnostic::Severity;
use hookweir::target::Target;
use serde_json::{Value, json};
use support::document;

const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn spec(queue: &Value) -> String {
    json!({
        "name": "shop",
        "queues": { "claims": queue, "idle": { "encryption": { "kmsKey": "create" } } },
        "endpoints": { "/a": { "queue": "claims" } }
    })
    .to_string()
}

/// The permissions of each role, as action, resource and condition.
fn permissions(document: &Value, target: Target) -> Vec<[String; 3]> {
    let policies: Vec<Value> = match target {
        Target::CloudFormation => {
            let resources = document["Resources"].as_object().unwrap().values();
            let roles = resources.filter(|resource| resource["Type"] == "AWS::IAM::Role");
            roles.map(|role| role["Properties"]["Policies"][0]["PolicyDocument"].clone()).collect()
        }
        Target::Terraform => {
            let policies = document["resource"]["aws_iam_role_policy"].as_object().unwrap().values();
            policies.map(|policy| serde_json::from_str(policy["policy"].as_str().unwrap()).unwrap()).collect()
        }
    };
    let statements = policies.iter().flat_map(|policy| policy["Statement"].as_array().unwrap());
    statements
        .map(|statement| {
            assert_eq!(statement["Effect"], "Allow");
            ["Action", "Resource", "Condition"].map(|key| match &statement[key] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
        })
        .collect()
}

#[test]
fn a_role_may_use_the_key_of_the_queue_that_it_sends_to_and_no_other() {
    let via_sqs = r#"{"StringLike":{"kms:ViaService":["sqs.*.amazonaws.com"]}}"#;
    let with_key = |queue: &str, key: &str| {
        vec![
            ["sqs:SendMessage", queue, ""].map(str::to_owned),
            ["kms:GenerateDataKey", key, via_sqs].map(str::to_owned),
            ["kms:Decrypt", key, via_sqs].map(str::to_owned),
        ]
    };
    for target in Target::ALL {
        let (queue, created) = match target {
            Target::CloudFormation => (r#"{"Fn::GetAtt":["ClaimsQueue","Arn"]}"#, r#"{"Fn::GetAtt":["ClaimsKey","Arn"]}"#),
            Target::Terraform => ("${aws_sqs_queue.claims.arn}", "${aws_kms_key.claims.arn}"),
        };
        let alone = with_key(queue, "")[..1].to_vec();
        for (encryption, expected) in [
            (json!("sqs"), alone.clone()),
            // Its own key policy lets in whoever may use SQS.
            (json!("aws"), alone),
            (json!({ "kmsKey": "create" }), with_key(queue, created)),
            (json!({ "kmsKeyArn": KEY }), with_key(queue, KEY)),
        ] {
            let document = document(&spec(&json!({ "encryption": encryption })), target);
            assert_eq!(permissions(&document, target), expected, "{encryption} {target}");
        }
    }
}

#[test]
fn both_queues_of_a_pair_have_the_same_key_on_both_targets() {
    let cases = [
        (json!("sqs"), Value::Null, Value::Null, json!(null)),
        (json!("aws"), json!("alias/aws/sqs"), json!("alias/aws/sqs"), json!(300)),
        (
            json!({ "kmsKey": "create" }),
            json!({ "Fn::GetAtt": ["ClaimsKey", "Arn"] }),
            json!("${aws_kms_key.claims.arn}"),
            json!(300),
        ),
        (json!({ "kmsKeyArn": KEY }), json!(KEY), json!(KEY), json!(300)),
    ];
    for (encryption, in_template, in_configuration, reuse) in cases {
        let spec = spec(&json!({ "encryption": encryption }));
        let (template, configuration) = (document(&spec, Target::CloudFormation), document(&spec, Target::Terraform));
        for (camel, snake) in [("ClaimsQueue", "claims"), ("ClaimsDlqQueue", "claims_dlq")] {
            let properties = &template["Resources"][camel]["Properties"];
            assert_eq!(properties["KmsMasterKeyId"], in_template);
            assert_eq!(properties["KmsDataKeyReusePeriodSeconds"], reuse);
            assert_eq!(properties["SqsManagedSseEnabled"].is_null(), encryption != "sqs");
            let arguments = &configuration["resource"]["aws_sqs_queue"][snake];
            assert_eq!(arguments["kms_master_key_id"], in_configuration);
            assert_eq!(arguments["kms_data_key_reuse_period_seconds"], reuse);
            assert_eq!(arguments["sqs_managed_sse_enabled"].is_null(), encryption != "sqs");
        }
    }
}

#[test]
fn a_key_is_rotated_belongs_to_the_account_and_is_kept_as_long_as_its_queue() {
    for (on_delete, policy, kept) in [("retain", "RetainExceptOnCreate", true), ("delete", "Delete", false)] {
        let spec = spec(&json!({ "encryption": { "kmsKey": "create" }, "onDelete": on_delete }));
        let template = document(&spec, Target::CloudFormation);
        let key = &template["Resources"]["ClaimsKey"];
        assert_eq!(
            (&key["DeletionPolicy"], &template["Resources"]["ClaimsQueue"]["DeletionPolicy"]),
            (&json!(policy), &json!(policy))
        );
        assert_eq!(key["Properties"]["EnableKeyRotation"], true);
        assert_eq!(key["Properties"]["PendingWindowInDays"], 30);
        let configuration = document(&spec, Target::Terraform);
        let resource = &configuration["resource"]["aws_kms_key"]["claims"];
        assert_eq!(resource["lifecycle"]["prevent_destroy"].as_bool().unwrap_or_default(), kept);
        assert_eq!((&resource["enable_key_rotation"], &resource["deletion_window_in_days"]), (&json!(true), &json!(30)));

        let statement = |partition: &str, account: &str| {
            json!([{
                "Sid": "AccountDecides",
                "Effect": "Allow",
                "Principal": { "AWS": format!("arn:{partition}:iam::{account}:root") },
                "Action": "kms:*",
                "Resource": "*"
            }])
        };
        let mut in_template = key["Properties"]["KeyPolicy"]["Statement"].clone();
        in_template[0]["Principal"]["AWS"] = in_template[0]["Principal"]["AWS"]["Fn::Sub"].clone();
        assert_eq!(in_template, statement("${AWS::Partition}", "${AWS::AccountId}"));
        let in_configuration: Value = serde_json::from_str(resource["policy"].as_str().unwrap()).unwrap();
        assert_eq!(
            in_configuration["Statement"],
            statement("${data.aws_partition.current.partition}", "${data.aws_caller_identity.current.account_id}")
        );
    }
}

#[test]
fn the_alias_of_a_fifo_queues_key_has_no_dot() {
    let spec = json!({
        "name": "shop",
        "queues": { "claims": { "fifo": true, "encryption": { "kmsKey": "create" } } },
        "endpoints": { "/a": { "queue": "claims", "group": { "value": "all" } } }
    })
    .to_string();
    let template = document(&spec, Target::CloudFormation);
    assert_eq!(template["Resources"]["ClaimsKeyAlias"]["Properties"]["AliasName"]["Fn::Sub"], "alias/${AWS::StackName}-claims");
    let configuration = document(&spec, Target::Terraform);
    assert_eq!(configuration["resource"]["aws_kms_alias"]["claims"]["name"], "alias/${var.name_prefix}-claims");
}

#[test]
fn the_arn_of_a_key_that_is_made_is_an_output_and_no_output_without_one() {
    let made = spec(&json!({ "encryption": { "kmsKey": "create" } }));
    let template = document(&made, Target::CloudFormation);
    assert_eq!(template["Outputs"]["ClaimsKeyArn"]["Value"]["Fn::GetAtt"], json!(["ClaimsKey", "Arn"]));
    let configuration = document(&made, Target::Terraform);
    assert_eq!(configuration["output"]["kms_key_arns"]["value"]["claims"], "${aws_kms_key.claims.arn}");
    let none = r#"{"name": "shop", "queues": {"q": {}}, "endpoints": {"/a": {"queue": "q"}}}"#;
    let configuration = document(none, Target::Terraform);
    assert!(configuration["output"].get("kms_key_arns").is_none());
    assert!(configuration["resource"].get("aws_kms_key").is_none());
}

#[test]
fn keys_count_against_the_quotas_of_a_template() {
    // Each queue has two resources, its dead-letter queue two and its key two; 83 of them with the rest are over 500.
    let spec = |encryption: Value| {
        let queues: serde_json::Map<String, Value> =
            (0..83).map(|number| (format!("q{number}"), json!({ "encryption": encryption }))).collect();
        json!({ "name": "shop", "queues": queues, "endpoints": { "/a": { "queue": "q0" } } }).to_string()
    };
    let errors = |spec: &str| -> Vec<String> {
        let found = hookweir::compile(spec.as_bytes(), Target::CloudFormation).unwrap().diagnostics;
        found.into_iter().filter(|found| found.severity() == Severity::Error).map(|found| found.message).collect()
    };
    assert_eq!(errors(&spec(json!("sqs"))), [""; 0]);
    let found = errors(&spec(json!({ "kmsKey": "create" })));
    assert!(
        found.iter().any(|message| message.contains("resources")) && found.iter().any(|message| message.contains("outputs")),
        "{found:?}"
    );
}
