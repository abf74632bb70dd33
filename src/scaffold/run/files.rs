//! Files of the workspace, deleted, renamed, listed and written.

use glob_match::glob_match;
use serde_json::{Value, json};

use super::{
    Fault, Run, Step,
    input::{is_truthy, texts},
};
use crate::scaffold::{
    form::Object,
    workspace::{File, normal},
};

/// `fs:delete`: files and folders by glob.
pub fn delete(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    for pattern in texts(input, "files") {
        let pattern = normal("", &pattern).map_err(|error| step.fault(error.to_string()))?;
        let below = format!("{pattern}/**");
        let gone = |path: &&String| {
            **path == pattern || glob_match(&pattern, path.as_str()) || glob_match(&below, path.as_str())
        };
        let gone: Vec<String> = run.outcome.workspace.files().keys().filter(gone).cloned().collect();
        for path in gone {
            run.outcome.workspace.take(&path);
        }
    }
    Ok(Object::new())
}

/// `fs:rename`: files and folders moved, one after the other.
pub fn rename(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let moves = input.get("files").and_then(Value::as_array).cloned().unwrap_or_default();
    for one in moves {
        let path = |key: &str| {
            let written = one.get(key).and_then(Value::as_str);
            let written = written.ok_or_else(|| step.fault(format!("every file of fs:rename needs `{key}`")))?;
            normal("", written).map_err(|error| step.fault(error.to_string()))
        };
        let (from, to) = (path("from")?, path("to")?);
        let mut paths: Vec<String> = run.outcome.workspace.within(&from).cloned().collect();
        paths.extend(run.outcome.workspace.get(&from).is_some().then(|| from.clone()));
        if paths.is_empty() {
            return Err(step.fault(format!("there is no `{from}` to rename")));
        }
        let overwrite = is_truthy(one.get("overwrite"));
        for path in paths {
            let target = format!("{to}{}", &path[from.len()..]);
            if run.outcome.workspace.get(&target).is_some() && !overwrite && target != path {
                return Err(step.fault(format!("`{target}` is there already; set `overwrite` to replace it")));
            }
            if let Some(file) = run.outcome.workspace.take(&path) {
                run.put(step, &target, file)?;
            }
        }
    }
    Ok(Object::new())
}

/// `fs:readdir`: the files and folders of a folder.
pub fn list(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let recursive = is_truthy(input.get("recursive"));
    let (mut files, mut folders): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let starts = match texts(input, "paths") {
        paths if paths.is_empty() => texts(input, "path"),
        paths => paths,
    };
    for start in starts {
        let folder = normal("", &start).map_err(|error| step.fault(error.to_string()))?;
        for path in run.outcome.workspace.within(&folder) {
            let inside = path[folder.len()..].trim_start_matches('/');
            let name = inside.rsplit('/').next().unwrap_or(inside);
            if recursive || !inside.contains('/') {
                files.push(json!({ "name": name, "path": inside, "fullPath": path }));
            }
            let mut end = 0;
            while let Some(slash) = inside[end..].find('/') {
                end += slash;
                let (below, full) = (&inside[..end], &path[..path.len() - inside.len() + end]);
                let name = below.rsplit('/').next().unwrap_or(below);
                let folder = json!({ "name": name, "path": below, "fullPath": full });
                if (recursive || !below.contains('/')) && !folders.contains(&folder) {
                    folders.push(folder);
                }
                end += 1;
            }
        }
    }
    Ok(Object::from_iter([("files".to_owned(), files.into()), ("folders".to_owned(), folders.into())]))
}

/// `roadiehq:utils:fs:write`: one file with given content.
pub fn write(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let path = normal("", &step.required(input, "path")?).map_err(|error| step.fault(error.to_string()))?;
    let content = input.get("content").and_then(Value::as_str).unwrap_or_default();
    run.put(step, &path, File { bytes: content.as_bytes().to_vec(), executable: false })?;
    Ok(Object::from_iter([("path".to_owned(), Value::from(path))]))
}
