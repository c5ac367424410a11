//! `#set`, `#if`, `#foreach`, `#define`, `#stop`, `#break`, macros and the others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{AWS, aws, error, plain};
use velocity::{Context, Dialect, Limits, Template, Value};

#[test]
fn set_leaves_a_variable_as_it_is_when_there_is_no_value() {
    assert_eq!(plain("#set($a = 'old')#set($a = $u)$a"), "old");
}

#[test]
fn set_writes_into_lists_and_maps() {
    assert_eq!(plain("#set($m = {})#set($m.a = 1)#set($m['b'] = 2)#set($m.c = {})#set($m.c.d = 3)$m"), "{a=1, b=2, c={d=3}}");
    assert_eq!(plain("#set($l = [1, 2])#set($l[0] = 'x')$l"), "[x, 2]");
    assert_eq!(plain("#set($u.a = 1)#set($u[0] = 1)."), ".");
}

#[test]
fn a_variable_in_braces_cannot_be_set() {
    assert_eq!(plain("#set(${a} = 1)#set($!b = 1)$a$b"), "$a$b");
}

#[test]
fn the_first_branch_that_is_true_is_rendered() {
    let template = "#if($a == 1)one#elseif($a == 2)two#elseif ($a == 3)three#{else}many#end";
    for (number, word) in [(1, "one"), (2, "two"), (3, "three"), (4, "many")] {
        assert_eq!(plain(&format!("#set($a = {number}){template}")), word);
    }
}

#[test]
fn foreach_runs_over_lists_ranges_and_the_values_of_maps() {
    assert_eq!(plain("#foreach($x in ['a', 'b'])$x.#end"), "a.b.");
    assert_eq!(plain("#foreach($x in [3..1])$x#end"), "321");
    assert_eq!(plain("#foreach($x in {'k': 'v', 'l': 'w'})$x#end"), "vw");
    assert_eq!(plain("#foreach($x in $u)a#end#foreach($x in 'text')b#end#foreach($x in 5)c#end."), ".");
}

#[test]
fn foreach_tells_where_it_is() {
    assert_eq!(
        plain(
            "#foreach($x in [7..9])$foreach.index$foreach.count$foreach.hasNext$foreach.first$foreach.last $velocityCount$velocityHasNext;#end"
        ),
        "01truetruefalse 1true;12truefalsefalse 2true;23falsefalsetrue 3false;"
    );
    assert_eq!(
        plain("#foreach($x in [1..2])#foreach($y in [1..2])$foreach.parent.index$foreach.index$foreach.topmost.count #end#end"),
        "001 011 102 112 "
    );
}

#[test]
fn foreach_puts_back_what_its_variables_were() {
    assert_eq!(
        plain("#set($x = 'old')#set($foreach = 'mine')#foreach($x in [1])$x#end$x$foreach$velocityCount"),
        "1oldmine$velocityCount"
    );
}

#[test]
fn a_null_element_stays_null_in_its_round() {
    let mut context = Context::new();
    context.set("l", Value::from(velocity::List::from(vec![Value::Null, Value::from(1)])));
    let template = Template::parse("#foreach($x in $l)#set($x = 5)[$!x]#end", &Dialect::VELOCITY_1_7).unwrap();
    let text = template.render(&mut context, &Limits::DEFAULT).unwrap();
    assert_eq!(text, "[][5]");
}

#[test]
fn foreach_ends_without_an_error_after_as_many_rounds_as_the_dialect_allows() {
    assert_eq!(aws("#foreach($x in [1..5000])#set($n = $x)#end$n"), "1000");
    assert_eq!(plain("#foreach($x in [1..5000])#set($n = $x)#end$n"), "5000");
}

#[test]
fn break_leaves_the_nearest_loop_or_the_one_that_it_names() {
    assert_eq!(plain("#foreach($x in [1..3])$x#if($x == 2)#break#end,#end."), "1,2.");
    assert_eq!(plain("#foreach($x in [1..2])#foreach($y in [1..2])$y#break($foreach.parent)#end#end."), "1.");
    assert_eq!(plain("a#break b"), "a");
    assert_eq!(error("#break(1)"), "expected the scope of a loop in `#break`, such as `$foreach` (line 1, column 1)");
}

#[test]
fn stop_ends_the_template() {
    assert_eq!(plain("a#stop b"), "a");
    assert_eq!(plain("#foreach($x in [1..3])$x#if($x == 2)#stop#end#end."), "12");
    assert_eq!(plain("a#set($x = \"b#stop c\")d"), "a");
}

#[test]
fn a_defined_block_is_rendered_where_it_is_printed() {
    assert_eq!(plain("#define($d)<$a>#end#set($a = 1)$d#set($a = 2)$d"), "<1><2>");
    assert_eq!(plain("#define($d)x#end#if($d == 'x')same#end#set($t = $d + 'y')$t"), "samexy");
    assert_eq!(plain("#define($d)a$d#end$d"), "aa$d");
    assert_eq!(plain("#define($d)x#end\\\\$d $$d #set($a = 1)\\\\$a $$a"), "x x\\1 $1");
}

#[test]
fn a_macro_reads_its_arguments_whenever_it_uses_them() {
    assert_eq!(plain("#macro(m1 $a $b)[$a|$b]#end#m1(1 'x')#m1($u, $v.w)"), "[1|x][$u|$v.w]");
    assert_eq!(plain("#macro(m2 $a)$a#set($c = 2)$a#end#set($c = 1)#m2($c)"), "12");
    assert_eq!(plain("#m3(1)#macro(m3 $a)late $a#end"), "late 1");
    assert_eq!(plain("#macro(m4)<$!bodyContent>#end#@m4()in#end"), "<in>");
}

#[test]
fn macros_end_at_twenty_inside_each_other() {
    assert_eq!(error("#macro(m5)#m5()#end#m5()"), "expected at most 20 macros inside each other, found more (line 1, column 11)");
}

#[test]
fn without_inline_macros_a_definition_vanishes_and_a_call_prints_itself() {
    assert_eq!(aws("#macro(m $a)x#end#m( $b, \"c\" )#m"), "#m( $b, \"c\" )#m");
    assert_eq!(aws("#@m($a)body#end"), "#@m($a)body#end");
}

#[test]
fn evaluate_renders_text_where_the_dialect_has_it() {
    assert_eq!(plain("#set($a = 1)#evaluate('<$a>')"), "<1>");
    assert_eq!(plain("#evaluate('a#stop b')c"), "ac");
    assert_eq!(aws("#evaluate('$a')#return#return()"), "#evaluate('$a')#return#return()");
    assert_eq!(
        error("a\n #evaluate('#if(')"),
        "expected a value, found the end of the template in what is evaluated (line 2, column 2)"
    );
}

#[test]
fn what_is_evaluated_sees_all_variables_of_the_host() {
    let mut context = Context::new();
    context.set("host", Value::from("here"));
    let template = Template::parse("#evaluate('$host#set($new = 1)')", &Dialect::VELOCITY_1_7).unwrap();
    assert_eq!(template.render(&mut context, &Limits::DEFAULT).unwrap(), "here");
    assert!(context.get("new").is_some());
}

#[test]
fn a_template_cannot_read_another_one() {
    assert_eq!(
        error("#include('a.vm')"),
        "expected nothing to include, found `a.vm`: a template stands alone (line 1, column 1)"
    );
    assert_eq!(error("#parse('a.vm')"), "expected nothing to include, found `a.vm`: a template stands alone (line 1, column 1)");
}

#[test]
fn what_a_template_sets_is_in_the_context_afterwards() {
    let mut context = Context::new();
    context.set("a", Value::from("in"));
    let template = Template::parse("#set($b = \"$a!\")#foreach($x in [1])#end", &AWS).unwrap();
    template.render(&mut context, &Limits::DEFAULT).unwrap();
    assert_eq!(context.get("b").and_then(Value::as_text).unwrap(), "in!");
    assert!(context.get("x").is_none() && context.get("foreach").is_none());
}

#[test]
fn a_template_is_rendered_anew_every_time_and_by_many_threads() {
    let template = Template::parse("#set($n = $n + 1)$n", &AWS).unwrap();
    std::thread::scope(|scope| {
        for start in 0..4 {
            let template = &template;
            scope.spawn(move || {
                let mut context = Context::new();
                context.set("n", Value::from(start));
                for round in 1..100 {
                    let text = template.render(&mut context, &Limits::DEFAULT).unwrap();
                    assert_eq!(text.as_str().unwrap(), (start + round).to_string());
                }
            });
        }
    });
}
