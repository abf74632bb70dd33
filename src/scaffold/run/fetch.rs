//! Files taken from skeletons, as they are or rendered. The rules are those of Backstage's `fetch:template`.

use serde_json::{Value, json};

use super::{Fault, Run, Step, input::is_truthy, selection::Selection};
use crate::scaffold::{
    form::Object,
    language::{Language, Syntax, Work},
    workspace::{File, normal},
};

/// What `fetch:template` and its kin are told.
struct Settings {
    language: Language,
    selection: Selection,
    replace: bool,
}

impl Settings {
    fn read(input: &Object, work: &Work) -> Self {
        let flag = |key: &str| is_truthy(input.get(key));
        let compatible = flag("cookiecutterCompat");
        let values = input.get("values").cloned().unwrap_or_else(|| json!({}));
        let context = if compatible { json!({ "cookiecutter": values }) } else { json!({ "values": values }) };
        let syntax = Syntax {
            is_cookiecutter: compatible,
            trim_blocks: flag("trimBlocks"),
            lstrip_blocks: flag("lstripBlocks"),
        };
        let language = Language::of_files(&context, syntax, work);
        Self { language, selection: Selection::read(input), replace: flag("replace") }
    }

    /// The path and content of a file as they are in the project; nothing when its path says that it is left out.
    fn rendered(&self, step: &Step<'_>, path: &str, file: &File) -> Result<Option<(String, File)>, Fault> {
        let treatment = self.selection.of(path);
        let fault = |place: &str, ((line, column), message)| Fault {
            pointer: step.pointer.clone(),
            place: Some((place.to_owned(), line, column)),
            message,
        };
        let made = if treatment.name {
            self.language.render(treatment.path).map_err(|error| fault(path, error))?
        } else {
            treatment.path.to_owned()
        };
        if made.is_empty() || made.starts_with('/') || made.ends_with('/') || made.contains("//") {
            return Ok(None);
        }
        let text = std::str::from_utf8(&file.bytes).ok().filter(|text| treatment.content && !text.contains('\0'));
        let bytes = match text {
            Some(text) => self.language.render(text).map_err(|error| fault(path, error))?.into_bytes(),
            None => file.bytes.clone(),
        };
        Ok(Some((made, File { bytes, executable: file.executable })))
    }
}

/// `fetch:template`: a folder, rendered.
pub fn template(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let settings = Settings::read(input, &run.work);
    let target = target(step, input)?;
    let folder = folder(run, step, input)?;
    let bundle = run.order.bundle;
    for (path, file) in bundle.within(&folder) {
        if let Some((path, file)) = settings.rendered(step, path, file)? {
            let path = normal(&target, &path).map_err(|error| step.fault(error.to_string()))?;
            if settings.replace || run.outcome.workspace.get(&path).is_none() {
                run.put(step, &path, file)?;
            }
        }
    }
    Ok(Object::new())
}

/// `fetch:plain`: a folder as it is.
pub fn plain(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let target = target(step, input)?;
    let folder = folder(run, step, input)?;
    let bundle = run.order.bundle;
    for (path, file) in bundle.within(&folder) {
        let path = normal(&target, path).map_err(|error| step.fault(error.to_string()))?;
        run.put(step, &path, file.clone())?;
    }
    Ok(Object::new())
}

/// `fetch:template:file`: one file, rendered.
pub fn template_file(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let settings = Settings::read(input, &run.work);
    let (target, file) = single(run, step, input)?;
    if !settings.replace && run.outcome.workspace.get(&target).is_some() {
        return Ok(Object::new());
    }
    let text = std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0'));
    let bytes = match text.map(|text| settings.language.render(text)) {
        Some(Ok(text)) => text.into_bytes(),
        None => file.bytes.clone(),
        Some(Err(((line, column), message))) => {
            let name = input.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
            return Err(Fault { pointer: step.pointer.clone(), place: Some((name, line, column)), message });
        }
    };
    run.put(step, &target, File { bytes, executable: file.executable })?;
    Ok(Object::new())
}

/// `fetch:plain:file`: one file as it is.
pub fn plain_file(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let (target, file) = single(run, step, input)?;
    run.put(step, &target, file)?;
    Ok(Object::new())
}

/// `workspace:template`: what is there already, rendered in place.
pub fn workspace(run: &mut Run<'_>, step: &Step<'_>, input: &Object, only: Option<&str>) -> Result<Object, Fault> {
    let settings = Settings::read(input, &run.work);
    let key = only.unwrap_or("path");
    let start = input.get(key).and_then(Value::as_str).unwrap_or_default();
    let start = normal("", start).map_err(|error| step.fault(error.to_string()))?;
    let mut paths: Vec<String> = run.outcome.workspace.within(&start).cloned().collect();
    paths.extend(run.outcome.workspace.get(&start).is_some().then(|| start.clone()));
    for path in paths {
        let Some(file) = run.outcome.workspace.take(&path) else { continue };
        let seen = path.strip_prefix(&start).unwrap_or(&path).trim_start_matches('/');
        let seen = if seen.is_empty() { path.rsplit('/').next().unwrap_or(&path) } else { seen };
        let folder = &path[..path.len() - seen.len()];
        if let Some((made, file)) = settings.rendered(step, seen, &file)? {
            let path = normal(folder, &made).map_err(|error| step.fault(error.to_string()))?;
            run.put(step, &path, file)?;
        }
    }
    Ok(Object::new())
}

fn target(step: &Step<'_>, input: &Object) -> Result<String, Fault> {
    let written = input.get("targetPath").and_then(Value::as_str).unwrap_or_default();
    normal("", written).map_err(|error| step.fault(error.to_string()))
}

/// The folder of the bundle that `url` names.
fn folder(run: &Run<'_>, step: &Step<'_>, input: &Object) -> Result<String, Fault> {
    let url = step.required(input, "url")?;
    let place = run.order.bundle.place(&url);
    place.filter(|place| run.order.bundle.within(place).next().is_some()).ok_or_else(|| missing(step, &url))
}

/// The one file that `url` names, and where it is put.
fn single(run: &Run<'_>, step: &Step<'_>, input: &Object) -> Result<(String, File), Fault> {
    let url = step.required(input, "url")?;
    let written = step.required(input, "targetPath")?;
    let target = normal("", &written).map_err(|error| step.fault(error.to_string()))?;
    let file = run.order.bundle.place(&url).and_then(|place| run.order.bundle.get(&place));
    Ok((target, file.cloned().ok_or_else(|| missing(step, &url))?))
}

fn missing(step: &Step<'_>, url: &str) -> Fault {
    step.fault(format!("`{url}` is not among the files that came with the template"))
}
