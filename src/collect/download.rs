//! One file from an address that a person names.

use std::{io::Read, time::Duration};

use url::Url;

use super::{PATIENCE, trouble::Trouble};

/// Reads what is at an address, `most` bytes of it at most. No token is sent.
///
/// # Errors
/// When the address is not http or https, the server does not give it, or there is more of it.
pub fn download(address: &str, most: u64) -> Result<Vec<u8>, String> {
    let told = |trouble: &Trouble| format!("{address}: {trouble}");
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| format!("{address}: not an address of the web"))?;
    super::trust();
    let client = reqwest::blocking::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .timeout(PATIENCE)
        .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
        .build();
    let client = client.map_err(|error| told(&Trouble::of_request(&error)))?;
    let response = client.get(url).send().map_err(|error| told(&Trouble::of_request(&error)))?;
    if response.status() == reqwest::StatusCode::NOT_FOUND {
        return Err(format!("{address}: the server has no such file"));
    }
    if !response.status().is_success() {
        return Err(told(&Trouble::of_status(response.status())));
    }
    let mut bytes = Vec::new();
    let read = response.take(most + 1).read_to_end(&mut bytes);
    read.map_err(|_| told(&Trouble::Silent("its answer broke off".to_owned())))?;
    if bytes.len() as u64 > most {
        return Err(format!("{address}: larger than {} MiB", most >> 20));
    }
    Ok(bytes)
}
