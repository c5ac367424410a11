//! Numbers, and what looks like one at first.

use super::{ReadError, Reader, Stop};
use velocity::value::{BigDecimal, Number};
use velocity::{Fuel, Value};

/// Longer numbers with a point or an exponent are kept digit by digit, shorter ones become doubles.
const DOUBLE_LENGTH: usize = 18;

impl Reader<'_, '_> {
    /// What begins with a digit or `-`: a number, or text without quotes when more follows it.
    pub(super) fn number(&mut self, stop: Stop) -> Result<Value, ReadError> {
        let start = self.at;
        self.at += 1;
        self.skip_digits();
        let mut whole = true;
        if self.byte() == b'.' {
            whole = false;
            self.at += 1;
            self.skip_digits();
        }
        if matches!(self.byte(), b'E' | b'e') {
            whole = false;
            self.at += 1;
            if !matches!(self.byte(), b'+' | b'-' | b'0'..=b'9') {
                return self.text_instead(start, stop);
            }
            self.at += 1;
            self.skip_digits();
        }
        self.skip_controls();
        // Behind a number, `~` and what is not ASCII begin the next value.
        if self.byte() < b'~' && !stop.at(self.byte()) {
            return self.text_instead(start, stop);
        }
        let (start, end) = self.trimmed(start);
        let token = self.bytes.get(start..end).unwrap_or_default();
        let number = if whole { whole_number(token, self.fuel)? } else { decimal(token, self.fuel)? };
        number.map(Value::Number).ok_or_else(|| ReadError::Number(String::from_utf8_lossy(token).into_owned()))
    }

    fn text_instead(&mut self, start: usize, stop: Stop) -> Result<Value, ReadError> {
        self.skip_to(stop);
        let (start, end) = self.trimmed(start);
        self.text(start, end).map(Value::Text)
    }

    fn skip_digits(&mut self) {
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
    }
}

/// An Integer, Long or BigInteger by size. Control characters behind the digits count as digits, as in json-smart; `-`
/// alone is zero.
fn whole_number(token: &[u8], fuel: &mut Fuel) -> Result<Option<Number>, ReadError> {
    let negative = token.first() == Some(&b'-');
    let digits = token.get(usize::from(negative)..).unwrap_or_default();
    let value =
        |digits: &[u8]| digits.iter().fold(0_i64, |value, &digit| value.wrapping_mul(10).wrapping_add(48 - i64::from(digit)));
    // It is added up below zero, where there is room for one more.
    let below_zero = match digits.len() {
        0..19 => value(digits),
        19 => {
            let (head, last) = digits.split_at(18);
            let (head, last) = (value(head), last.first().copied().unwrap_or(b'0'));
            const TENTH: i64 = i64::MIN / 10;
            if head < TENTH || head == TENTH && last > if negative { b'8' } else { b'7' } {
                return big_integer(token, fuel);
            }
            head.wrapping_mul(10).wrapping_add(48 - i64::from(last))
        }
        _ => return big_integer(token, fuel),
    };
    let value = if negative { below_zero } else { below_zero.wrapping_neg() };
    let small = if negative { value >= i64::from(i32::MIN) } else { value <= i64::from(i32::MAX) };
    // Only control characters can take it out of the range, where Java cuts it off.
    Ok(Some(if small { Number::Integer(value as i32) } else { Number::Long(value) }))
}

fn big_integer(token: &[u8], fuel: &mut Fuel) -> Result<Option<Number>, ReadError> {
    charge_digits(token.len(), fuel)?;
    Ok(std::str::from_utf8(token).ok().and_then(Number::parse_integer))
}

fn decimal(token: &[u8], fuel: &mut Fuel) -> Result<Option<Number>, ReadError> {
    let Ok(token) = std::str::from_utf8(token) else { return Ok(None) };
    if token.len() > DOUBLE_LENGTH {
        charge_digits(token.len(), fuel)?;
        return Ok(BigDecimal::parse(token).map(Number::from));
    }
    Ok(Number::parse_floating_point(token.trim_matches(|char| char <= ' ')))
}

/// The work of turning so many decimal digits into binary ones, or back, grows with their square.
fn charge_digits(digits: usize, fuel: &mut Fuel) -> Result<(), ReadError> {
    let words = digits as u64 / 19;
    fuel.grow(digits)?;
    fuel.step(words.saturating_mul(words) / 64)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use velocity::Limits;

    fn whole(token: &str) -> String {
        format!("{:?}", whole_number(token.as_bytes(), &mut Fuel::new(&Limits::DEFAULT)))
    }

    #[test]
    fn a_whole_number_is_of_the_smallest_type_that_holds_it() {
        assert_eq!(whole("-2147483648"), "Ok(Some(Integer(-2147483648)))");
        assert_eq!(whole("2147483648"), "Ok(Some(Long(2147483648)))");
        assert_eq!(whole("9223372036854775807"), "Ok(Some(Long(9223372036854775807)))");
        assert_eq!(whole("9223372036854775808"), "Ok(Some(BigInteger(9223372036854775808)))");
        assert_eq!(whole("-9223372036854775808"), "Ok(Some(Long(-9223372036854775808)))");
        assert_eq!(whole("-9223372036854775809"), "Ok(Some(BigInteger(-9223372036854775809)))");
        assert_eq!(whole("-"), "Ok(Some(Integer(0)))");
        assert_eq!(whole("1\u{1}"), "Ok(Some(Integer(-37)))");
    }

    #[test]
    fn a_number_of_a_million_digits_costs_more_than_there_is() {
        let digits = "9".repeat(1_000_000);
        assert!(matches!(big_integer(digits.as_bytes(), &mut Fuel::new(&Limits::DEFAULT)), Err(ReadError::Exhausted(_))));
    }
}
