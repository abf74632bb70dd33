//! Where the site goes, as `publish` says.

use super::{
    checked::checked_glob,
    reader::{Reader, Text},
};
use crate::{
    diagnostic::nearest,
    model::{Node, Profile, Publication},
};

/// Reads `publish`; what it does not say is as in `wanted`.
pub fn publication(reader: &mut Reader<'_>, node: &Node, mut wanted: Publication) -> Publication {
    for (key, value) in reader.entries(node, "publish") {
        match key {
            "profile" => {
                let word = reader.text("publish.profile", value);
                wanted.profile = word.and_then(|word| checked_profile(reader, &word)).unwrap_or(wanted.profile);
            }
            "public" => wanted.public = reader.boolean("publish.public", value),
            "allow" => {
                let globs = reader.texts("publish.allow", value);
                wanted.allow = globs.into_iter().map(|glob| checked_glob(reader, glob)).collect();
            }
            "open-forges" => {
                let hosts = reader.texts("publish.open-forges", value);
                wanted.open_forges = hosts.iter().filter_map(|host| checked_host(reader, host)).collect();
            }
            "precompressed" => wanted.precompressed = reader.boolean("publish.precompressed", value),
            _ => wanted.search_engines = reader.boolean("publish.search-engines", value).unwrap_or_default(),
        }
    }
    wanted
}

fn checked_profile(reader: &mut Reader<'_>, word: &Text) -> Option<Profile> {
    let profile = profile(&word.value);
    if let Err(message) = &profile {
        reader.wrong(word.spot, message.clone(), "");
    }
    profile.ok()
}

/// The profile of this name.
///
/// # Errors
/// When there is none; the text says which there are, or which may be meant.
pub fn profile(name: &str) -> Result<Profile, String> {
    let names = Profile::ALL.map(Profile::name);
    Profile::parse(name).ok_or_else(|| match nearest(name, names.iter().copied()) {
        Some(near) => format!("no profile is called `{name}`; did you mean `{near}`?"),
        None => format!("no profile is called `{name}`; there are {}", names.join(", ")),
    })
}

fn checked_host(reader: &mut Reader<'_>, text: &Text) -> Option<String> {
    let host = text.value.to_ascii_lowercase();
    let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    if !plain {
        reader.wrong(text.spot, format!("`{}` is no host", text.value), "write it like git.example.com");
    }
    plain.then_some(host)
}
