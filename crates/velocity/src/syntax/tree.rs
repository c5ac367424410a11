//! The tree of a template.

use crate::Text;
use crate::number::Number;
use std::sync::Arc;

/// Where something stands in the text of the template, in bytes.
pub(crate) type Offset = u32;

/// A variable: the place of its value in the slots of a rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Slot(pub(crate) u32);

/// Statements, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Block(pub(crate) Vec<Statement>);

/// What a template is made of.
#[derive(Debug)]
pub(crate) enum Statement {
    /// Prints itself.
    Text(Text),
    Reference(Box<Reference>),
    Set(Box<Set>),
    If(Box<If>),
    Foreach(Box<Foreach>),
    Define(Box<Define>),
    /// `#stop`, with the message that it evaluates.
    Stop(Option<Expression>),
    /// `#break`, with the loop that it leaves.
    Break(Offset, Option<Expression>),
    /// A directive that is no directive of the dialect: a macro of the template, or text.
    Call(Arc<Call>),
    Evaluate(Offset, Expression),
    Read(Box<Read>),
}

/// `$name.property.method(arguments)[index]`
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) at: Offset,
    /// `None` when it is no reference at all but prints `null_text`.
    pub(crate) root: Option<Slot>,
    pub(crate) steps: Vec<Step>,
    /// Whether an odd number of backslashes stands before it.
    pub(crate) escaped: bool,
    /// The backslashes that print before it.
    pub(crate) escapes: Text,
    /// Other text that prints before it, such as one more `$`.
    pub(crate) prefix: Text,
    /// What prints when it has no value: its own source, or nothing for `$!name`.
    pub(crate) null_text: Text,
}

impl Reference {
    /// Whether nothing prints before its value.
    pub(crate) fn is_plain(&self) -> bool {
        !self.escaped && self.escapes.is_empty() && self.prefix.is_empty()
    }
}

/// One step into a value.
#[derive(Debug)]
pub(crate) enum Step {
    Property(Box<str>),
    Method(Box<str>, Vec<Expression>),
    Index(Expression),
}

/// `#set($left = right)`
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) left: Reference,
    pub(crate) right: Expression,
    /// The slot that a plain variable is written to.
    pub(crate) target: Slot,
}

/// `#if` and `#elseif`, one behind the other, and `#else`.
#[derive(Debug)]
pub(crate) struct If {
    pub(crate) branches: Vec<(Expression, Block)>,
    pub(crate) otherwise: Option<Block>,
}

/// `#foreach($element in collection)`
#[derive(Debug)]
pub(crate) struct Foreach {
    pub(crate) at: Offset,
    pub(crate) element: Slot,
    /// Whether it has a collection and a body at all.
    pub(crate) complete: bool,
    pub(crate) collection: Option<Expression>,
    pub(crate) body: Block,
}

/// `#define($name)`
#[derive(Debug)]
pub(crate) struct Define {
    pub(crate) at: Offset,
    pub(crate) name: Slot,
    /// Where its block stands among the blocks that are rendered later.
    pub(crate) block: usize,
}

/// `#include` and `#parse`: there is nothing to read from.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) at: Offset,
    /// `#parse` fails without a name.
    pub(crate) needs_name: bool,
    pub(crate) arguments: Vec<Expression>,
}

/// A call of a macro, `#name(arguments)` or `#@name(arguments)body#end`.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) at: Offset,
    pub(crate) name: Box<str>,
    pub(crate) arguments: Vec<Argument>,
    /// Where its body stands among the blocks that are rendered later.
    pub(crate) body: Option<usize>,
    /// Its own source: what prints when there is no such macro.
    pub(crate) literal: Text,
}

/// An argument of a call.
#[derive(Debug)]
pub(crate) struct Argument {
    pub(crate) value: Expression,
    /// Its own source.
    pub(crate) literal: Text,
    /// Whether it is a bare word, which no macro takes.
    pub(crate) word: bool,
}

/// `#macro(name $parameter ...)`
#[derive(Debug)]
pub(crate) struct Macro {
    pub(crate) name: Box<str>,
    pub(crate) parameters: Vec<Slot>,
    pub(crate) body: Block,
}

/// Something with a value.
#[derive(Debug)]
pub(crate) enum Expression {
    /// What has no value, such as a bare word.
    Nothing,
    Bool(bool),
    Number(Number),
    Text(Text),
    /// A string in double quotes with references or directives in it.
    Interpolated(Box<Interpolated>),
    Reference(Box<Reference>),
    List(Vec<Expression>),
    Map(Vec<(Expression, Expression)>),
    Range(Box<(Expression, Expression)>),
    /// Whether the operand is true; or not, when `negate`.
    Truth {
        operand: Box<Expression>,
        negate: bool,
    },
    /// Operands of operators of the same precedence, from left to right.
    Chain(Box<Chain>),
}

/// A string that is rendered.
#[derive(Debug)]
pub(crate) struct Interpolated {
    pub(crate) block: Block,
    /// Whether the last character of what it prints is one that was added for the parser.
    pub(crate) drop_last: bool,
}

/// `first op operand op operand ...`
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) at: Offset,
    pub(crate) first: Expression,
    pub(crate) links: Vec<Link>,
}

/// An operator and its right operand.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) operator: Operator,
    pub(crate) operand: Expression,
    /// Behind `+`: the sources of the left and the right operand, which an operand without a value adds to a text.
    pub(crate) sources: Option<Box<[Text; 2]>>,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulus,
}
