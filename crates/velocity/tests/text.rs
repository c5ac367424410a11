//! What of a template is text: white space round directives, escapes, comments, and `$` and `#` that mean nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::plain;

#[test]
fn text_without_references_and_directives_prints_itself() {
    assert_eq!(plain(""), "");
    assert_eq!(plain("{\"a\": [1, (2)], 'é': \"😀\"}\r\n\t"), "{\"a\": [1, (2)], 'é': \"😀\"}\r\n\t");
}

#[test]
fn a_dollar_that_starts_no_reference_is_text() {
    assert_eq!(plain("$ $5 $$ $- $.a $[0] ${ ${} $(a)."), "$ $5 $$ $- $.a $[0] ${ ${} $(a).");
}

#[test]
fn a_hash_that_starts_no_directive_is_text() {
    assert_eq!(
        plain("# #5 #-x # #foo #foo-bar #{foo} #foo() #foo(1 \"a\")."),
        "# #5 #-x # #foo #foo-bar #{foo} #foo() #foo(1 \"a\")."
    );
}

#[test]
fn a_directive_swallows_the_rest_of_its_line_when_that_is_blank() {
    assert_eq!(plain("#if(true) \t\nyes#end \t\n."), "yes.");
    assert_eq!(plain("#if(true) yes#end ."), " yes .");
    assert_eq!(plain("#set($a = 1) \r\n$a"), "1");
    assert_eq!(plain("#set($a = 1)\n\n$a"), "\n1");
    assert_eq!(plain("#foreach($x in [1..2])\n$x\n#end\n."), "1\n2\n.");
    assert_eq!(plain("#if(false)#else \n a #end"), " a ");
}

#[test]
fn the_indentation_of_a_directive_is_printed() {
    assert_eq!(plain("a\n  #if(true)\n  b\n  #end\nc"), "a\n    b\n  c");
    assert_eq!(plain("a\n  #set($x = 1)\nb"), "a\n  b");
}

#[test]
fn set_swallows_the_blanks_between_it_and_a_directive_or_reference_before_it() {
    assert_eq!(plain("#set($x = 1)  #set($y = 2)$x$y"), "12");
    assert_eq!(plain("#if(true)#end \t #set($x = 1)$x"), "1");
    assert_eq!(plain("#set($a = 0)$a  #set($x = 1)$x"), "01");
}

#[test]
fn braces_separate_a_directive_from_the_text_behind_it() {
    assert_eq!(plain("#{if}(false)a#{else}b#{end}c"), "bc");
    assert_eq!(plain("#{set}($a = 1)$a"), "1");
}

#[test]
fn a_comment_prints_nothing_and_a_line_comment_takes_its_line_break_along() {
    assert_eq!(plain("a## b\nc"), "ac");
    assert_eq!(plain("a#* b\n #if *#c"), "ac");
    assert_eq!(plain("a#** b *#\nc"), "a\nc");
    assert_eq!(plain("a##"), "a");
    assert_eq!(plain("#**#a"), "a");
    assert_eq!(plain("a #* never closed"), "a ");
}

#[test]
fn what_stands_between_hash_brackets_is_printed_as_it_is() {
    assert_eq!(plain("#[[ $a #if( ## \\ ]]#."), " $a #if( ## \\ .");
    assert_eq!(plain("#[[]]#"), "");
}

#[test]
fn an_escaped_directive_prints_without_the_backslash() {
    assert_eq!(plain("\\#if \\#set \\#foreach \\#end \\#else"), "#if #set #foreach #end #else");
    assert_eq!(plain("\\#foo \\#5 \\x"), "\\#foo \\#5 \\x");
    assert_eq!(plain("\\\\#if(true)a#end"), "\\a");
    assert_eq!(plain("\\\\\\#if"), "\\#if");
    assert_eq!(plain("\\\\\\\\"), "\\\\\\\\");
}

#[test]
fn an_escaped_reference_prints_itself_and_loses_the_backslash_only_if_it_has_a_value() {
    assert_eq!(plain("#set($a = 1)\\$a \\\\$a \\\\\\$a \\${a} \\$!a"), "$a \\1 \\$a ${a} $!a");
    assert_eq!(plain("\\$u \\\\$u \\\\\\$u \\$!u"), "\\$u \\\\$u \\\\$u \\$!u");
}

#[test]
fn literal_prints_its_content_as_it_is() {
    assert_eq!(plain("#set($a = 1)#literal()$a #if(true)b#end#end"), "$a #if(true)b#end");
}
