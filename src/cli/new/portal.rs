//! Templates of a portal that is published: its manifest says what there is, its archives hold the files.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{
    cli::site::Site,
    model::{EntityId, EntityRef, RepoPath},
    pipeline::Golden,
    scaffold::{Bundle, File},
};

/// The largest manifest, in bytes.
const LARGEST_MANIFEST: u64 = 64 << 20;

/// The largest archive, and the most that is in one, in bytes.
const LARGEST_ARCHIVE: u64 = 80 << 20;

/// The largest list of entities, in bytes.
const LARGEST_CATALOG: u64 = 512 << 20;

/// The most files of an archive.
const MOST_FILES: usize = 10_000;

/// A portal that publishes templates.
#[derive(Debug)]
pub struct Portal(pub Site);

/// A template of the manifest, as far as it takes to run it.
#[derive(Debug, Deserialize)]
pub struct Listed {
    #[serde(rename = "ref")]
    reference: String,
    title: String,
    #[serde(default)]
    description: Option<String>,
    archives: Option<Archives>,
    spec: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
struct Archives {
    zip: Packed,
    root: String,
    document: String,
    repositories: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Packed {
    path: String,
    sha256: String,
}

impl Portal {
    /// All templates without their files.
    ///
    /// # Errors
    /// When there is no manifest, or it is not understood.
    pub fn templates(&self) -> Result<Vec<Listed>, String> {
        let bytes = self.0.read("api/v1/templates.json", LARGEST_MANIFEST)?;
        serde_json::from_slice(&bytes).map_err(|error| format!("api/v1/templates.json is not understood: {error}"))
    }

    /// The entities that steps may ask for.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn entities(&self) -> Result<Map<String, Value>, String> {
        let bytes = self.0.read("api/v1/entities.json", LARGEST_CATALOG)?;
        let all: Vec<Map<String, Value>> = serde_json::from_slice(&bytes)
            .map_err(|error| format!("api/v1/entities.json is not understood: {error}"))?;
        let entity = |mut entity: Map<String, Value>| {
            let Some(Value::String(reference)) = entity.remove("ref") else { return None };
            entity.retain(|key, _| matches!(key.as_str(), "apiVersion" | "kind" | "metadata" | "spec"));
            if let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) {
                metadata.entry("namespace").or_insert_with(|| "default".into());
            }
            Some((reference, Value::Object(entity)))
        };
        Ok(all.into_iter().filter_map(entity).collect())
    }

    /// A template with its files, which are those that the manifest promises.
    ///
    /// # Errors
    /// When the archive cannot be read, or is another.
    pub fn golden(&self, listed: &Listed) -> Result<Golden, String> {
        let place = |document: &str| match &self.0 {
            Site::Folder(folder) => (folder.to_string_lossy().into_owned(), document.to_owned(), 1),
            Site::Web(address) => (address.trim_end_matches('/').to_owned(), document.to_owned(), 1),
        };
        let bundle = match &listed.archives {
            Some(archives) => Some(self.bundle(archives)?),
            None => None,
        };
        Ok(Golden {
            id: listed.id(),
            title: listed.title.clone(),
            description: listed.description.clone().unwrap_or_default(),
            spec: Value::Object(listed.spec.clone()),
            place: place(listed.archives.as_ref().map_or("template.yaml", |archives| &archives.document)),
            folder: None,
            bundle,
        })
    }

    fn bundle(&self, archives: &Archives) -> Result<Bundle, String> {
        let path = RepoPath::new(&archives.zip.path).map_err(|_| "the manifest names no archive of this portal")?;
        let bytes = self.0.read(path.as_str(), LARGEST_ARCHIVE)?;
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if !found.eq_ignore_ascii_case(&archives.zip.sha256) {
            return Err(format!(
                "{path} is not the archive of the manifest: its SHA-256 is {found}, not {}",
                archives.zip.sha256
            ));
        }
        let wrong = |_| "the manifest names a folder that cannot be".to_owned();
        let root = RepoPath::new(&archives.root).map_err(wrong)?;
        let document = root.join(&archives.document).map_err(|_| "the manifest names no document".to_owned())?;
        let elsewhere: Vec<&str> =
            archives.repositories.values().map(String::as_str).filter(|it| !it.is_empty()).collect();
        let files = unpacked(&bytes, &root, &elsewhere).map_err(|error| format!("{path}: {error}"))?;
        let homes = archives.repositories.iter().map(|(address, folder)| (address.clone(), folder.clone()));
        Ok(Bundle::new(files, document.parent().as_str().to_owned(), homes.collect()))
    }
}

impl Listed {
    /// Its reference.
    pub fn id(&self) -> EntityId {
        let nothing = || EntityId::new("template", "default", "");
        EntityRef::parse(&self.reference, Some("template"), "default").map_or_else(|_| nothing(), |name| (&name).into())
    }

    /// The template without its files, to be listed.
    pub fn named(&self) -> (EntityId, &str, &str) {
        (self.id(), &self.title, self.description.as_deref().unwrap_or_default())
    }

    /// Whether its steps ask for entities.
    pub fn asks_the_catalog(&self) -> bool {
        let steps = self.spec.get("steps").and_then(Value::as_array).into_iter().flatten();
        steps.filter_map(|step| step.get("action")?.as_str()).any(|action| action == "catalog:fetch")
    }
}

/// The files of an archive by their paths in the repository, and those of other repositories as they are. Nothing is
/// written anywhere.
fn unpacked(bytes: &[u8], root: &RepoPath, elsewhere: &[&str]) -> Result<BTreeMap<String, File>, String> {
    let told = |error: zip::result::ZipError| error.to_string();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(told)?;
    if archive.len() > MOST_FILES {
        return Err(format!("it holds more than {MOST_FILES} files"));
    }
    let mut files = BTreeMap::new();
    let mut left = LARGEST_ARCHIVE;
    for number in 0..archive.len() {
        let mut entry = archive.by_index(number).map_err(told)?;
        if !entry.is_file() {
            continue;
        }
        let name = entry.name().map_err(told)?.into_owned();
        // All lies in one folder, called like the template.
        let inner = name.split_once('/').map_or(name.as_str(), |(_, inner)| inner);
        let path = RepoPath::new(inner).map_err(|_| format!("it holds a file with the name {name:?}"))?;
        let is_own = !elsewhere
            .iter()
            .any(|folder| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        let full = if is_own { root.join(path.as_str()).map_err(|_| "a path is wrong")? } else { path };
        let executable = entry.unix_mode().is_some_and(|mode| mode & 0o100 != 0);
        let mut content = Vec::new();
        (&mut entry).take(left + 1).read_to_end(&mut content).map_err(|error| error.to_string())?;
        let size = content.len() as u64;
        left = left.checked_sub(size).ok_or_else(|| format!("it holds more than {} MiB", LARGEST_ARCHIVE >> 20))?;
        files.insert(full.as_str().to_owned(), File { bytes: content, executable });
    }
    Ok(files)
}
