//! The rehearsal inside of every compile: it lets every spec pass, and it fires when a template is broken on purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use hookweir::audit::audit;
use hookweir::stack::Stack;
use std::sync::Arc;

const SPEC: &str = "
name: shop
queues:
  inbox: {}
endpoints:
  /hooks/{tenant}:
    queue: inbox
    message:
      body: text
      attributes:
        event: {header: X-Event}
        tenant: {pathParameter: tenant}
        note: {query: note}
        kind: {value: 'a&b'}
    delay: 7
";

const FIFO: &str = "
name: shop
queues:
  orders: {fifo: true}
endpoints:
  /orders/{tenant}:
    queue: orders
    message: {body: text}
    group: {body: $.order.id}
    deduplication: {header: X-Delivery}
";

fn stack(spec: &str) -> Stack {
    hookweir::understand(spec.as_bytes()).unwrap().2.expect("the spec has errors")
}

/// What the audit says once a text of the template is another.
fn after(spec: &str, from: &str, to: &str) -> String {
    let mut stack = stack(spec);
    let text = &mut stack.request_templates[0].text;
    assert!(text.contains(from), "`{from}` is not in {text}");
    *text = text.replace(from, to);
    audit(&stack).err().unwrap_or_else(|| panic!("{to} went unnoticed")).to_string()
}

#[test]
fn a_template_that_was_not_touched_passes() {
    for spec in [SPEC, &SPEC.replace("body: text", "layout: bare"), &SPEC.replace("body: text", "body: json")] {
        audit(&stack(spec)).unwrap();
    }
    let bytes = "name: shop\nqueues: {q: {}}\nendpoints: {/b: {queue: q, message: {body: base64}, contentTypes: [image/png]}}";
    audit(&stack(bytes)).unwrap();
}

#[test]
fn a_template_that_is_broken_is_noticed_and_named() {
    let body = "$util.urlEncode($util.escapeJavaScript($input.body).replaceAll(\"\\\\'\",\"'\"))";
    let cases = [
        // As the widely copied template has it.
        (body, "$input.body", "`/hooks/{tenant}`"),
        (body, "$util.urlEncode($input.body)", "no JSON"),
        (body, "$util.escapeJavaScript($input.body)", "refuses it"),
        ("\"))%22%2C%22isBase64Encoded%22%3Afalse", "\"))%20%22%2C%22isBase64Encoded%22%3Afalse", "`body`"),
        ("StringValue=$util.urlEncode($v)", "StringValue=$v", "given more than once"),
        ("&DelaySeconds=7", "&DelaySeconds=8", "delay"),
        ("&DelaySeconds=7", "", "delay"),
        ("Action=SendMessage", "Action=SendMessage&MessageGroupId=g", "MessageGroupId"),
        ("Action=SendMessage", "Action=GetQueueUrl", "refuses it"),
        ("isBase64Encoded%22%3Afalse", "isBase64Encoded%22%3Atrue", "isBase64Encoded"),
        ("$context.requestId", "$context.stage", "requestId"),
        ("Action=SendMessage", "#if(", "does not parse"),
    ];
    for (from, to, expected) in cases {
        let found = after(SPEC, from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
    // Looking in the path and in the query first lets a sender forge a header.
    let walk = stack(SPEC).request_templates[0].text.clone();
    let start = walk.find("#foreach($k in $headers.keySet())#if($k.matches(\"(?i)X-Event\"))").unwrap();
    let end = start + walk[start..].find("#end#end").unwrap() + "#end#end".len();
    let found = after(SPEC, &walk[start..end], "#set($x = $input.params('X-Event'))");
    assert!(found.contains("the attribute event"), "{found}");
}

#[test]
fn every_source_of_a_group_and_of_a_deduplication_id_passes() {
    let sources = [
        "header: X-Order",
        "header: Content-Type",
        "header: Expect",
        "query: order",
        "pathParameter: tenant",
        "body: $.order",
        "body: $.order.id.of",
        "body: '$.list[0]'",
        "body: $.list.id",
        "body: $.id",
        "context: extendedRequestId",
        "context: requestId",
    ];
    for source in sources {
        audit(&stack(&FIFO.replace("body: $.order.id", source))).unwrap();
        audit(&stack(&FIFO.replace("header: X-Delivery", source))).unwrap();
    }
    for group in ["value: 'a&b$x#end'", "context: identity.sourceIp"] {
        audit(&stack(&FIFO.replace("body: $.order.id", group))).unwrap();
    }
    let bare = FIFO.replace("body: text", "layout: bare");
    audit(&stack(&bare)).unwrap();
    audit(&stack(&bare.replace("{header: X-Delivery}", "content"))).unwrap();
}

#[test]
fn a_group_or_a_deduplication_id_that_is_not_the_promised_one_is_noticed() {
    let (group, id) = ("&MessageGroupId=$util.urlEncode($v)", "&MessageDeduplicationId=$util.urlEncode($v)");
    let cases = [
        (group, "", "MessageGroupId"),
        (group, "&MessageGroupId=$v", "given more than once"),
        (group, "&MessageGroupId=all", "the group is"),
        (group, "&MessageGroupId=$util.urlEncode(\"$v.\")", "the group is"),
        (id, "", "ContentBasedDeduplication"),
        (id, "&MessageDeduplicationId=$v", "given more than once"),
        (id, "&MessageDeduplicationId=$context.requestId", "the deduplication id is"),
        ("\"$context.extendedRequestId\"", "\"all\"", "the group is"),
    ];
    for (from, to, expected) in cases {
        let found = after(FIFO, from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
    // Where the message itself makes the id, none is sent.
    let content = FIFO.replace("body: text", "layout: bare").replace("{header: X-Delivery}", "content");
    let found = after(&content, group, &format!("{group}&MessageDeduplicationId=$context.requestId"));
    assert!(found.contains("the parameter MessageDeduplicationId"), "{found}");
    // A cut id would put different webhooks into one group.
    let found = after(
        FIFO,
        "[!-~]{1,128}\"))#set($v = \"$context.extendedRequestId\")",
        "[!-~]{1,8}\"))#set($v = \"$context.extendedRequestId\")",
    );
    assert!(found.contains("the deduplication id is"), "{found}");
}

#[test]
fn an_answer_of_success_for_what_sqs_refused_is_noticed() {
    let mut stack = stack(SPEC);
    let responses = &mut stack.api.methods[0].responses;
    responses.retain(|response| response.status == 200);
    responses[0].selection_pattern = None;
    let found = audit(&stack).unwrap_err().to_string();
    assert!(found.contains("the sender is told 200"), "{found}");
}

#[test]
fn an_answer_of_failure_for_what_was_stored_is_noticed() {
    let mut stack = stack(SPEC);
    stack.api.methods[0].responses[0].template = Arc::from("$util.base64Decode('%')");
    let found = audit(&stack).unwrap_err().to_string();
    assert!(found.contains("it is stored, and the sender is told 503"), "{found}");
}

#[test]
fn a_required_header_that_is_not_required_is_noticed() {
    let spec = "{name: shop, queues: {q: {}}, endpoints: {/a: {queue: q, message: {body: text, headers: all}, \
                requireHeader: {name: X-Token, equals: Abc1}}}}";
    audit(&stack(spec)).unwrap();
    let compared = "$v.matches(\"[ -~]+\") && $util.base64Encode($v).replaceAll(\"[\\r\\n]\",\"\") == \"QWJjMQ==\"";
    let cases = [
        ("#if(!$allowed)RequiredHeaderMissing#end#if($allowed)", "#if(true)", "without the required header, it is stored"),
        (compared, "$v != \"no\"", "an empty required header, it is stored"),
        (compared, "$v.toLowerCase() == \"abc1\"", "in another case, it is stored"),
        (compared, "$v.startsWith(\"Abc1\")", "that goes on, it is stored"),
        (compared, "$v != \"\" && $util.base64Decode(\"QWJjMQ==\").startsWith($v)", "that is cut off, it is stored"),
        ("(?i)X-Token\"))#set($x", "(?i)X-Token.*\"))#set($x", "under another name, it is stored"),
        ("(?i)X-Token\"))#set($x", "X-Token\"))#set($x", "a plain webhook, SQS refuses it"),
        ("#set($x = $headers.get($k))", "#set($x = $input.params('X-Token'))", "a plain webhook, SQS refuses it"),
        ("RequiredHeaderMissing", "GetQueueUrl", "the sender is told 503"),
        ("#if(!$k.matches(\"(?i)X-Token\"))", "#if(true)", "the message holds the secret X-Token"),
    ];
    for (from, to, expected) in cases {
        let found = after(spec, from, to);
        assert!(found.contains(expected), "{to}: {found}");
    }
}

#[test]
fn an_answer_that_takes_a_failure_for_a_missing_header_is_noticed() {
    let spec = "{name: shop, queues: {q: {}}, endpoints: {/a: {queue: q, message: {body: text}, \
                requireHeader: {name: X-Token, equals: Abc1}}}}";
    for (from, to, expected) in [
        ("Code(\": ?\"|>)InvalidAction[\"<]", "InvalidAction", "refuses it with 403, and the sender is told 403"),
        ("status = 403", "status = 202", "the sender is told 202"),
        ("InvalidAction", "NoSuchAction", "the sender is told 503"),
    ] {
        let mut stack = stack(spec);
        let template = &mut stack.api.methods[0].responses[1].template;
        assert!(template.contains(from), "`{from}` is not in {template}");
        *template = template.replace(from, to).into();
        let found = audit(&stack).err().unwrap_or_else(|| panic!("{to} went unnoticed")).to_string();
        assert!(found.contains(expected), "{to}: {found}");
    }
}
