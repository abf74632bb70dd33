//! What an address of the preview means: a file of the site, and nothing else on this machine.

/// Whether a `Host` header names this machine by itself. Another name that leads here belongs to a strange page that
/// wants to read what only this machine may (DNS rebinding).
pub fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    matches!(name, "127.0.0.1" | "::1") || name.eq_ignore_ascii_case("localhost")
}

/// The parts of the path that an address asks for, below the site; none when it asks for something else.
pub fn parts(url: &str) -> Option<Vec<String>> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut parts = path.split('/').map(decoded).collect::<Option<Vec<String>>>()?;
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
        parts.push("index.html".to_owned());
    }
    let plain = |part: &String| {
        let strange = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':');
        !part.is_empty() && part != "." && part != ".." && !part.contains(strange)
    };
    parts.iter().all(plain).then_some(parts)
}

/// A part of a path without its percent signs.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte == b'%' {
            let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a file is, by the ending of its name.
pub fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "md" => "text/markdown; charset=utf-8",
        "txt" | "yaml" | "yml" | "proto" | "graphql" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" | "tgz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_named() {
        for (host, local) in [
            ("127.0.0.1", true),
            ("127.0.0.1:4680", true),
            ("LocalHost:1", true),
            ("[::1]:4680", true),
            ("", false),
            ("portal.example:4680", false),
            ("127.0.0.1.example", false),
            ("localhost.example:80", false),
            ("[::2]", false),
            ("0.0.0.0:4680", false),
        ] {
            assert_eq!(is_local(host), local, "{host}");
        }
    }

    #[test]
    fn no_address_leads_out_of_the_site() {
        for (url, expected) in [
            ("/", Some("index.html")),
            ("/docs/", Some("docs|index.html")),
            ("/docs/a%20b.html?x=/../#y", Some("docs|a b.html")),
            ("/%C3%A9.html", Some("é.html")),
            ("/.callboard", Some(".callboard")),
            ("/../secret", None),
            ("/docs/../../secret", None),
            ("/%2e%2e/secret", None),
            ("/..%2fsecret", None),
            ("/..%5csecret", None),
            ("/c:/secret", None),
            ("//etc/passwd", None),
            ("/a//b", None),
            ("/./a", None),
            ("/%", None),
            ("/%+1", None),
            ("/%ff", None),
            ("/%00", None),
            ("http://127.0.0.1/index.html", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(parts(url).map(|parts| parts.join("|")).as_deref(), expected, "{url}");
        }
    }
}
