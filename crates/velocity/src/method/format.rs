//! `String.format`.

use crate::value::{BigDecimal, Character, Thrown};
use crate::{Fuel, Number, Text, TextBuilder, Value};
use num_bigint::BigInt;

/// The widest field, which is more than anybody reads.
const WIDEST: usize = 10_000;

/// A place for an argument: `%[index$][flags][width][.precision]conversion`.
#[derive(Debug, Default, Clone)]
struct Place {
    index: Option<usize>,
    /// `<`: the argument of the place before.
    same: bool,
    minus: bool,
    plus: bool,
    space: bool,
    zero: bool,
    comma: bool,
    parentheses: bool,
    alternate: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

/// The text that a format and its arguments make.
pub(super) fn format(format: &Text, arguments: &[Value], fuel: &mut Fuel) -> Result<Text, Thrown> {
    let points: Vec<char> = format.to_string_lossy().chars().collect();
    fuel.scan(format.len_bytes())?;
    let mut out = TextBuilder::new();
    let (mut rest, mut next, mut last) = (points.as_slice(), 0, None);
    while let [char, tail @ ..] = rest {
        rest = tail;
        if *char != '%' {
            out.push_char(*char);
            continue;
        }
        let (place, conversion, tail) = read(tail)?;
        rest = tail;
        let text = match conversion {
            'n' => "\n".to_owned(),
            '%' => padded("%".to_owned(), &place),
            _ => {
                let at = match (place.same, place.index) {
                    (true, _) => last.ok_or_else(missing)?,
                    (false, Some(index)) => index.checked_sub(1).ok_or_else(missing)?,
                    (false, None) => {
                        next += 1;
                        next - 1
                    }
                };
                last = Some(at);
                let argument = arguments.get(at).ok_or_else(missing)?;
                let text = convert(&place, conversion, argument, fuel)?;
                if conversion.is_ascii_uppercase() { text.to_uppercase() } else { text }
            }
        };
        fuel.grow(text.len())?;
        out.push_str(&text);
    }
    Ok(out.finish())
}

fn missing() -> Thrown {
    Thrown::exception("MissingFormatArgumentException", "there is no argument for a place of the format")
}

fn unknown(conversion: char) -> Thrown {
    Thrown::exception("UnknownFormatConversionException", format!("Conversion = '{conversion}'"))
}

/// A place behind its `%`, the letter of its conversion, and what stands behind.
fn read(mut rest: &[char]) -> Result<(Place, char, &[char]), Thrown> {
    let mut place = Place::default();
    let number = |rest: &mut &[char]| {
        let digits: String = rest.iter().take_while(|char| char.is_ascii_digit()).collect();
        *rest = rest.get(digits.len()..).unwrap_or_default();
        digits.parse::<usize>().ok()
    };
    let mut tail = rest;
    if let (Some(index), Some('$')) = (number(&mut tail), tail.first()) {
        place.index = Some(index);
        rest = tail.get(1..).unwrap_or_default();
    }
    while let [flag, tail @ ..] = rest {
        *match flag {
            '<' => &mut place.same,
            '-' => &mut place.minus,
            '+' => &mut place.plus,
            ' ' => &mut place.space,
            '0' => &mut place.zero,
            ',' => &mut place.comma,
            '(' => &mut place.parentheses,
            '#' => &mut place.alternate,
            _ => break,
        } = true;
        rest = tail;
    }
    place.width = number(&mut rest);
    if let ['.', tail @ ..] = rest {
        rest = tail;
        place.precision = Some(number(&mut rest).ok_or_else(|| unknown('.'))?);
    }
    if place.width.max(place.precision).is_some_and(|size| size > WIDEST) {
        return Err(Thrown::exception("IllegalFormatWidthException", "the field is too wide"));
    }
    if (place.minus || place.zero) && place.width.is_none() {
        return Err(Thrown::exception("MissingFormatWidthException", "a flag needs a width"));
    }
    let (conversion, rest) = rest.split_first().ok_or_else(|| unknown('%'))?;
    Ok((place, *conversion, rest))
}

fn convert(place: &Place, conversion: char, argument: &Value, fuel: &mut Fuel) -> Result<String, Thrown> {
    let mismatch = || Thrown::exception("IllegalFormatConversionException", format!("{conversion} is not for such a value"));
    let cut = |text: &str| match place.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text.to_owned(),
    };
    if let Value::Number(number) = argument {
        number.charge_digits(fuel)?;
        if let Number::BigDecimal(number) = number {
            number.charge_scaling(i32::try_from(place.precision.unwrap_or(6)).unwrap_or(6), fuel)?;
        }
    }
    let text = match conversion.to_ascii_lowercase() {
        's' => cut(&argument.text(fuel)?.to_string_lossy()),
        'b' => match argument {
            Value::Null => cut("false"),
            Value::Bool(bool) => cut(if *bool { "true" } else { "false" }),
            _ => cut("true"),
        },
        'h' if !argument.is_null() => cut(&format!("{:x}", argument.hash_code(fuel)?)),
        'd' | 'x' | 'o' | 'f' | 'e' | 'g' | 'c' | 'h' if argument.is_null() => cut("null"),
        'c' => match (argument.downcast::<Character>(), argument) {
            (Some(character), _) => char::from_u32(character.0.into()).unwrap_or('?').to_string(),
            (_, Value::Number(Number::Integer(point))) => {
                u32::try_from(*point).ok().and_then(char::from_u32).ok_or_else(mismatch)?.to_string()
            }
            _ => return Err(mismatch()),
        },
        'd' | 'x' | 'o' if place.precision.is_some() => {
            return Err(Thrown::exception("IllegalFormatPrecisionException", "a whole number has no precision"));
        }
        'd' => match argument {
            Value::Number(number) if number.is_integer() => return Ok(signed(place, &number.to_string())),
            _ => return Err(mismatch()),
        },
        radix @ ('x' | 'o') => match argument {
            Value::Number(number) if number.is_integer() => return Ok(in_radix(place, number, radix)),
            _ => return Err(mismatch()),
        },
        'f' => match argument {
            Value::Number(number) if !number.is_integer() => return Ok(signed(place, &fixed(number, place))),
            _ => return Err(mismatch()),
        },
        'e' => match argument {
            Value::Number(number) if !number.is_integer() => {
                return Ok(signed(place, &scientific(number, place.precision.unwrap_or(6))));
            }
            _ => return Err(mismatch()),
        },
        'g' => match argument {
            Value::Number(number) if !number.is_integer() => return Ok(signed(place, &general(number, place))),
            _ => return Err(mismatch()),
        },
        _ => return Err(unknown(conversion)),
    };
    Ok(padded(text, place))
}

fn padded(text: String, place: &Place) -> String {
    let width = place.width.unwrap_or(0);
    // Java counts units, but these are what is written here.
    let fill = " ".repeat(width.saturating_sub(text.encode_utf16().count()));
    if place.minus { text + &fill } else { fill + &text }
}

/// A number in decimal digits, with what the flags ask for.
fn signed(place: &Place, number: &str) -> String {
    let (negative, digits) = number.strip_prefix('-').map_or((false, number), |digits| (true, digits));
    let finite = digits.starts_with(|char: char| char.is_ascii_digit());
    let (whole, fraction) = digits.split_at(digits.find(['.', 'e']).unwrap_or(digits.len()));
    let whole = if place.comma && finite { grouped(whole) } else { whole.to_owned() };
    let (prefix, suffix) = match (negative, place.parentheses) {
        (true, true) => ("(", ")"),
        (true, false) => ("-", ""),
        (false, _) if place.plus => ("+", ""),
        (false, _) if place.space => (" ", ""),
        (false, _) => ("", ""),
    };
    let length = prefix.len() + whole.len() + fraction.len() + suffix.len();
    let zeros = match place.width {
        Some(width) if place.zero && finite => "0".repeat(width.saturating_sub(length)),
        _ => String::new(),
    };
    padded(format!("{prefix}{zeros}{whole}{fraction}{suffix}"), place)
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Integers and Longs as their bits, and longer ones with a sign.
fn in_radix(place: &Place, number: &Number, radix: char) -> String {
    let hex = radix == 'x';
    let digits = match (number, hex) {
        (Number::Integer(number), true) => format!("{number:x}"),
        (Number::Integer(number), false) => format!("{number:o}"),
        (Number::Long(number), true) => format!("{number:x}"),
        (Number::Long(number), false) => format!("{number:o}"),
        (number, true) => number.to_string().parse::<BigInt>().unwrap_or_default().to_str_radix(16),
        (number, false) => number.to_string().parse::<BigInt>().unwrap_or_default().to_str_radix(8),
    };
    let prefix = match (place.alternate, hex) {
        (false, _) => "",
        (true, true) => "0x",
        (true, false) => "0",
    };
    let zeros = match place.width {
        Some(width) if place.zero => "0".repeat(width.saturating_sub(digits.len() + prefix.len())),
        _ => String::new(),
    };
    padded(format!("{prefix}{zeros}{digits}"), place)
}

/// The decimal that Java prints for a number; `None` when it is infinite or no number.
fn decimal(number: &Number) -> Option<BigDecimal> {
    match number {
        Number::BigDecimal(number) => Some(number.as_ref().clone()),
        number => BigDecimal::parse(&number.to_string()),
    }
}

fn fixed(number: &Number, place: &Place) -> String {
    let Some(decimal) = decimal(number) else { return number.to_string() };
    let scale = i32::try_from(place.precision.unwrap_or(6)).unwrap_or(6);
    let text = decimal.rounded_half_up(scale).to_plain_string();
    let negative_zero = matches!(number, Number::Double(number) if number.is_sign_negative()) && !text.starts_with('-');
    let point = if place.alternate && scale == 0 { "." } else { "" };
    format!("{}{text}{point}", if negative_zero { "-" } else { "" })
}

/// As `%f` from 0.0001 up to what the digits show, and as `%e` otherwise.
fn general(number: &Number, place: &Place) -> String {
    let digits = place.precision.unwrap_or(6).max(1);
    let text = scientific(number, digits - 1);
    let exponent = text.split_once('e').and_then(|(_, exponent)| exponent.parse::<i64>().ok());
    match exponent {
        Some(exponent) if exponent >= -4 && exponent < digits as i64 => {
            let precision = usize::try_from(digits as i64 - 1 - exponent).unwrap_or(0);
            fixed(number, &Place { precision: Some(precision), ..place.clone() })
        }
        _ => text,
    }
}

/// One digit, the point, as many digits as asked for, and an exponent of at least two digits.
fn scientific(number: &Number, precision: usize) -> String {
    let Some(decimal) = decimal(number) else { return number.to_string() };
    let precision = i32::try_from(precision).unwrap_or(6);
    let digits = |decimal: &BigDecimal| i32::try_from(decimal.unscaled().magnitude().to_string().len()).unwrap_or(i32::MAX);
    let mut exponent = digits(&decimal).saturating_sub(1).saturating_sub(decimal.scale());
    if decimal.unscaled().bits() == 0 {
        exponent = 0;
    }
    let mut mantissa =
        BigDecimal::new(decimal.unscaled().clone(), decimal.scale().saturating_add(exponent)).rounded_half_up(precision);
    // 9.99 may become 10.0.
    if digits(&mantissa) > precision + 1 {
        exponent += 1;
        mantissa =
            BigDecimal::new(decimal.unscaled().clone(), decimal.scale().saturating_add(exponent)).rounded_half_up(precision);
    }
    format!("{}e{}{:02}", mantissa.to_plain_string(), if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs())
}
