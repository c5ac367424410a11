//! Expressions: literals, strings, operators, and what is true.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{aws, plain};

fn value(expression: &str) -> String {
    plain(&format!("#set($x = {expression})$!x"))
}

fn is_true(condition: &str) -> bool {
    plain(&format!("#if({condition})yes#end")) == "yes"
}

#[test]
fn multiplication_binds_tighter_than_addition_and_comparison_than_logic() {
    assert_eq!(value("1 + 2 * 3 - 4 / 2"), "5");
    assert_eq!(value("(1 + 2) * 3"), "9");
    assert_eq!(value("10 - 3 - 2"), "5");
    assert_eq!(value("7 % 4 * 2"), "6");
    assert_eq!(value("5 + 4 > 2 && 1 == 1.0 || false"), "true");
}

#[test]
fn operators_may_be_words() {
    assert_eq!(value("1 lt 2 and 2 le 2 and 3 gt 2 and 3 ge 3 and 1 ne 2 and 1 eq 1 and not false"), "true");
    assert_eq!(value("false or true"), "true");
}

#[test]
fn a_minus_directly_before_a_digit_belongs_to_the_number() {
    assert_eq!(value("3 - 1"), "2");
    assert!(support::error("#set($x = 3 -1)").starts_with("expected `)`, found `-1`"));
}

#[test]
fn text_plus_anything_is_text() {
    assert_eq!(value("'a' + 1"), "a1");
    assert_eq!(value("1 + 2 + 'a' + 1 + 2"), "3a12");
    assert_eq!(value("'a' + [1] + true"), "a[1]true");
}

#[test]
fn what_has_no_value_adds_its_source_to_a_text() {
    assert_eq!(value("'a' + $u.b"), "a$u.b");
    assert_eq!(value("'a' + ( 1 / 0 )"), "a 1 / 0 ");
    assert_eq!(aws("#set($x = 'a' + $u.b)$x"), "a");
}

#[test]
fn a_calculation_without_a_result_has_no_value() {
    for expression in ["1 / 0", "1 % 0", "1 + true", "$u + 1", "'a' - 1", "[1] * 2"] {
        assert_eq!(value(expression), "", "{expression}");
    }
    assert_eq!(plain("#set($x = 'old')#set($x = 1 / 0)$x"), "old");
}

#[test]
fn only_numbers_have_an_order() {
    assert!(!is_true("'a' < 'b'") && !is_true("'b' > 'a'") && !is_true("$u < 1"));
    assert!(is_true("1 < 1.5") && is_true("10000000000 > 1"));
}

#[test]
fn values_of_different_classes_are_equal_when_they_print_the_same() {
    assert!(is_true("1 == 1.0") && is_true("'1' == 1") && is_true("true == 'true'") && is_true("[1] == '[1]'"));
    assert!(is_true("$u == $v") && !is_true("$u == ''") && is_true("$u != 1"));
}

#[test]
fn only_references_and_conditions_are_true() {
    assert!(is_true("true") && !is_true("false"));
    for literal in ["1", "'a'", "\"a\"", "[1]", "{}", "1 + 1", "[1..2]"] {
        assert!(!is_true(literal), "{literal}");
    }
    assert_eq!(plain("#set($x = '')#if($x)a#end#if(!$x)b#end#set($x = false)#if($x)c#end#if($u)d#end"), "a");
}

#[test]
fn the_right_side_is_not_evaluated_when_the_left_one_decides() {
    let count = "#set($l = [])#if(true || $l.add(1))a#end#if(false && $l.add(1))b#end$l.size()";
    assert_eq!(plain(count), "a0");
}

#[test]
fn single_quotes_keep_everything_and_double_quotes_are_rendered() {
    assert_eq!(value("'$u #if(true)'"), "$u #if(true)");
    assert_eq!(plain("#set($a = 'x')#set($b = \"<$a ${a}y #if(true)z#end>\")$b"), "<x xy z>");
    assert_eq!(value("\"$\""), "$");
    assert_eq!(value("\"#\""), "#");
}

#[test]
fn a_doubled_quote_is_one_quote_and_a_backslash_is_no_escape() {
    assert_eq!(value("'it''s'"), "it's");
    assert_eq!(value("\"say \"\"hi\"\"\""), "say \"hi\"");
    assert_eq!(value("'a\\n'"), "a\\n");
    assert_eq!(value("\"\\\\\""), "\\\\");
}

#[test]
fn four_hexadecimal_digits_name_a_character_in_double_quotes() {
    assert_eq!(value("\"\\u00e9\\uD83D\\uDE00\""), "é😀");
    assert_eq!(value("'\\u00e9'"), "\\u00e9");
    assert!(support::error("#set($x = \"\\u12\")").starts_with("expected four hexadecimal digits"));
}

#[test]
fn strings_in_strings_double_their_quotes() {
    assert_eq!(value("\"#set($y = \"\"in\"\")$y\""), "in");
}

#[test]
fn a_range_goes_up_or_down_and_its_ends_may_be_references() {
    assert_eq!(value("[1..4]"), "[1, 2, 3, 4]");
    assert_eq!(value("[ 2 .. -1 ]"), "[2, 1, 0, -1]");
    assert_eq!(plain("#set($n = 3)#set($x = [1..$n])$x"), "[1, 2, 3]");
    assert_eq!(value("[1..$u]"), "");
}

#[test]
fn lists_and_maps_print_as_in_java() {
    assert_eq!(value("[1, 'a', true, [], {}]"), "[1, a, true, [], {}]");
    assert_eq!(value("{'b': 1, \"a\": [2], 3: 4.0}"), "{b=1, a=[2], 3=4.0}");
}

#[test]
fn a_number_is_of_the_type_that_holds_it() {
    assert_eq!(value("2147483647 + 1"), "2147483648");
    assert_eq!(value("9223372036854775807 + 1"), "9223372036854775808");
    assert_eq!(value("7 / 2"), "3");
    assert_eq!(value("7 / 2.0"), "3.5");
    assert_eq!(value("1.0E10"), "1.0E10");
    assert_eq!(value("00012"), "12");
}

#[test]
fn many_keys_can_be_removed_at_once() {
    let template = "#set($m = {})#foreach($i in [1..60])#set($x = $m.put($i, $i))#end$m.keySet().removeAll([1..60])$m.size()\
                    #foreach($i in [1..60])#set($x = $m.put($i, $i))#end$m.keySet().retainAll([60])$m";
    assert_eq!(plain(template), "true0true{60=60}");
}
