use super::*;
use crate::intake::{Attribute, Deduplication, EnvelopeBody, HeaderFilter, Layout, RequiredHeader, Source};

fn request(layout: Layout, attributes: Vec<Attribute>) -> String {
    let message = Message { layout, attributes };
    Templates::new()
        .unwrap()
        .request(Request {
            message: &message,
            delay: Some(0),
            path: None,
            group: None,
            deduplication: None,
            required: None,
            present: &[],
        })
        .unwrap()
}

fn layouts() -> [Layout; 4] {
    [
        Layout::Envelope { body: EnvelopeBody::Text, headers: HeaderFilter::All },
        Layout::Envelope { body: EnvelopeBody::Base64, headers: HeaderFilter::Only(vec!["X-A".into(), "X.B".into()]) },
        Layout::Json { headers: HeaderFilter::None },
        Layout::Bare,
    ]
}

/// Whether a letter follows a directive that has no parentheses, which Velocity would read as part of its name.
fn swallows_text(text: &str) -> bool {
    ["#end", "#else"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| text[at + word.len()..].starts_with(|next: char| next.is_ascii_alphanumeric()))
    })
}

#[test]
fn every_layout_renders_on_one_line_and_ends_its_directives() {
    for layout in layouts() {
        let text = request(layout, Vec::new());
        assert!(text.starts_with("Action=SendMessage#set"), "{text}");
        assert!(text.ends_with("&DelaySeconds=0"), "{text}");
        assert!(!text.contains(['\n', '\r', '\t']), "{text}");
        assert!(!swallows_text(&text), "{text}");
        let opened = text.matches("#if(").count() + text.matches("#foreach(").count();
        assert_eq!(opened, text.matches("#end").count(), "{text}");
    }
}

#[test]
fn a_constant_cannot_become_velocity_or_a_parameter() {
    let hostile = "$context.stage #if(true)&Action=DeleteQueue'\"\\%41{{name}}";
    for layout in layouts() {
        let attribute = Attribute { name: "a.b-c_d".into(), source: Source::Value(hostile.into()) };
        let with = request(layout.clone(), vec![attribute]);
        let value = with.split("StringValue=").nth(1).unwrap().split("&DelaySeconds").next().unwrap();
        assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"%-._".contains(&b)), "{value}");
        assert!(with.contains("Name=a.b-c_d&"), "{with}");
    }
}

#[test]
fn an_id_for_a_fifo_queue_is_encoded_and_never_missing() {
    let message = Message { layout: Layout::Bare, attributes: Vec::new() };
    let deduplication = Deduplication::Id(Source::Header("X.Id".into()));
    let render = |group: &Source, deduplication: &Deduplication| {
        let request = Request {
            message: &message,
            delay: None,
            path: None,
            group: Some(group),
            deduplication: Some(deduplication),
            required: None,
            present: &[],
        };
        Templates::new().unwrap().request(request).unwrap()
    };
    let text = render(&Source::Body("$.a".into()), &deduplication);
    assert_eq!(text.matches("$context.extendedRequestId").count(), 2, "{text}");
    assert!(text.contains("&MessageGroupId=$util.urlEncode($v)#set($x"), "{text}");
    assert!(text.ends_with("&MessageDeduplicationId=$util.urlEncode($v)") && !swallows_text(&text), "{text}");
    assert!(text.contains(r#"#if($k.matches("(?i)X[.]Id"))"#), "{text}");
    let text = render(&Source::Value("a&b$x#end".into()), &Deduplication::Content);
    assert!(text.ends_with("&MessageGroupId=a%26b%24x%23end"), "{text}");
}

#[test]
fn header_names_are_matched_as_they_are_written() {
    let headers = HeaderFilter::Only(vec!["X-A".into(), "X.B".into()]);
    let text = request(Layout::Json { headers }, Vec::new());
    assert!(text.contains(r#"#if($k.matches("(?i)X-A|X[.]B"))"#), "{text}");
}

#[test]
fn a_constant_answer_is_inert() {
    let templates = Templates::new().unwrap();
    assert_eq!(templates.stored(Some(r#"{"a": "b\n"}"#)).unwrap(), r#"{"a": "b\n"}"#);
    assert_eq!(templates.stored(Some("costs $0 #1")).unwrap(), r#"$util.base64Decode("Y29zdHMgJDAgIzE=")"#);
    assert_eq!(templates.stored(Some("")).unwrap(), r#"#set($body = "")"#);
}

#[test]
fn a_required_header_closes_over_all_that_is_sent() {
    let value = "a'b\"c\\$d#if(true)&e".to_owned();
    let required = RequiredHeader { name: "X.T".into(), value: value.clone() };
    for layout in layouts() {
        let message = Message { layout, attributes: Vec::new() };
        let request = Request {
            message: &message,
            delay: Some(0),
            path: None,
            group: None,
            deduplication: None,
            required: Some(&required),
            present: &["X-Event".to_owned()],
        };
        let text = Templates::new().unwrap().request(request).unwrap();
        assert!(text.starts_with("Action=#set($headers"), "{text}");
        assert!(text.contains("#if(!$allowed)RequiredHeaderMissing#end#if($allowed)SendMessage#set("), "{text}");
        assert!(text.ends_with("&DelaySeconds=0#end") && !swallows_text(&text), "{text}");
        assert!(text.contains(r#"#if($k.matches("(?i)X[.]T"))"#) && !text.contains(&value), "{text}");
        let opened = text.matches("#if(").count() + text.matches("#foreach(").count();
        assert_eq!(opened, text.matches("#end").count(), "{text}");
    }
}
