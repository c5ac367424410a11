//! Expressions whose results were recorded from Apache Velocity 1.7 on a JDK 17, where a reference to nothing is the empty
//! text: one JSON object a line, with the template and either what it prints or the message of the exception.

use serde_json::Value as Json;
use velocity::{Context, Dialect, Limits, List, Map, RenderErrorKind, Template, Value};

const DIALECT: Dialect = Dialect { invalid_reference_is_empty_text: true, ..Dialect::VELOCITY_1_7 };

fn rendered(template: &str, context: &mut Context, limits: &Limits) -> Result<String, String> {
    let template = Template::parse(template, &DIALECT).map_err(|error| error.to_string())?;
    template.render(context, limits).map(|text| text.to_string_lossy().into_owned()).map_err(|error| error.to_string())
}

#[test]
fn expressions_have_the_values_that_java_gives_them() {
    let mut wrong = Vec::new();
    for line in include_str!("values.jsonl").lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let template = case["template"].as_str().unwrap();
        let answer = rendered(template, &mut Context::new(), &Limits::DEFAULT);
        let right = match case["out"].as_str() {
            Some(out) => answer.as_deref() == Ok(out),
            None => answer.is_err(),
        };
        if !right {
            wrong.push(format!("{case}\n    got {answer:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn values_that_nest_without_end_print_compare_and_hash_to_an_error() {
    let nested = "#set($a = [])#set($b = [])#set($x = $a.add($b))#set($x = $b.add($a))";
    for use_of_it in ["$a", "$a.toString()", "$a.hashCode()", "#if($a == $b)#end", "$a.equals($b)", "$b.indexOf($b)"] {
        let template = format!("{nested}{use_of_it}");
        let answer = rendered(&template, &mut Context::new(), &Limits::DEFAULT);
        assert!(answer.as_ref().is_err_and(|error| error.contains("StackOverflowError")), "{template}: {answer:?}");
    }
}

#[test]
fn values_that_nest_deep_are_dropped_without_using_the_stack() {
    let mut list = Value::List(List::new());
    for depth in 0..200_000 {
        list = if depth % 2 == 0 {
            Value::List(List::from(vec![list]))
        } else {
            Value::Map([("k", list)].into_iter().collect::<Map>())
        };
    }
    let mut context = Context::new();
    context.set("l", list);
    let views = "#set($t = [$l])#set($l = {'k': $l.keySet(), 'v': $l.entrySet(), 'i': $t.iterator()})";
    let template = format!("#set($l = {{'l': $l}})#foreach($i in [1..1000]){views}#end");
    assert_eq!(rendered(&template, &mut context, &Limits::DEFAULT).as_deref(), Ok(""));
    drop(context);
}

#[test]
fn what_doubles_with_every_round_ends_at_a_limit() {
    let rounds =
        |body: &str| format!("#set($x = 'ab')#set($l = ['ab'])#set($n = 99999999999999999999)#foreach($i in [1..60]){body}#end");
    let bodies = [
        "#set($x = $x.concat($x))",
        "#set($x = $x.replace('a', 'aa'))",
        "#set($x = $x.replaceAll('(.)', '$1$1'))",
        "#set($x = $x.replaceAll('', 'xy'))",
        "#set($x = $x.join($x, [$x, $x]))",
        "#set($x = $x.format('%s%s', $x, $x))",
        "#set($l = [$l, $l])#end$l#foreach($i in [1..1])",
        "#set($l = [$l, $l])#end#if($l == $l.clone())#end$l.hashCode()#foreach($i in [1..1])",
        "#set($k = [])#set($y = $k.addAll($l))#set($y = $k.addAll($l))#set($l = $k)",
        "#set($y = $l.addAll($l))",
        "#set($n = $n * $n)",
        "#set($n = $n * 1.5)#set($n = $n * $n)",
    ];
    for body in bodies {
        let template = Template::parse(&rounds(body), &DIALECT).unwrap();
        let mut limits = Limits::DEFAULT;
        (limits.steps, limits.memory_bytes) = (200_000, 1 << 20);
        let error = template.render(&mut Context::new(), &limits).unwrap_err();
        assert!(matches!(error.kind(), RenderErrorKind::Exhausted(_)), "{body}: {error}");
    }
}

#[test]
fn patterns_that_never_end_in_java_end_at_a_limit() {
    let text = "a".repeat(5_000);
    for pattern in
        ["(a+)+b", "(a*)*b", "(a|a)*b", "(?:a|aa)+$b", "(a+)+\\1b", "(?=(a+)+b)", "(?<=(a|aa){1,99})b", "(.*)(.*)(.*)(.*)[^a]"]
    {
        let template = format!("#set($s = '{text}')$s.matches('{pattern}')$s.replaceAll('{pattern}', '')");
        let mut limits = Limits::DEFAULT;
        limits.steps = 200_000;
        let answer = rendered(&template, &mut Context::new(), &limits);
        assert!(answer.is_err() || answer.as_deref() == Ok(&format!("false{text}")), "{pattern}: {answer:?}");
    }
}

#[test]
fn patterns_that_are_too_large_are_refused() {
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    let brackets = format!("{}a{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = "[^a]|".repeat(100_000);
    for pattern in [deep, brackets, long] {
        let answer = rendered(&format!("#set($s = 'a')$s.matches('{pattern}')"), &mut Context::new(), &Limits::DEFAULT);
        assert!(answer.is_err(), "{answer:?}");
    }
}
