//! The Content-Security-Policy that a host may send with every file.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use crate::model::Output;

/// The policies that the pages of a site say in their heads.
///
/// A browser holds a page to its own policy and to the one that is sent with it. Hosts send all headers whose rules match
/// an address, and a browser then holds the page to each of them: no rule can give a page more than another rule gives.
/// So the one header allows what any page takes, and each page narrows that down for itself.
#[derive(Debug, Default)]
pub struct Policies(Mutex<BTreeSet<String>>);

/// Pages say their policy before anything that could run, so that it stands near their beginning.
pub const HEAD: usize = 2048;

/// What stands before and after a policy.
const BEFORE: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

impl Policies {
    /// Notes the policy of a page.
    pub fn note(&self, output: &Output) {
        if !output.path.as_str().ends_with(".html") {
            return;
        }
        let head = &output.bytes[..output.bytes.len().min(HEAD)];
        let Some(start) = memchr::memmem::find(head, BEFORE.as_bytes()).map(|start| start + BEFORE.len()) else {
            return;
        };
        let policy = head[start..].split(|byte| *byte == b'"').next().and_then(|text| std::str::from_utf8(text).ok());
        if let Some(policy) = policy {
            let mut policies = self.0.lock().expect("no thread panics while it holds the policies");
            if !policies.contains(policy) {
                policies.insert(policy.to_owned());
            }
        }
    }

    /// One policy that allows what any of them allows. Only pages of the same site may frame one.
    pub fn joined(&self) -> String {
        let policies = self.0.lock().expect("no thread panics while it holds the policies");
        let mut joined: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for directive in policies.iter().flat_map(|policy| policy.split(';')) {
            let mut words = directive.split_whitespace();
            if let Some(name) = words.next() {
                // A page from disk needs `file:`; what comes from a host does not.
                joined.entry(name).or_default().extend(words.filter(|word| !matches!(*word, "'none'" | "file:")));
            }
        }
        joined.insert("frame-ancestors", BTreeSet::from(["'self'"]));
        joined.entry("default-src").or_default();
        let directive = |(name, words): (&&str, &BTreeSet<&str>)| {
            let words: Vec<&str> = words.iter().copied().collect();
            format!("{name} {}", if words.is_empty() { "'none'".to_owned() } else { words.join(" ") })
        };
        joined.iter().map(directive).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SitePath;

    #[test]
    fn the_header_allows_what_any_page_takes() {
        let policies = Policies::default();
        for (path, policy) in [
            ("a.html", "default-src 'none'; script-src 'self'; img-src 'self' data:; form-action 'none'"),
            ("b.html", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-src 'self' file:"),
            ("c.css", "script-src *"),
        ] {
            let bytes = format!("<!doctype html>{BEFORE}{policy}\"><script src=x>").into_bytes();
            policies.note(&Output { path: SitePath::from_parts([path]), bytes });
        }
        assert_eq!(
            policies.joined(),
            "default-src 'none'; form-action 'none'; frame-ancestors 'self'; frame-src 'self'; img-src 'self' data:; \
             script-src 'self' 'wasm-unsafe-eval'"
        );
    }
}
