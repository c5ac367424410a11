//! Expressions: what stands in `#set(.. = ..)` and `#if(..)`, and what is an argument.

use super::parser::{Parsed, Parser};
use super::reference::Node;
use super::token::Kind;
use super::tree::{Chain, Expression, Link, Operator};
use crate::number::Number;

/// The operators by precedence, the loosest first. Those of one row go from left to right.
const PRECEDENCE: [&[(Kind, Operator)]; 6] = [
    &[(Kind::Or, Operator::Or)],
    &[(Kind::And, Operator::And)],
    &[(Kind::Equal, Operator::Equal), (Kind::NotEqual, Operator::NotEqual)],
    &[
        (Kind::Less, Operator::Less),
        (Kind::Greater, Operator::Greater),
        (Kind::LessOrEqual, Operator::LessOrEqual),
        (Kind::GreaterOrEqual, Operator::GreaterOrEqual),
    ],
    &[(Kind::Plus, Operator::Add), (Kind::Minus, Operator::Subtract)],
    &[(Kind::Multiply, Operator::Multiply), (Kind::Divide, Operator::Divide), (Kind::Modulus, Operator::Modulus)],
];

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Node<Expression>> {
        self.nested(|parser| {
            parser.peek()?;
            let first = parser.next;
            let node = parser.chain(0)?.node;
            Ok(Node { node, first, last: parser.next - 1 })
        })
    }

    /// Operands of the operators of a row of [`PRECEDENCE`].
    fn chain(&mut self, row: usize) -> Parsed<Node<Expression>> {
        let Some(operators) = PRECEDENCE.get(row) else { return self.unary() };
        let mut left = self.chain(row + 1)?;
        let at = self.offset(left.first);
        let mut links: Vec<Link> = Vec::new();
        let mut first = None;
        loop {
            let kind = self.peek()?;
            let Some(&(_, operator)) = operators.iter().find(|(of, _)| *of == kind) else { break };
            self.next += 1;
            self.peek()?;
            let start = self.next;
            let right = self.chain(row + 1)?;
            let sources = (operator == Operator::Add).then(|| {
                let left = self.literal(left.first, left.last);
                Box::new([left, self.literal(right.first, right.last)])
            });
            let (left_node, right_node) = (std::mem::replace(&mut left.node, Expression::Nothing), right.node);
            first.get_or_insert(left_node);
            links.push(Link { operator, operand: right_node, sources });
            // To Velocity, the tokens of an operation are those behind the operator.
            (left.first, left.last) = (start, self.next - 1);
        }
        if let Some(first) = first {
            left.node = Expression::Chain(Box::new(Chain { at, first, links }));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed<Node<Expression>> {
        let mut nots = 0_usize;
        let mut first = self.next;
        while self.at_not()? {
            self.blank()?;
            self.take(Kind::Not)?;
            self.peek()?;
            nots += 1;
            first = self.next;
        }
        let operand = self.primary()?;
        if nots == 0 {
            return Ok(operand);
        }
        let node = Expression::Truth { operand: Box::new(operand.node), negate: nots % 2 == 1 };
        Ok(Node { node, first, last: self.next - 1 })
    }

    fn primary(&mut self) -> Parsed<Node<Expression>> {
        self.blank()?;
        let first = self.next;
        let primary = match self.peek()? {
            Kind::ParenOpen => {
                self.next += 1;
                let inner = self.expression()?;
                self.take(Kind::ParenClose)?;
                inner
            }
            _ => match self.operand()? {
                Some(node) => Node { node, first, last: self.next - 1 },
                None => return self.unexpected("a value"),
            },
        };
        self.blank()?;
        Ok(primary)
    }

    /// An element of a list, a part of a map, or an argument of a method.
    pub(super) fn parameter(&mut self) -> Parsed<Expression> {
        self.nested(|parser| {
            parser.blank()?;
            let Some(parameter) = parser.operand()? else {
                return parser.unexpected("a value");
            };
            parser.blank()?;
            Ok(parameter)
        })
    }

    /// A value without operators; `None` when there is none.
    pub(super) fn operand(&mut self) -> Parsed<Option<Expression>> {
        Ok(Some(match self.peek()? {
            Kind::String => self.string()?.node,
            Kind::Integer => self.integer()?,
            Kind::FloatingPoint => self.floating_point()?,
            Kind::Identifier | Kind::BraceOpen => Expression::Reference(Box::new(self.reference()?.node)),
            Kind::ListOpen if self.at_range()? => self.range()?,
            Kind::ListOpen => self.list()?,
            Kind::MapOpen => self.map()?,
            Kind::True | Kind::False => self.bool()?,
            _ => return Ok(None),
        }))
    }

    pub(super) fn bool(&mut self) -> Parsed<Expression> {
        let value = self.peek()? == Kind::True;
        self.next += 1;
        Ok(Expression::Bool(value))
    }

    pub(super) fn integer(&mut self) -> Parsed<Expression> {
        let token = self.take(Kind::Integer)?;
        let digits = self.word(token);
        match Number::parse_integer(&digits) {
            Some(number) => Ok(Expression::Number(number)),
            None => self.error(token, format!("expected an integer, found `{digits}`")),
        }
    }

    fn floating_point(&mut self) -> Parsed<Expression> {
        let token = self.take(Kind::FloatingPoint)?;
        let digits = self.word(token);
        match Number::parse_floating_point(&digits) {
            Some(number) => Ok(Expression::Number(number)),
            None => self.error(token, format!("expected a number, found `{digits}`")),
        }
    }

    fn range(&mut self) -> Parsed<Expression> {
        self.take(Kind::ListOpen)?;
        let from = self.range_end()?;
        self.take(Kind::DoubleDot)?;
        let to = self.range_end()?;
        self.take(Kind::ListClose)?;
        Ok(Expression::Range(Box::new((from, to))))
    }

    fn range_end(&mut self) -> Parsed<Expression> {
        self.blank()?;
        let end = match self.peek()? {
            Kind::Integer => self.integer()?,
            Kind::Identifier | Kind::BraceOpen => {
                self.nested(|parser| Ok(Expression::Reference(Box::new(parser.reference()?.node))))?
            }
            _ => return self.unexpected("an integer or a reference as an end of the range"),
        };
        self.blank()?;
        Ok(end)
    }

    fn list(&mut self) -> Parsed<Expression> {
        self.take(Kind::ListOpen)?;
        let mut items = Vec::new();
        if self.at_parameter()? {
            items.push(self.parameter()?);
            while self.take_if(Kind::Comma)? {
                items.push(self.parameter()?);
            }
        }
        self.take(Kind::ListClose)?;
        Ok(Expression::List(items))
    }

    fn map(&mut self) -> Parsed<Expression> {
        self.take(Kind::MapOpen)?;
        let mut entries = Vec::new();
        if self.at_map_entry()? {
            entries.push(self.entry()?);
            while self.take_if(Kind::Comma)? {
                entries.push(self.entry()?);
            }
        } else {
            self.blank()?;
            if self.at_parameter()? {
                // There is an error in what follows: the parts of an entry tell which one.
                self.entry()?;
            }
        }
        if !self.take_if(Kind::BraceClose)? {
            self.take(Kind::MapClose)?;
        }
        Ok(Expression::Map(entries))
    }

    fn entry(&mut self) -> Parsed<(Expression, Expression)> {
        let key = self.parameter()?;
        self.take(Kind::Colon)?;
        Ok((key, self.parameter()?))
    }
}
