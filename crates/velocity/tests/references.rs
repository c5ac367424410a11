//! References: which text belongs to them, and what they print.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{aws, plain};

#[test]
fn a_name_is_letters_digits_hyphens_and_underscores() {
    assert_eq!(plain("#set($a-b_2 = 1)$a-b_2.$a-b_2!"), "1.1!");
    assert_eq!(plain("#set($_a = 1)$_a"), "1");
}

#[test]
fn braces_separate_a_reference_from_the_text_behind_it() {
    assert_eq!(plain("#set($a = 'x')${a}b ${a}.length() ${a.length()}b"), "xb x.length() 1b");
}

#[test]
fn a_dot_that_no_name_follows_is_text() {
    assert_eq!(plain("#set($a = 'x')$a. $a.. $a.5 $a.-"), "x. x.. x.5 x.-");
}

#[test]
fn a_reference_without_a_value_prints_its_own_source() {
    assert_eq!(plain("$u ${u} $u.a.b(1, \"x\")[0] $u.a. ${u.a}b"), "$u ${u} $u.a.b(1, \"x\")[0] $u.a. ${u.a}b");
    assert_eq!(plain("#set($a = 'x')$a.none $a.none()"), "$a.none $a.none()");
}

#[test]
fn a_quiet_reference_without_a_value_prints_nothing() {
    assert_eq!(plain("[$!u$!{u}$!u.a.b(1)$!{u.a}]"), "[]");
}

#[test]
fn where_it_is_empty_text_a_reference_without_a_value_prints_nothing() {
    assert_eq!(aws("[$u${u}$u.a.b(1)[0]$!u]"), "[]");
    assert_eq!(aws("#if($u)a#end#if(!$u)b#end#if($u == '')c#end#if($u.a.b() == $v)d#end"), "acd");
    assert_eq!(aws("#set($a = 'x')#set($a = $u.b)[$a]"), "[]");
    assert_eq!(aws("#set($a = [$u, 1])$a #set($a = 'x' + $u)$a"), "[, 1]x");
}

#[test]
fn an_index_reads_lists_and_maps_and_counts_from_the_end_when_it_is_negative() {
    assert_eq!(plain("#set($l = ['a', 'b'])$l[0]$l[ 1 ]$l[-1]#set($i = 0)$l[$i]"), "abba");
    assert_eq!(plain("#set($m = {'k': ['x']})$m['k'][0] $m.k[0] $m.get(\"k\")[0]"), "x x x");
}

#[test]
fn methods_follow_each_other_with_arguments_of_every_kind() {
    assert_eq!(plain("#set($s = 'abc')$s.substring(1).concat(\"$s\").length()"), "5");
    assert_eq!(plain("#set($l = [])$l.add([1..3])$l.add({'a': true})$l.add( 1.5 )$l.size()"), "truetruetrue3");
    assert_eq!(plain("#set($s = 'a')$s.length ()"), "$s.length ()");
}

#[test]
fn a_bare_name_among_the_arguments_has_no_value() {
    assert_eq!(plain("#set($m = {})$m.put('a', b)$m.containsKey('a')"), "$m.put('a', b)true");
}

#[test]
fn text_before_a_reference_that_looked_like_another_one_is_kept() {
    assert_eq!(plain("#set($a = 1)$$a #$a ##\n$#$a"), "$1 #1 $#1");
}
