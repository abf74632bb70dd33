//! The files of a built portal, by the lists in its own JSON: nothing else is ever opened.

use std::{collections::BTreeMap, path::PathBuf, sync::Mutex};

use serde_json::{Map, Value};

use crate::{
    cli::settings::site_file,
    model::{RepoPath, visible},
    query::{Ground, Today},
};

/// What addresses of resources begin with.
const SCHEME: &str = "callboard://portal/";

/// Files that are resources besides context packs.
const FILES: [&str; 3] = ["llms.txt", "api/v1/openapi.json", "api/v1/build.json"];

/// A built portal.
pub struct Portal {
    site: PathBuf,
    /// What queries are answered from.
    pub ground: Ground,
    /// The day on which it is asked.
    pub today: Today,
    /// Entities by reference.
    entities: BTreeMap<String, Value>,
    /// Commits by repository.
    commits: BTreeMap<String, String>,
    lists: Mutex<BTreeMap<String, Value>>,
}

impl Portal {
    /// Reads what every question needs.
    ///
    /// # Errors
    /// When the folder is no portal.
    pub fn open(site: PathBuf, today: &str) -> Result<Self, String> {
        let ground = Ground::read(&mut |path| site_file(&site, path))?;
        let today = Today::parse(today).ok_or("the clock is wrong")?;
        let mut portal = Self {
            site,
            ground,
            today,
            entities: BTreeMap::new(),
            commits: BTreeMap::new(),
            lists: Mutex::new(BTreeMap::new()),
        };
        let entities = portal.list("entities")?;
        let reference = |entity: &Value| Some((entity.get("ref")?.as_str()?.to_owned(), entity.clone()));
        portal.entities = entities.as_array().into_iter().flatten().filter_map(reference).collect();
        let build = portal.list("build")?;
        let commit =
            |repo: &Value| Some((repo.get("repo")?.as_str()?.to_owned(), repo.get("commit")?.as_str()?.to_owned()));
        portal.commits = build["sources"].as_array().into_iter().flatten().filter_map(commit).collect();
        Ok(portal)
    }

    /// One file of the JSON below `api/v1/`, by its bare name; read once.
    pub fn list(&self, name: &str) -> Result<Value, String> {
        let mut lists = self.lists.lock().map_err(|_| "the portal cannot be read".to_owned())?;
        if let Some(list) = lists.get(name) {
            return Ok(list.clone());
        }
        let path = format!("api/v1/{name}.json");
        let bytes = site_file(&self.site, &path)?;
        let list: Value = serde_json::from_slice(&bytes).map_err(|error| format!("{path}: {error}"))?;
        lists.insert(name.to_owned(), list.clone());
        Ok(list)
    }

    /// The entity of a reference, whatever its case.
    pub fn entity(&self, reference: &str) -> Option<&Value> {
        self.entities.get(&reference.trim().to_lowercase())
    }

    /// All references.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.entities.keys().map(String::as_str)
    }

    /// Where a text comes from.
    pub fn provenance(&self, repo: &str, path: &str) -> Value {
        let mut provenance = Map::new();
        provenance.insert("repo".to_owned(), repo.into());
        provenance.insert("path".to_owned(), path.into());
        provenance.insert("commit".to_owned(), self.commits.get(repo).map_or(Value::Null, |id| id.as_str().into()));
        Value::Object(provenance)
    }

    /// A file of the site as text, without what no reader sees.
    pub fn text(&self, path: &str) -> Result<String, String> {
        let inside = RepoPath::new(path).ok().filter(|inside| inside.as_str() == path);
        let inside = inside.ok_or_else(|| format!("{path}: no path of a portal"))?;
        let bytes =
            site_file(&self.site, inside.as_str()).map_err(|_| format!("{path}: the portal has no such file"))?;
        Ok(visible(&String::from_utf8_lossy(&bytes)))
    }

    /// Bytes for the index, which checks them itself.
    pub fn fetch(&self, path: &str) -> Result<Vec<u8>, String> {
        site_file(&self.site, path)
    }

    /// The paths of all resources: a few lists, and context packs.
    pub fn resources(&self) -> Vec<String> {
        let packs = self.list("contexts").unwrap_or_default();
        let path = |pack: &Value| Some(pack.get("path")?.as_str()?.to_owned());
        let packs = packs.as_array().into_iter().flatten().filter_map(path);
        FILES.map(str::to_owned).into_iter().chain(packs).collect()
    }

    /// The path of a resource that is listed.
    pub fn resource(&self, address: &str) -> Option<String> {
        let path = address.strip_prefix(SCHEME)?;
        self.resources().into_iter().find(|listed| listed == path)
    }
}

/// The address of a resource.
pub fn address(path: &str) -> String {
    format!("{SCHEME}{path}")
}
