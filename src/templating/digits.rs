//! Floating point numbers and their decimal digits, both ways, in plain long arithmetic. The standard library is
//! quicker and has tables that are a tenth of what a page with a form may load. This file stands alone.

/// The shortest digits that are read back as the same number, with the place of the point: 0.1 and 0.01 are `1` and 0,
/// `1` and −1. The number is above zero and finite. (Steele and White, 1990; Dybvig and Burger, 1996.)
pub fn shortest(number: f64) -> (String, i32) {
    let bits = number.to_bits();
    let (fraction, power) = (bits & ((1 << 52) - 1), (bits >> 52) as i32 & 0x7ff);
    let (mantissa, power) = if power == 0 { (fraction, -1074) } else { (fraction | (1 << 52), power - 1075) };
    let even = mantissa % 2 == 0;
    // The gap below a power of two is half of that above.
    let uneven = u32::from(fraction == 0 && bits >> 52 > 1);
    let mut rest = Large::new(mantissa, power.max(0) as u32 + 1 + uneven);
    let mut whole = Large::new(1, (-power).max(0) as u32 + 1 + uneven);
    let mut above = Large::new(1, power.max(0) as u32 + uneven);
    let mut below = Large::new(1, power.max(0) as u32);
    let length = 64 - mantissa.leading_zeros() as i32 + power;
    let mut point = (f64::from(length - 1) * std::f64::consts::LOG10_2 - 1e-10).ceil() as i32;
    if point >= 0 {
        whole.power_of_ten(point as u32);
    } else {
        [&mut rest, &mut above, &mut below].into_iter().for_each(|part| part.power_of_ten(-point as u32));
    }
    if reaches(&rest.plus(&above), &whole, even) {
        point += 1;
    } else {
        [&mut rest, &mut above, &mut below].into_iter().for_each(|part| part.times(10, 0));
    }
    let mut digits = String::new();
    loop {
        let mut digit = 0;
        while rest.at_least(&whole) {
            rest.minus(&whole);
            digit += 1;
        }
        let low = reaches(&below, &rest, even);
        let high = reaches(&rest.plus(&above), &whole, even);
        let twice = rest.plus(&rest);
        let nearer = twice.at_least(&whole) && (digit % 2 == 1 || !whole.at_least(&twice));
        let up = high && (!low || nearer);
        digits.push(char::from(b'0' + digit + u8::from(up)));
        if low || high {
            return (digits, point);
        }
        [&mut rest, &mut above, &mut below].into_iter().for_each(|part| part.times(10, 0));
    }
}

/// Whether `a` is more than `b`, or as much where that counts.
fn reaches(a: &Large, b: &Large, equal: bool) -> bool {
    if equal { a.at_least(b) } else { !b.at_least(a) }
}

/// The number nearest to a decimal one: digits, at most one point among or beside them, and an exponent. None for
/// anything else.
pub fn read(text: &str) -> Option<f64> {
    let (negative, text) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (decimal, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let tail = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if tail.is_empty() || !are_digits(tail) {
        return None;
    }
    let size = tail.bytes().fold(0_i32, |size, byte| (size * 10 + i32::from(byte - b'0')).min(100_000_000));
    let power = if exponent.starts_with('-') { -size } else { size };
    let power = power.saturating_sub(i32::try_from(fraction.len()).unwrap_or(i32::MAX));
    let value = nearest(whole.bytes().chain(fraction.bytes()), power);
    Some(if negative { -value } else { value })
}

/// Digits times a power of ten. More digits than can decide are counted, and whether one of them is not 0.
fn nearest(digits: impl Iterator<Item = u8>, mut power: i32) -> f64 {
    const MOST: u32 = 780;
    let (mut value, mut count) = (Large::new(0, 0), 0);
    let (mut small, mut more) = (0_u64, false);
    for digit in digits.map(|byte| u32::from(byte - b'0')).skip_while(|digit| *digit == 0) {
        count += 1;
        if count <= 19 {
            small = small * 10 + u64::from(digit);
        }
        if count <= MOST {
            value.times(10, digit);
        } else {
            more |= digit != 0;
            power = power.saturating_add(1);
        }
    }
    if more {
        value.times(10, 1);
        power -= 1;
    }
    let point = power.saturating_add(count.min(MOST) as i32);
    if count == 0 || point < -330 {
        return 0.0;
    }
    if point > 310 {
        return f64::INFINITY;
    }
    if count <= 19 && small <= 1 << 53 && power.unsigned_abs() <= 22 {
        // Both are exact, so the one operation rounds rightly.
        let ten = (0..power.abs()).fold(1.0, |ten, _| ten * 10.0);
        return if power < 0 { small as f64 / ten } else { small as f64 * ten };
    }
    let mut below = Large::new(1, 0);
    if power < 0 { &mut below } else { &mut value }.power_of_ten(power.unsigned_abs());
    quotient(value, below)
}

/// The number nearest to a fraction, even where two are as near.
fn quotient(mut value: Large, mut below: Large) -> f64 {
    let length = value.length() as i32 - below.length() as i32;
    if length < 0 { &mut value } else { &mut below }.shift(length.unsigned_abs());
    let mut power = length;
    if !value.at_least(&below) {
        value.shift(1);
        power -= 1;
    }
    let mut bits = 0_u64;
    for _ in 0..64 {
        bits <<= 1;
        if value.at_least(&below) {
            value.minus(&below);
            bits |= 1;
        }
        value.shift(1);
    }
    // The first of 64 bits stands for two to the `power`; what cannot be kept is cut off.
    let cut = if power >= -1022 { 11 } else { 11 - 1022 - power };
    let (kept, lost) = match cut {
        64.. => (0, u128::from(bits) << (128 - cut.min(127))),
        cut => (bits >> cut, u128::from(bits) << (128 - cut)),
    };
    let half = 1_u128 << 127;
    let up = lost > half || (lost == half && (!value.is_zero() || kept % 2 == 1));
    let kept = kept + u64::from(up);
    let exponent = if power >= -1022 { (power + 1022) as u64 } else { 0 };
    // A carry out of the fraction goes into the exponent, as it should.
    let bits = (exponent << 52) + kept;
    f64::from_bits(bits.min(f64::INFINITY.to_bits()))
}

/// A whole number of any size, its least significant part first; no part above the last that is not 0.
#[derive(Clone)]
struct Large(Vec<u32>);

impl Large {
    fn new(value: u64, shift: u32) -> Self {
        let mut large = Self(vec![value as u32, (value >> 32) as u32]);
        large.trim();
        large.shift(shift);
        large
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bits it takes.
    fn length(&self) -> usize {
        self.0.last().map_or(0, |last| self.0.len() * 32 - last.leading_zeros() as usize)
    }

    fn times(&mut self, factor: u32, mut carry: u32) {
        for part in &mut self.0 {
            let product = u64::from(*part) * u64::from(factor) + u64::from(carry);
            *part = product as u32;
            carry = (product >> 32) as u32;
        }
        if carry != 0 {
            self.0.push(carry);
        }
    }

    fn power_of_ten(&mut self, power: u32) {
        (0..power / 9).for_each(|_| self.times(1_000_000_000, 0));
        (0..power % 9).for_each(|_| self.times(10, 0));
    }

    fn shift(&mut self, bits: u32) {
        if !self.is_zero() {
            self.times(1 << (bits % 32), 0);
            let mut parts = vec![0; bits as usize / 32];
            parts.append(&mut self.0);
            self.0 = parts;
        }
    }

    fn at_least(&self, other: &Self) -> bool {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_ge()
    }

    fn plus(&self, other: &Self) -> Self {
        let mut sum = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        let mut carry = 0;
        for at in 0..self.0.len().max(other.0.len()) {
            let part = |parts: &[u32]| u64::from(parts.get(at).copied().unwrap_or(0));
            let total = part(&self.0) + part(&other.0) + carry;
            sum.push(total as u32);
            carry = total >> 32;
        }
        if carry != 0 {
            sum.push(1);
        }
        Self(sum)
    }

    /// Takes away what is not more.
    fn minus(&mut self, other: &Self) {
        let mut borrow = false;
        for (at, part) in self.0.iter_mut().enumerate() {
            let (less, first) = part.overflowing_sub(other.0.get(at).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            *part = less;
            borrow = first || second;
        }
        self.trim();
    }
}

#[cfg(test)]
mod tests {
    use super::{read, shortest};

    /// Numbers that are hard, and others from a generator (splitmix64).
    fn numbers() -> impl Iterator<Item = f64> {
        let edges = [5e-324, f64::MIN_POSITIVE, 2.225_073_858_507_201e-308, f64::MAX, 0.1, 1.0 / 3.0, 123_456_789.0];
        let powers = (-1074..1024).map(|power| 2_f64.powi(power)).chain((-323..309).map(|power| 10_f64.powi(power)));
        let mut state = 7_u64;
        let any = std::iter::repeat_with(move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            f64::from_bits((mixed ^ (mixed >> 31)) & (i64::MAX as u64))
        });
        edges.into_iter().chain(powers).chain(any.take(500)).filter(|number| number.is_finite() && *number > 0.0)
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for number in numbers() {
            let expected = format!("{number:e}");
            let (digits, power) = expected.split_once('e').expect("an exponent");
            let point = power.parse::<i32>().expect("a number") + 1;
            let (found, found_point) = shortest(number);
            let value = |digits: &str| digits.replace('.', "").parse::<u64>().expect("a number");
            // Of two that are as near, ECMAScript takes the even one; the standard library takes the larger.
            let even = value(&found) % 2 == 0 && value(&found) + 1 == value(digits);
            assert!(value(&found) == value(digits) || even, "{number:e}: {found}");
            assert_eq!((found_point, read(&format!("0.{found}e{point}"))), (point, Some(number)), "{number:e}");
            assert_eq!(read(&expected), Some(number));
            // Halfway between two numbers.
            let above = f64::from_bits(number.to_bits() + 1).min(f64::MAX);
            let half = format!("{:.60e}", number / 2.0 + above / 2.0);
            assert_eq!(read(&half), half.parse().ok(), "{half}");
        }
    }

    #[test]
    fn ties_are_even() {
        assert_eq!(shortest(1_888_570_120_608_320.2), ("18885701206083202".to_owned(), 16));
    }

    #[test]
    fn decimals_are_read_as_the_standard_library_does() {
        let long = format!("1{}", "0".repeat(900));
        let tie = format!("9007199254740993{}1", ".".to_owned() + &"0".repeat(900));
        let cases = [
            "0",
            "-0",
            "1.",
            ".5",
            "1e400",
            "1e-400",
            "123e-2",
            "9007199254740993",
            "2.4703282292062328e-324",
            "2.4703282292062327e-324",
            "1.7976931348623159e308",
            "4503599627370496.5",
            "1e99999999999",
            &long,
            &tie,
            "0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001e90",
            "+7e+2",
        ];
        for text in cases {
            assert_eq!(read(text).map(f64::to_bits), text.parse::<f64>().ok().map(f64::to_bits), "{text}");
        }
        for wrong in ["", ".", "e1", "1e", "1e+", "x", "1.2.3", "0x1", "inf", "1 ", "--1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
