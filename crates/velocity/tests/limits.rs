//! No template overflows the stack, hangs, or eats the memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use std::rc::Rc;
use std::time::{Duration, Instant};
use support::{AWS, error, plain};
use velocity::{Context, Dialect, Exhausted, Failure, Fuel, Limits, Object, RenderErrorKind, Template, Text, Value};

const MANY: usize = 100_000;

fn exhausted(template: &str, limits: &Limits) -> Exhausted {
    let start = Instant::now();
    let template = Template::parse(template, &Dialect::VELOCITY_1_7).unwrap();
    let error = template.render(&mut Context::new(), limits).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    match error.kind() {
        RenderErrorKind::Exhausted(limit) => *limit,
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn a_template_that_nests_too_deep_is_an_error() {
    for (open, close) in [
        ("#set($x = ", ""),
        ("#if(", ""),
        ("#if(true)", "#end"),
        ("#foreach($x in [1])", "#end"),
        ("#define($a)", "#end"),
        ("#@a()", "#end"),
        ("#literal()", "#end"),
    ] {
        let template = open.repeat(MANY) + &close.repeat(MANY);
        assert!(Template::parse(&template, &AWS).is_err(), "{open}");
    }
    for (open, close) in [("(", ")"), ("[", "]"), ("{1: ", "}"), ("[$a.b(", ")]"), ("$a.b(", ")"), ("$a[", "]"), ("(!", ")")] {
        let template = format!("#set($x = {}1{})", open.repeat(MANY), close.repeat(MANY));
        let message = error(&template);
        assert!(message.starts_with("expected at most 100 levels inside each other, found more"), "{open}: {message}");
    }
}

#[test]
fn what_is_long_and_does_not_nest_is_no_error() {
    assert_eq!(plain(&format!("#set($x = 0{})$x", " + 1".repeat(MANY))), MANY.to_string());
    assert_eq!(plain(&format!("#if({}true)yes#end", "true && ".repeat(MANY))), "yes");
    assert_eq!(plain(&format!("#if({}true)yes#end", "!".repeat(MANY))), "yes");
    assert_eq!(plain(&format!("#if(false){}yes#end", "#elseif(false)".repeat(MANY) + "#{else}")), "yes");
    assert_eq!(plain(&format!("$!u{}", ".a".repeat(MANY))), "");
    assert_eq!(plain(&"\\".repeat(MANY)), "\\".repeat(MANY));
    assert_eq!(plain(&"$ ".repeat(MANY)), "$ ".repeat(MANY));
    assert_eq!(plain(&"#$ ".repeat(MANY)), "#$ ".repeat(MANY));
}

#[test]
fn lookahead_in_lookahead_takes_bounded_time() {
    let template = format!("#set($x = {}1{})", "[$a.b(".repeat(45), ")]".repeat(45));
    assert!(error(&template).starts_with("expected simpler lists and arguments, found too many in each other"));
    assert_eq!(plain("#set($x = [$a.b([$a.b([$a.b([1..2])])])])$x"), "[null]");
}

#[test]
fn as_deep_as_it_may_be_everything_fits_on_the_stack_of_a_thread() {
    let nested = |open: &str, close: &str, levels: usize| open.repeat(levels) + "1" + &close.repeat(levels);
    for (open, close) in [("(", ")"), ("[", "]"), ("{1: ", "}"), ("(1 + (2 * (", ")))"), ("(!", ")")] {
        let mut levels = 99;
        let mut parsed = Err("");
        while parsed.is_err() && levels > 0 {
            let template = format!("#set($x = {})", nested(open, close, levels));
            parsed = Template::parse(&template, &AWS).map_err(|_| "");
            levels -= 1;
        }
        parsed.unwrap().render(&mut Context::new(), &Limits::DEFAULT).unwrap();
    }
    let blocks = nested("#if(true)#foreach($x in [1])", "#end#end", 49);
    assert_eq!(plain(&blocks), "1");
}

#[test]
fn strings_in_strings_are_counted_with_what_is_around_them() {
    let mut template = "$x".to_owned();
    for _ in 0..12 {
        template = format!("#set($y = \"{}\")$y", template.replace('"', "\"\""));
    }
    assert_eq!(plain(&template), "$x");
}

#[test]
fn a_value_that_grows_without_end_uses_up_the_fuel() {
    let memory_or_steps =
        |template| assert!(matches!(exhausted(template, &Limits::DEFAULT), Exhausted::Memory | Exhausted::Steps));
    let doubling = "#set($x = 'abcdefgh')#foreach($i in [1..100])#set($x = \"$x$x\")#end";
    memory_or_steps(doubling);
    let adding = "#set($x = 'abcdefgh')#foreach($i in [1..100])#set($x = $x + $x)#end";
    memory_or_steps(adding);
    let list = "#set($x = [1..100])#foreach($i in [1..100])#set($y = $x.addAll($x))#end";
    memory_or_steps(list);
    memory_or_steps("#foreach($i in [0..2000000000])#end");
    memory_or_steps("#set($x = [0..-2000000000])");
}

#[test]
fn loops_in_loops_use_up_the_steps() {
    let loops = "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])#end#end#end";
    let limit = exhausted(loops, &Limits::DEFAULT);
    assert!(matches!(limit, Exhausted::Steps | Exhausted::Memory), "{limit:?}");
}

#[test]
fn a_number_that_grows_without_end_uses_up_its_fuel() {
    let squares = "#set($x = 1000000007)#foreach($i in [1..1000])#set($x = $x * $x)#end";
    exhausted(squares, &Limits::DEFAULT);
}

#[test]
fn output_without_end_is_an_error() {
    let mut limits = Limits::DEFAULT;
    limits.output_bytes = 1000;
    let long = "#foreach($i in [1..1000])0123456789#end";
    assert_eq!(exhausted(long, &limits), Exhausted::Output);
    limits.output_bytes = 10_000;
    let template = Template::parse(long, &AWS).unwrap();
    assert_eq!(template.render(&mut Context::new(), &limits).unwrap().len_bytes(), 10_000);
}

#[test]
fn evaluating_inside_of_evaluating_ends_at_the_limit_of_nesting() {
    assert_eq!(exhausted("#set($x = '#evaluate($x)')#evaluate($x)", &Limits::DEFAULT), Exhausted::Nesting);
}

#[test]
fn a_list_that_holds_itself_neither_hangs_nor_overflows() {
    assert_eq!(plain("#set($l = [1])#set($x = $l.add($l))$l"), "[1, (this Collection)]");
    let deep = "#set($l = [])#set($m = {})#set($x = $l.add($m))#set($m.l = $l)$l";
    assert!(error(deep).contains("too deep"), "{}", error(deep));
}

#[test]
fn values_that_nest_deep_are_dropped_without_the_stack() {
    let template = "#set($l = [])#foreach($i in [1..100000])#set($l = [$l])#end.";
    assert_eq!(plain(template), ".");
}

#[derive(Debug)]
struct Held(#[allow(dead_code)] Rc<()>);

impl Object for Held {
    fn text(&self) -> Text {
        Text::default()
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Ok(None)
    }
}

#[test]
fn values_that_hold_themselves_do_not_outlive_the_rendering() {
    for template in [
        "#set($l = [$held])#set($x = $l.add($l))#set($l = 1)",
        "#set($m = {'a': $held})#set($m.b = $m)#set($m = 1)",
        "#set($m = {'a': $held})#set($m['b'] = [[$m]])#set($m = 1)",
        "#set($l = [$held])#set($m = {'a': $l})#set($x = $l.add($m.values()))#set($l = 1)#set($m = 1)",
        "#set($l = [$held])#set($x = $l.add($l.iterator()))#set($l = 1)#set($x = 1)",
        "#foreach($x in [$held])#set($foreach.a = [$x, $foreach])#end",
        "#foreach($i in [1..50])#set($l = [$held])#set($k = [$l])#set($x = $l.add($k))#end#set($l = 1)#set($k = 1)",
    ] {
        let held = Rc::new(());
        let mut context = Context::new();
        context.set("held", Value::Object(Rc::new(Held(Rc::clone(&held)))));
        let parsed = Template::parse(template, &Dialect::VELOCITY_1_7).unwrap();
        parsed.render(&mut context, &Limits::DEFAULT).unwrap();
        drop(context);
        assert_eq!(Rc::strong_count(&held), 1, "{template}");
    }
}

#[test]
fn values_that_hold_themselves_and_are_left_in_the_context_are_kept() {
    let template = Template::parse("#set($l = [1])#set($x = $l.add({'l': $l}))", &Dialect::VELOCITY_1_7).unwrap();
    let mut context = Context::new();
    template.render(&mut context, &Limits::DEFAULT).unwrap();
    assert!(matches!(context.get("l"), Some(Value::List(list)) if list.len() == 2));
}
