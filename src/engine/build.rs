//! Compiles the rooms `templating`, `scaffold` and `engine` to the WebAssembly module that pages with a form load.
//!
//! A toolchain without the target builds a program whose portals have no such module; it says so, and how to get it.

#![allow(clippy::disallowed_methods, reason = "a build script reads files and runs cargo")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const TARGET: &str = "wasm32-unknown-unknown";

/// The rooms that are compiled.
const ROOMS: [&str; 3] = ["templating", "scaffold", "engine"];

/// The package that holds them. Size is what matters: every reader of a form loads it.
const MANIFEST: &str = r#"[package]
name = "engine"
version = "0.0.0"
edition = "2024"

[lib]
path = "root.rs"
crate-type = ["cdylib"]

[dependencies]
glob-match = "0.2"
serde_json = { path = "json" }

[profile.release]
opt-level = "z"
lto = true
codegen-units = 1
panic = "abort"
strip = true

[workspace]
"#;

/// The package that stands in for `serde_json`.
const JSON: &str = r#"[package]
name = "serde_json"
version = "0.0.0"
edition = "2024"

"#;

fn main() {
    let here = variable("CARGO_MANIFEST_DIR");
    let out = variable("OUT_DIR").join("engine.wasm");
    for path in ROOMS.map(|room| format!("src/{room}")).iter().map(String::as_str).chain(["Cargo.lock"]) {
        println!("cargo::rerun-if-changed={path}");
    }
    let library = target_library();
    let module = if library.is_dir() {
        compile(&here)
    } else {
        // The list of what is installed changes when the target comes.
        let list = library.ancestors().nth(2).map(|folder| folder.join("components")).filter(|list| list.is_file());
        list.iter().for_each(|list| println!("cargo::rerun-if-changed={}", list.display()));
        println!(
            "cargo::warning=portals of this build have no forms for templates, since the toolchain lacks {TARGET}; run `rustup target add {TARGET}` and build again"
        );
        Vec::new()
    };
    fs::write(&out, module).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
}

fn variable(name: &str) -> PathBuf {
    PathBuf::from(env::var_os(name).unwrap_or_else(|| panic!("cargo sets {name}")))
}

/// Where the toolchain keeps the target's standard library.
fn target_library() -> PathBuf {
    let told = Command::new(variable("RUSTC")).args(["--print", "target-libdir", "--target", TARGET]).output();
    let told = told.ok().filter(|told| told.status.success()).map(|told| told.stdout).unwrap_or_default();
    PathBuf::from(String::from_utf8_lossy(&told).trim())
}

/// The module's bytes.
fn compile(here: &Path) -> Vec<u8> {
    // The folder of the profile, one for all runs of this script: tests, lints and documentation each have their own
    // `OUT_DIR`, and cargo finds there that nothing has changed.
    let out = variable("OUT_DIR");
    let package = out.ancestors().nth(3).expect("OUT_DIR lies three folders below that of the profile").join("engine");
    fs::create_dir_all(package.join("json")).unwrap_or_else(|error| panic!("{}: {error}", package.display()));
    let module = |room: &str| format!("#[path = {:?}]\nmod {room};\n", here.join(format!("src/{room}/mod.rs")));
    let file = |name: &str| format!("#[path = {:?}]\nmod {name};\n", here.join(format!("src/engine/{name}.rs")));
    let rest = ["exports", "memory"].map(file).concat();
    let root = format!("#![allow(dead_code, unused_imports)]\n{}{rest}", ROOMS.map(module).concat());
    let lock = fs::read_to_string(here.join("Cargo.lock")).unwrap_or_default();
    let json = format!("{JSON}[lib]\npath = {:?}\n", here.join("src/engine/json/mod.rs"));
    let files = [("Cargo.toml", MANIFEST), ("json/Cargo.toml", &json), ("root.rs", &root), ("Cargo.lock", &lock)];
    for (name, text) in files {
        put(&package.join(name), text);
    }
    // The versions are those of the program, whose packages cargo has by now.
    let built = run(&package, here, &["--offline"]).or_else(|_| run(&package, here, &[]));
    built.unwrap_or_else(|words| panic!("{words}"));
    let made = package.join("target").join(TARGET).join("release/engine.wasm");
    fs::read(&made).unwrap_or_else(|error| panic!("{}: {error}", made.display()))
}

/// Writes a file unless it is there: cargo would take it for changed.
fn put(path: &Path, text: &str) {
    let mut keep = path.as_os_str().to_owned();
    keep.push(".written");
    let keep = PathBuf::from(keep);
    if fs::read_to_string(&keep).is_ok_and(|there| there == text) && path.is_file() {
        return;
    }
    for path in [path, keep.as_path()] {
        fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

fn run(package: &Path, here: &Path, flags: &[&str]) -> Result<(), String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo"))).unwrap_or_default();
    // No path of this machine goes into the module, and addresses take no more room than they need.
    let flags_of_rustc = [
        format!("--remap-path-prefix={}=", home.join("registry/src").display()),
        format!("--remap-path-prefix={}=", here.join("src").display()),
        "-Clink-arg=--compress-relocations".to_owned(),
    ];
    let output = Command::new(variable("CARGO"))
        .args(["build", "--release", "--target", TARGET])
        .args(flags)
        .arg("--manifest-path")
        .arg(package.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(package.join("target"))
        .env("CARGO_ENCODED_RUSTFLAGS", flags_of_rustc.join("\u{1f}"))
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .env_remove("CARGO_BUILD_TARGET")
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
