//! The formats of JSON Schema that forms use, and those of Backstage's pickers.

/// What is wrong with a text of a format; unknown formats allow everything.
pub fn problem(format: &str, text: &str) -> Option<&'static str> {
    let (holds, words) = match format {
        "email" | "idn-email" => (is_email(text), "must be an e-mail address"),
        "uri" | "url" => (is_uri(text), "must be an address with a scheme, like https://example.org/"),
        "hostname" => (is_host_name(text), "must be a host name"),
        "ipv4" => (is_ipv4(text), "must be an IPv4 address"),
        "ipv6" => (is_ipv6(text), "must be an IPv6 address"),
        "date" => (is_date(text), "must be a date, like 2030-12-31"),
        "time" => (is_time(text), "must be a time, like 23:59:00"),
        "date-time" => (is_date_time(text), "must be a date and a time, like 2030-12-31T23:59:00Z"),
        "uuid" => (is_uuid(text), "must be a UUID"),
        "RepoUrlPicker" => {
            (is_repository(text), "must be a repository's address, like github.com?owner=acme&repo=shop")
        }
        _ => return None,
    };
    (!holds).then_some(words)
}

/// What Backstage's picker gives: `<host>?owner=…&repo=…`, with other parts on other hosts.
fn is_repository(text: &str) -> bool {
    let Some((host, query)) = text.split_once('?') else { return false };
    !host.is_empty() && query.split('&').any(|part| part.len() > "repo=".len() && part.starts_with("repo="))
}

fn is_ipv4(text: &str) -> bool {
    let is_part = |part: &str| {
        let plain = (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain && (part.len() == 1 || !part.starts_with('0')) && part.parse::<u8>().is_ok()
    };
    text.split('.').count() == 4 && text.split('.').all(is_part)
}

/// RFC 4291: eight groups of hexadecimal digits, some of which `::` may stand for, and perhaps an IPv4 address last.
fn is_ipv6(text: &str) -> bool {
    let groups = |text: &str, last: bool| {
        let mut count = 0;
        let mut parts = text.split(':').filter(|_| !text.is_empty()).peekable();
        while let Some(part) = parts.next() {
            let hexadecimal = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            count += match () {
                () if hexadecimal => 1,
                () if last && parts.peek().is_none() && is_ipv4(part) => 2,
                () => return None,
            };
        }
        Some(count)
    };
    match text.split_once("::") {
        Some((start, end)) => groups(start, false).zip(groups(end, true)).is_some_and(|(a, b)| a + b < 8),
        None => groups(text, true) == Some(8),
    }
}

fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.rsplit_once('@') else { return false };
    !user.is_empty() && !text.contains(char::is_whitespace) && is_host_name(host)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let first = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    first
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        !label.is_empty() && label.len() <= 63 && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

fn numbers<const N: usize>(text: &str, lengths: [usize; N], between: char) -> Option<[u32; N]> {
    let mut parts = text.split(between);
    let mut numbers = [0; N];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part =
            parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, [4, 2, 2], '-') else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let text = match text.rfind(['+', '-']) {
        Some(place) => match numbers(&text[place + 1..], [2, 2], ':') {
            Some([hours, minutes]) if hours < 24 && minutes < 60 => &text[..place],
            _ => return false,
        },
        None => text,
    };
    let whole = match text.split_once('.') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => whole,
        Some(_) => return false,
        None => text,
    };
    let of_two = || numbers(whole, [2, 2], ':').map(|[hours, minutes]| [hours, minutes, 0]);
    numbers(whole, [2, 2, 2], ':')
        .or_else(of_two)
        .is_some_and(|[hours, minutes, seconds]| hours < 24 && minutes < 60 && seconds <= 60)
}

fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't', ' ']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths = [8, 4, 4, 4, 12];
    parts.len() == 5
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == length)
        && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use super::{is_ipv4, is_ipv6};

    #[test]
    fn addresses_are_those_of_the_standard_library() {
        let cases = [
            "1.2.3.4",
            "255.255.255.255",
            "256.1.1.1",
            "1.2.3",
            "1.2.3.4.5",
            "01.2.3.4",
            "0.0.0.0",
            "1..2.3",
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4::5:6:7:8",
            "::ffff:1.2.3.4",
            "1.2.3.4::",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "12345::",
            "g::",
            ":",
            ":::",
            "",
            "1:",
            ":1",
            "::1.2.3.4:5",
        ];
        for text in cases {
            let expected = (text.parse::<Ipv4Addr>().is_ok(), text.parse::<Ipv6Addr>().is_ok());
            assert_eq!((is_ipv4(text), is_ipv6(text)), expected, "{text}");
        }
    }
}
