//! The steps of the action, run as GitHub's runner runs them: fresh files for outputs and summary, values handed over
//! by the environment, `bash` with the runner's flags. Steps that use other actions are left out.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a job gave.
#[derive(Debug, Default)]
pub struct Ran {
    /// The exit code of the last step that ran.
    pub code: i32,
    /// What all steps said, as in the log.
    pub log: String,
    /// The step summaries.
    pub summary: String,
    /// The outputs of the action.
    pub outputs: BTreeMap<String, String>,
}

/// A job with one step: `uses: ./ci`.
pub struct Runner {
    temp: TempDir,
    workspace: PathBuf,
    event: Value,
    variables: Vec<(String, String)>,
}

/// A file of this project.
pub fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A YAML file of this project.
pub fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(own(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

impl Runner {
    /// A runner with what is checked out in `workspace`, for an event: its name and payload.
    pub fn new(workspace: &Path, name: &str, payload: Value) -> Self {
        let event = json!({ "event": payload, "event_name": name, "token": "ghs_job" });
        Self { temp: TempDir::new().expect("a folder"), workspace: workspace.to_owned(), event, variables: Vec::new() }
    }

    /// Sets a variable of the job.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs the action with inputs; it uses the program of this test run.
    pub fn run(&self, inputs: &[(&str, &str)]) -> Ran {
        let action = yaml("ci/action.yml");
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        for (name, input) in action["inputs"].as_object().expect("inputs") {
            let default = self.filled(input["default"].as_str().unwrap_or_default(), &values);
            values.insert(format!("inputs.{name}"), default);
        }
        values.insert("inputs.binary".into(), env!("CARGO_BIN_EXE_callboard").into());
        for (name, value) in inputs {
            let known = values.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(known.is_some(), "the action has no input {name}");
        }
        let mut ran = Ran::default();
        for step in action["runs"]["steps"].as_array().expect("steps") {
            if let Some(script) = step["run"].as_str() {
                self.step(step, script, &mut values, &mut ran);
                if ran.code != 0 {
                    break;
                }
            }
        }
        for (name, output) in action["outputs"].as_object().expect("outputs") {
            let value = self.filled(output["value"].as_str().expect("a value"), &values);
            ran.outputs.insert(name.clone(), value);
        }
        ran
    }

    fn step(&self, step: &Value, script: &str, values: &mut BTreeMap<String, String>, ran: &mut Ran) {
        assert!(!script.contains("${{"), "an expression inside a script: {script}");
        assert_eq!(step["shell"], "bash");
        let file = |name: &str, text: &str| {
            let path = self.temp.path().join(name);
            fs::write(&path, text).expect("a file");
            path
        };
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(file("step.sh", script));
        command.current_dir(&self.workspace).env_clear().env("PATH", std::env::var_os("PATH").expect("a path"));
        command.env("HOME", self.temp.path()).env("CI", "true").env("GITHUB_ACTIONS", "true");
        command.env("RUNNER_OS", "Linux").env("RUNNER_TEMP", self.temp.path());
        command.env("GITHUB_WORKSPACE", &self.workspace).env("GITHUB_ACTION_PATH", own("ci"));
        command.env("GITHUB_REPOSITORY", "org/shop").env("GIT_CONFIG_NOSYSTEM", "1");
        command.envs(self.variables.iter().cloned());
        let (outputs, summary) = (file("outputs", ""), file("summary", ""));
        command.env("GITHUB_OUTPUT", &outputs).env("GITHUB_STEP_SUMMARY", &summary);
        command.env("GITHUB_EVENT_PATH", file("event.json", &self.event["event"].to_string()));
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            command.env(name, self.filled(value.as_str().expect("a text"), values));
        }
        let output = command.output().expect("bash is installed");
        ran.code = output.status.code().unwrap_or(-1);
        ran.log += &String::from_utf8_lossy(&[output.stdout, output.stderr].concat());
        ran.summary += &fs::read_to_string(summary).expect("a summary");
        let id = step["id"].as_str().unwrap_or_default();
        for (name, value) in read_outputs(&fs::read_to_string(outputs).expect("outputs")) {
            values.insert(format!("steps.{id}.outputs.{name}"), value);
        }
    }

    /// A text with its expressions evaluated: names, and the first of several that is not empty.
    fn filled(&self, text: &str, values: &BTreeMap<String, String>) -> String {
        let Some((before, rest)) = text.split_once("${{") else { return text.to_owned() };
        let (expression, after) = rest.split_once("}}").expect("an expression ends");
        let value = |name: &str| match name.strip_prefix("github.") {
            Some(path) => {
                let found = self.event.pointer(&format!("/{}", path.replace('.', "/")));
                found.map_or_else(String::new, |found| found.as_str().map_or_else(|| found.to_string(), str::to_owned))
            }
            None => values.get(name).cloned().unwrap_or_default(),
        };
        let first = expression.split("||").map(|name| value(name.trim())).find(|value| !value.is_empty());
        format!("{before}{}{}", first.unwrap_or_default(), self.filled(after, values))
    }
}

/// The file of outputs as the runner reads it; what it would refuse is a failure here.
fn read_outputs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some((name, end)) = line.split_once("<<").filter(|(name, _)| !name.contains('=')) {
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            found.push((name.to_owned(), value.join("\n")));
        } else {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("no output: {line}"));
            found.push((name.to_owned(), value.to_owned()));
        }
    }
    found
}
