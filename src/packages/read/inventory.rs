//! CycloneDX: inventories that other tools made, in JSON and in XML.

use std::collections::HashMap;

use roxmltree::Node as Element;
use serde_json::Value;

use super::xml;
use crate::packages::written::{Keys, Lines, Lock, Node, Trouble};

/// A package URL as package and version: <https://github.com/package-url/purl-spec>.
pub(in crate::packages) fn purl(text: &str) -> Option<(String, String)> {
    let text = text.trim().strip_prefix("pkg:")?.trim_start_matches('/');
    let text = text.split(['?', '#']).next().unwrap_or(text);
    let (name, version) = match text.rfind('@').filter(|at| *at > 0 && !text[..*at].ends_with('/')) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let (kind, rest) = name.split_once('/')?;
    let name = decoded(rest);
    (!name.is_empty()).then(|| (format!("{}/{}", kind.to_lowercase(), name.trim_matches('/')), decoded(version)))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Components on their way into a lock.
#[derive(Default)]
pub(super) struct Inventory {
    nodes: Vec<Node>,
    places: HashMap<String, u32>,
    needs: Vec<(String, String)>,
    root: String,
}

impl Inventory {
    /// Enters a component; what has no package URL is left out.
    pub(super) fn component(&mut self, reference: &str, url: &str, line: u32) {
        let Some((package, version)) = purl(url) else { return };
        let place = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { package, version, line, ..Node::default() });
        for name in [reference, url].into_iter().filter(|name| !name.is_empty()) {
            self.places.entry(name.to_owned()).or_insert(place);
        }
    }

    pub(super) fn root(&mut self, reference: &str) {
        reference.clone_into(&mut self.root);
    }

    pub(super) fn need(&mut self, from: &str, to: &str) {
        self.needs.push((from.to_owned(), to.to_owned()));
    }

    pub(super) fn lock(self) -> Lock {
        let mut lock = Lock { kind: "inventory", nodes: self.nodes, complete: true, ..Lock::default() };
        let mut direct = Vec::new();
        for (from, to) in self.needs {
            let Some(to) = self.places.get(&to) else { continue };
            match self.places.get(&from) {
                Some(from) => lock.nodes[*from as usize].needs.push(*to),
                None if from == self.root => direct.push(*to),
                None => {}
            }
        }
        if let Some(root) = self.places.get(&self.root) {
            lock.nodes[*root as usize].own = true;
            direct.extend(lock.nodes[*root as usize].needs.clone());
        }
        lock.importers.insert(String::new(), direct);
        lock
    }
}

pub(super) fn json(source: &str) -> Result<Lock, Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    if whole.get("spdxVersion").is_some() {
        return super::spdx::json(source);
    }
    if whole.get("bomFormat").is_none() {
        return Err(Trouble::new(1, "`bomFormat` is missing"));
    }
    let mut inventory = Inventory::default();
    let mut keys = Keys::new(source);
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(root) = whole.pointer("/metadata/component") {
        inventory.root(&text(root, "bom-ref"));
    }
    for component in whole.get("components").and_then(Value::as_array).into_iter().flatten() {
        let url = text(component, "purl");
        let line = if url.is_empty() { 0 } else { keys.line(&url) };
        inventory.component(&text(component, "bom-ref"), &url, line);
    }
    for one in whole.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
        let from = text(one, "ref");
        let needs = one.get("dependsOn").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        needs.for_each(|to| inventory.need(&from, to));
    }
    Ok(inventory.lock())
}

pub(super) fn of_xml(source: &str) -> Result<Lock, Trouble> {
    let document = xml(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "bom" {
        return Err(Trouble::new(1, "the root is no `bom`"));
    }
    let lines = Lines::new(source);
    let mut inventory = Inventory::default();
    let named = |element: Element<'_, '_>, name: &str| element.tag_name().name() == name;
    for element in root.descendants().filter(Element::is_element) {
        if named(element, "component") {
            let reference = element.attribute("bom-ref").unwrap_or_default();
            if element.parent().is_some_and(|parent| named(parent, "metadata")) {
                inventory.root(reference);
                continue;
            }
            let url = element.children().find(|child| named(*child, "purl")).and_then(|child| child.text());
            inventory.component(reference, url.unwrap_or_default(), lines.line(element.range().start));
        }
        let parent = element.parent().filter(|parent| named(*parent, "dependency"));
        if let Some(parent) = parent.filter(|_| named(element, "dependency")) {
            let reference = |element: Element<'_, '_>| element.attribute("ref").unwrap_or_default().to_owned();
            inventory.need(&reference(parent), &reference(element));
        }
    }
    Ok(inventory.lock())
}
