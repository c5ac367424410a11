//! Numbers of Java's types.

mod arithmetic;
mod compare;
mod convert;
mod decimal;
mod print;

pub use decimal::BigDecimal;
pub use num_bigint::BigInt;

use std::sync::Arc;

/// A number of one of Java's types.
#[derive(Debug, Clone)]
pub enum Number {
    /// `java.lang.Integer`
    Integer(i32),
    /// `java.lang.Long`
    Long(i64),
    /// `java.math.BigInteger`
    BigInteger(Arc<BigInt>),
    /// `java.lang.Float`
    Float(f32),
    /// `java.lang.Double`
    Double(f64),
    /// `java.math.BigDecimal`
    BigDecimal(Arc<BigDecimal>),
}

impl Number {
    /// A whole number as Velocity reads its literal: of the smallest type that holds it. `None` when it is not only digits
    /// with at most a sign.
    pub fn parse_integer(literal: &str) -> Option<Number> {
        let digits = literal.strip_prefix(['-', '+']).unwrap_or(literal);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let integer = literal.parse().ok().map(Number::Integer);
        let long = || literal.parse().ok().map(Number::Long);
        let big = || literal.parse().ok().map(|big: BigInt| Number::BigInteger(Arc::new(big)));
        integer.or_else(long).or_else(big)
    }

    /// A number with a point or an exponent as Velocity reads its literal.
    pub fn parse_floating_point(literal: &str) -> Option<Number> {
        let decimal = literal.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        decimal.then(|| literal.parse().ok().map(Number::Double))?
    }

    /// Whether it is of one of Java's types for whole numbers.
    pub fn is_integer(&self) -> bool {
        matches!(self, Number::Integer(_) | Number::Long(_) | Number::BigInteger(_))
    }
}

impl From<i32> for Number {
    fn from(number: i32) -> Self {
        Number::Integer(number)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Number::Long(number)
    }
}

impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Number::Double(number)
    }
}

impl From<BigInt> for Number {
    fn from(number: BigInt) -> Self {
        Number::BigInteger(Arc::new(number))
    }
}

impl From<BigDecimal> for Number {
    fn from(number: BigDecimal) -> Self {
        Number::BigDecimal(Arc::new(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(literal: &str) -> String {
        format!("{:?}", Number::parse_integer(literal))
    }

    #[test]
    fn a_literal_is_of_the_smallest_type_that_holds_it() {
        assert_eq!(integer("2147483647"), "Some(Integer(2147483647))");
        assert_eq!(integer("-2147483648"), "Some(Integer(-2147483648))");
        assert_eq!(integer("2147483648"), "Some(Long(2147483648))");
        assert_eq!(integer("9223372036854775808"), "Some(BigInteger(9223372036854775808))");
        assert_eq!(integer("-"), "None");
        assert_eq!(integer("1.5"), "None");
        assert_eq!(format!("{:?}", Number::parse_floating_point("1e3")), "Some(Double(1000.0))");
        assert_eq!(format!("{:?}", Number::parse_floating_point("inf")), "None");
    }
}
