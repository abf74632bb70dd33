//! One file from an address that a person names.

use std::{io::Read, time::Duration};

use url::Url;

use super::{PATIENCE, trouble::Trouble};

/// Reads what is at an address, `most` bytes of it at most. No token is sent.
///
/// # Errors
/// When the address is not http or https, the server does not give it, or there is more of it.
pub fn download(address: &str, most: u64) -> Result<Vec<u8>, String> {
    let bytes = download_start(address, most.saturating_add(1))?;
    if bytes.len() as u64 > most {
        let bound = if most < 1 << 20 { format!("{most} bytes") } else { format!("{} MiB", most >> 20) };
        return Err(format!("{}: larger than {bound}", shown(address)));
    }
    Ok(bytes)
}

/// Reads the first `most` bytes of what is at an address, or all when it has fewer. No token is sent.
///
/// # Errors
/// When the address is not http or https, or the server does not give it.
pub fn download_start(address: &str, most: u64) -> Result<Vec<u8>, String> {
    let name = shown(address);
    let told = |trouble: &Trouble| format!("{name}: {trouble}");
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| format!("{name}: not an address of the web"))?;
    super::trust();
    let client = reqwest::blocking::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .timeout(PATIENCE)
        .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
        .build();
    let client = client.map_err(|error| told(&Trouble::of_request(&error)))?;
    let response = client.get(url).send().map_err(|error| told(&Trouble::of_request(&error)))?;
    if response.status() == reqwest::StatusCode::NOT_FOUND {
        return Err(format!("{name}: the server has no such file"));
    }
    if !response.status().is_success() {
        return Err(told(&Trouble::of_status(response.status())));
    }
    let mut bytes = Vec::new();
    let read = response.take(most).read_to_end(&mut bytes);
    read.map_err(|_| told(&Trouble::Silent("its answer broke off".to_owned())))?;
    Ok(bytes)
}

/// An address without what may be secret in it: user, password and query.
pub fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return address.split(['?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default().to_owned();
    };
    url.set_query(None);
    url.set_fragment(None);
    // Neither can fail for an address that has a host; one without has nothing to hide there.
    let _ = url.set_username("").and_then(|()| url.set_password(None));
    url.into()
}
