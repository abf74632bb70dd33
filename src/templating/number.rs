//! Numbers as JavaScript writes and reads them.

use super::{
    digits,
    text::{ascii, is, shown, starts, trim},
};

/// `Number::toString` (ECMA-262, 6.1.6.1.20) in base ten.
pub fn written(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let (digits, point) = digits::shortest(number.abs());
    format!("{}{}", if number < 0.0 { "-" } else { "" }, laid_out(&digits, point))
}

/// Digits with the decimal point after the first `point` of them.
fn laid_out(digits: &str, point: i32) -> String {
    let count = digits.len() as i32;
    match point {
        1..=21 if count <= point => format!("{digits}{}", "0".repeat((point - count) as usize)),
        1..=21 => format!("{}.{}", &digits[..point as usize], &digits[point as usize..]),
        -5..=0 => format!("0.{}{digits}", "0".repeat(-point as usize)),
        _ => {
            let sign = if point > 0 { "+" } else { "-" };
            let fraction = if count > 1 { format!(".{}", &digits[1..]) } else { String::new() };
            format!("{}{fraction}e{sign}{}", &digits[..1], (point - 1).abs())
        }
    }
}

/// `StringToNumber`: the whole text is a number, or it is not one.
pub fn read(units: &[u16]) -> f64 {
    let units = trim(units);
    if units.is_empty() {
        return 0.0;
    }
    for (prefix, base) in [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)] {
        if starts(units, prefix) {
            let digits = &units[2..];
            let valid = !digits.is_empty() && digits.iter().all(|unit| ascii(*unit).is_digit(base));
            return if valid { in_base(digits, base) } else { f64::NAN };
        }
    }
    let (value, length) = leading(units);
    if length == units.len() { value } else { f64::NAN }
}

/// `parseFloat`: the number that the text starts with.
pub fn parse_float(units: &[u16]) -> f64 {
    leading(trim(units)).0
}

/// `parseInt` in a base between 2 and 36; base 0 is ten, or sixteen after `0x`.
pub fn parse_int(units: &[u16], base: f64) -> f64 {
    let units = trim(units);
    let negative = is(&units[..units.len().min(1)], "-");
    let mut digits = if negative || is(&units[..units.len().min(1)], "+") { &units[1..] } else { units };
    let mut base = to_int32(base);
    if (base == 0 || base == 16) && (starts(digits, "0x") || starts(digits, "0X")) {
        digits = &digits[2..];
        base = 16;
    }
    let base = if base == 0 { 10 } else { base };
    let Some(base) = u32::try_from(base).ok().filter(|base| (2..=36).contains(base)) else { return f64::NAN };
    let end = digits.iter().position(|unit| !ascii(*unit).is_digit(base)).unwrap_or(digits.len());
    if end == 0 {
        return f64::NAN;
    }
    let value = in_base(&digits[..end], base);
    if negative { -value } else { value }
}

fn in_base(digits: &[u16], base: u32) -> f64 {
    if base == 10 {
        return digits::read(&shown(digits)).unwrap_or(f64::NAN);
    }
    let digit = |unit: &u16| f64::from(ascii(*unit).to_digit(base).unwrap_or(0));
    digits.iter().fold(0.0, |value, unit| value * f64::from(base) + digit(unit))
}

fn to_int32(number: f64) -> i32 {
    if !number.is_finite() {
        return 0;
    }
    number.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
}

/// The decimal number at the start of the units and its length; not a number has length 0.
fn leading(units: &[u16]) -> (f64, usize) {
    let signed = usize::from(units.first().is_some_and(|unit| matches!(ascii(*unit), '+' | '-')));
    let digits = |from: usize| units[from..].iter().take_while(|unit| ascii(**unit).is_ascii_digit()).count();
    if starts(&units[signed..], "Infinity") {
        let value = if starts(units, "-") { f64::NEG_INFINITY } else { f64::INFINITY };
        return (value, signed + 8);
    }
    let whole = digits(signed);
    let mut end = signed + whole;
    let mut fraction = 0;
    if units.get(end).is_some_and(|unit| ascii(*unit) == '.') {
        fraction = digits(end + 1);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return (f64::NAN, 0);
    }
    if units.get(end).is_some_and(|unit| matches!(ascii(*unit), 'e' | 'E')) {
        let sign = usize::from(units.get(end + 1).is_some_and(|unit| matches!(ascii(*unit), '+' | '-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    (digits::read(&shown(&units[..end])).unwrap_or(f64::NAN), end)
}

/// `Math.round`: halves go up.
pub fn round(number: f64) -> f64 {
    let floor = number.floor();
    if number - floor >= 0.5 { floor + 1.0 } else { floor }
}

/// `**`, which unlike IEEE 754 has no answer for one to the power of infinity.
pub fn power(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (base.abs() == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    base.powf(exponent)
}

/// The index that a property key spells: digits without leading zeros, below 2³² − 1.
pub fn index(key: &[u16]) -> Option<u32> {
    let digits = !key.is_empty() && key.len() <= 10 && key.iter().all(|unit| ascii(*unit).is_ascii_digit());
    if !digits || (key.len() > 1 && ascii(key[0]) == '0') {
        return None;
    }
    let value = key.iter().fold(0, |value: u64, unit| value * 10 + u64::from(unit - u16::from(b'0')));
    u32::try_from(value).ok().filter(|value| *value < u32::MAX)
}
