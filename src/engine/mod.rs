//! Golden paths for a page. In: a template with all that it runs with, then answers. Out: the questions that are left,
//! the files of the new project, an archive of them; all as bytes and JSON. It must not know a disk, a network, the
//! model or the page: `exports.rs` wraps it as WebAssembly, built by `build.rs` from the very files of this program.

#[cfg(not(target_family = "wasm"))]
mod built;
#[cfg(test)]
#[allow(dead_code, unused_imports, clippy::duplicate_mod, reason = "only the module uses all of it")]
mod json;
mod told;

use serde_json::Value;

#[cfg(not(target_family = "wasm"))]
pub use built::MODULE;

use crate::scaffold::{
    Parcel, Workspace,
    form::{Form, Object},
    parcel, run, zip,
};

/// One template, and what it last made.
#[derive(Debug, Default)]
pub struct Engine {
    parcel: Parcel,
    made: Workspace,
}

impl Engine {
    /// Takes a template.
    ///
    /// # Errors
    /// When these bytes were not written for this engine.
    pub fn load(bytes: &[u8]) -> Result<Self, &'static str> {
        let parcel = parcel::read(bytes).ok_or("the template's data cannot be read")?;
        Ok(Self { parcel, made: Workspace::default() })
    }

    /// The questions that `{answers, choices}` call for.
    pub fn form(&self, request: &[u8]) -> Vec<u8> {
        bytes(&told::form(&self.asked(&read(request))))
    }

    /// Runs the steps with `{answers, choices, entities}`: the new files without their content, and all that is to be
    /// told. The entities are added to those that came with the template.
    pub fn run(&mut self, request: &[u8]) -> Vec<u8> {
        let request = read(request);
        let answers = self.asked(&request).answers;
        self.parcel.entities.extend(part(&request, "entities"));
        let Parcel { spec, bundle, entities } = &self.parcel;
        let outcome = run::run(run::Order { spec, answers: &answers, bundle, entities });
        let told = bytes(&told::outcome(&outcome));
        self.made = outcome.workspace;
        told
    }

    /// The content of a file that was made.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.made.get(path).map(|file| file.bytes.as_slice())
    }

    /// What was made, as an archive that holds one folder.
    pub fn zip(&self, folder: &str) -> Vec<u8> {
        zip(folder, &self.made)
    }

    fn asked(&self, request: &Value) -> Form {
        let parameters = self.parcel.spec.get("parameters").unwrap_or(&Value::Null);
        Form::new(parameters, &part(request, "answers"), &part(request, "choices"))
    }
}

fn read(request: &[u8]) -> Value {
    serde_json::from_slice(request).unwrap_or_default()
}

fn part(request: &Value, key: &str) -> Object {
    request.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}
