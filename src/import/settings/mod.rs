//! Backstage's `app-config.yaml` and its overlays as a `callboard.yaml`.

mod catalog;
mod left;
mod locations;
mod pattern;
mod providers;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt::Write;

use self::{catalog::Sources, tree::Tree};
use super::{remark, scalar};
use crate::{
    model::SafeUrl,
    yaml::{self, Dialect},
};

/// What a configuration becomes.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    /// The `callboard.yaml`.
    pub text: String,
    /// What is left to do by hand: the key, where it stands, and what to do.
    pub left: Vec<String>,
    /// How many sources it names.
    pub sources: usize,
}

/// Reads files, each with its name; the later ones win, key by key, as with Backstage's `--config`. `base` is the folder
/// of the files as seen from where the result will lie.
///
/// # Errors
/// When a file is no YAML: its name and what is wrong.
pub fn settings(files: &[(String, String)], base: &str) -> Result<Imported, String> {
    let mut root = Tree::default();
    for (number, (name, text)) in files.iter().enumerate() {
        let Some(document) = yaml::read(text, Dialect::CATALOG).into_iter().next() else { continue };
        if let Some(error) = document.errors.first() {
            return Err(format!("{name}:{}:{}: {}", error.line, error.column, error.message));
        }
        root.merge(document.root.map(|root| Tree::new(&root, number)).unwrap_or_default());
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let mut sources = Sources::new(&names, base);
    providers::read(&root, &mut sources);
    locations::read(&root, &mut sources);
    let mut left = std::mem::take(&mut sources.left);
    left.extend(left::left(&root, &names));
    let mut text = format!("# The portal, as {} has it. Each line says where it comes from.\n", names.join(", "));
    head(&root, &names, &mut text, &mut left);
    sources.write(&mut text);
    if !left.is_empty() {
        text += "\n# What has no counterpart here, or is left to do:\n";
        left.iter().for_each(|line| text += &format!("#   {line}\n"));
    }
    Ok(Imported { text, left, sources: sources.count() })
}

/// The title and the address.
fn head(root: &Tree, names: &[&str], text: &mut String, left: &mut Vec<String>) {
    let titles = [("app.title", root.at(&["app", "title"])), ("organization.name", root.at(&["organization", "name"]))];
    let title = titles.iter().find_map(|(key, tree)| Some((key, (*tree)?, tree.as_ref()?.text().ok()?)));
    let anything = titles.iter().find_map(|(key, tree)| Some((key, (*tree)?)));
    match (title, anything) {
        (Some((key, tree, title)), _) => {
            let line = format!("title: {} # {key}, {}\n", scalar(&remark(&title)), tree.place(names));
            text.push_str(&line);
        }
        (None, Some((key, tree))) => {
            let (place, written) = (tree.place(names), tree.text().unwrap_or_else(|written| written));
            text.push_str(&format!("# title: # {key}, {place}, is {}\n", remark(&written)));
            left.push(format!("{key} ({place}): {} depends on the environment; write the title", remark(&written)));
        }
        (None, None) => text.push_str("# title: what the portal is called\n"),
    }
    let Some(tree) = root.at(&["app", "baseUrl"]) else { return };
    let place = tree.place(names);
    let address = tree.text().map(|address| (SafeUrl::parse(&address), address));
    let wrote = match address {
        Ok((Some(url), address)) if !is_local(&address) => {
            writeln!(text, "url: {} # app.baseUrl, {place}; where the portal will be published", scalar(url.as_str()))
        }
        Ok((_, address)) => {
            writeln!(
                text,
                "# url: {} # app.baseUrl, {place}, is an address of one's own machine",
                remark(&without_secret(&address))
            )
        }
        Err(written) => {
            left.push(format!(
                "app.baseUrl ({place}): {} depends on the environment; write the address",
                remark(&written)
            ));
            writeln!(text, "# url: # app.baseUrl, {place}, is {}", remark(&written))
        }
    };
    wrote.expect("texts take all");
}

/// Whether an address is that of one's own machine.
fn is_local(address: &str) -> bool {
    ["//localhost", "//127.", "//0.0.0.0", "//[::1]"].iter().any(|host| address.contains(host))
}

/// An address without what may be secret in it.
fn without_secret(target: &str) -> String {
    let plain = target.split(['?', '#']).next().unwrap_or_default();
    match (plain.split_once("://"), plain.split_once('@')) {
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://{rest}"),
        _ => plain.to_owned(),
    }
}
