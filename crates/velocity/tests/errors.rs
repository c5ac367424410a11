//! What is said about templates that cannot be parsed or rendered, and where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::error;
use velocity::{Context, Dialect, Failure, Fuel, Limits, Object, RenderErrorKind, Template, Text, Value};

#[test]
fn a_message_says_what_was_expected_what_was_found_and_where() {
    for (template, message) in [
        ("#if(true)", "expected `#end`, found the end of the template (line 1, column 10)"),
        ("#if(true", "expected `)`, found the end of the template (line 1, column 9)"),
        ("#if true", "expected `(`, found `true` (line 1, column 5)"),
        ("é\n😀 #set($x = )", "expected a value, found `)` (line 2, column 13)"),
        ("a\r\nb\rc #set(x = 1)", "expected a reference, found `x` (line 3, column 8)"),
        ("#set($x == 1)", "expected `=`, found `==` (line 1, column 9)"),
        ("#end", "expected text, a reference or a directive, found `#end` (line 1, column 1)"),
        ("#if(true)#else#else#end", "expected `#end`, found `#else` (line 1, column 15)"),
        ("#foreach($x in $l)", "expected `#end` of `#foreach`, found the end of the template (line 1, column 19)"),
        ("#foreach", "expected `(` behind `#foreach` (line 1, column 1)"),
        ("#foreach($x in y)#end", "expected a value in `#foreach`, found the word `y` (line 1, column 16)"),
        ("#set($x = 'abc)", "expected `'` at the end of the string, found the end of the template (line 1, column 11)"),
        ("#set($x = [1, 2)", "expected `]`, found `)` (line 1, column 16)"),
        ("#set($x = {1})", "expected `:`, found `}` (line 1, column 13)"),
        ("#set($x = 1 ; 2)", "expected no `;` in parentheses (line 1, column 13)"),
        ("$a.b(1; 2)", "expected no `;` in parentheses (line 1, column 7)"),
        ("$a[1.5]", "expected a string, an integer or a reference in brackets, found `1.5` (line 1, column 4)"),
        ("a $", "expected more behind `$`, found the end of the template (line 1, column 4)"),
        ("a #", "expected more behind `#`, found the end of the template (line 1, column 4)"),
        ("#[[ a", "expected `]]#` before the end of the template (line 1, column 6)"),
        ("#macro", "expected `(` and the name of the macro behind `#macro` (line 1, column 1)"),
        ("#macro($a)#end", "expected the name of the macro, without `$` and quotes (line 1, column 8)"),
        ("#macro(a b)#end", "expected `$` before the parameter `b` of the macro (line 1, column 10)"),
        ("#define($a $b)#end", "expected one name in `#define` (line 1, column 1)"),
        ("\n#set($x = \"a #if(true)\")", "expected `#end`, found its end in the string (line 2, column 11)"),
    ] {
        assert_eq!(error(template), message, "{template:?}");
    }
}

#[test]
fn the_parts_of_an_error_can_be_had() {
    let error = Template::parse("ab\n#end", &Dialect::VELOCITY_1_7).unwrap_err();
    assert_eq!((error.line(), error.column()), (2, 1));
    assert_eq!(error.message(), "expected text, a reference or a directive, found `#end`");
}

#[derive(Debug)]
struct Broken;

impl Object for Broken {
    fn text(&self) -> Text {
        Text::from("broken")
    }

    fn property(&self, _name: &str) -> Option<Value> {
        None
    }

    fn call(&self, _name: &str, _arguments: &[Value], _fuel: &mut Fuel) -> Result<Option<Value>, Failure> {
        Err(Failure::from("out of order"))
    }
}

#[test]
fn a_failure_of_the_host_ends_the_rendering_and_is_handed_on() {
    let mut context = Context::new();
    context.set("host", Value::Object(std::rc::Rc::new(Broken)));
    let template = Template::parse("a\n  $host.work()", &Dialect::VELOCITY_1_7).unwrap();
    let error = template.render(&mut context, &Limits::DEFAULT).unwrap_err();
    assert_eq!((error.line(), error.column()), (2, 3));
    assert!(matches!(error.kind(), RenderErrorKind::Host(failure) if failure.0.to_string() == "out of order"));
    assert_eq!(error.to_string(), "out of order (line 2, column 3)");
}

#[test]
fn an_exception_of_a_value_ends_the_rendering() {
    let template = Template::parse("#set($s = 'abc')\n$s.substring(9)", &Dialect::VELOCITY_1_7).unwrap();
    let error = template.render(&mut Context::new(), &Limits::DEFAULT).unwrap_err();
    assert!(matches!(error.kind(), RenderErrorKind::Template(_)), "{error}");
    assert_eq!(error.line(), 2);
}

#[test]
fn where_the_fuel_ended_is_told_too() {
    let template = Template::parse("a\nb #set($x = [1..2000000000])", &Dialect::VELOCITY_1_7).unwrap();
    let error = template.render(&mut Context::new(), &Limits::DEFAULT).unwrap_err();
    assert!(matches!(error.kind(), RenderErrorKind::Exhausted(_)), "{error}");
    assert_eq!((error.line(), error.column()), (2, 8));
}
