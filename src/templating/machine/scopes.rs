//! Where values are kept by name and by slot while a template runs.

use super::super::{
    sorted::Sorted,
    syntax::ast::{Frame, Name, Slot},
    text::Text,
    value::{Object, Value},
};

/// Names at the top of a template that macros see too.
const EXPORTS: usize = 0;

/// Where a statement runs: which names and slots it sees, and what becomes of its declarations.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub scope: usize,
    pub frame: usize,
    /// Macros declared here are known by name all over the template.
    pub exports_macros: bool,
    /// Variables set here are known to macros.
    pub exports_variables: bool,
}

/// All scopes and frames of a run: each is dropped when what it belongs to ends, so the lists are stacks.
pub struct Scopes<'t> {
    context: &'t Object,
    scopes: Vec<Scope>,
    frames: Vec<Slots>,
}

#[derive(Default)]
struct Scope {
    parent: Option<usize>,
    /// Whether what is set inside stays inside.
    isolated: bool,
    names: Sorted<Value>,
}

struct Slots {
    parent: Option<usize>,
    depth: u32,
    values: Vec<Value>,
}

/// How long the stacks were.
#[derive(Clone, Copy)]
pub struct Mark(usize, usize);

impl<'t> Scopes<'t> {
    pub fn new(context: &'t Object) -> Self {
        let exports = Scope { isolated: true, ..Scope::default() };
        Self { context, scopes: vec![exports], frames: Vec::new() }
    }

    pub fn start(&mut self, frame: Frame) -> Place {
        let scope = self.scope(EXPORTS, true);
        let frame = self.frame(frame, None);
        Place { scope, frame, exports_macros: true, exports_variables: true }
    }

    pub fn mark(&self) -> Mark {
        Mark(self.scopes.len(), self.frames.len())
    }

    pub fn leave(&mut self, mark: Mark) {
        self.scopes.truncate(mark.0);
        self.frames.truncate(mark.1);
    }

    /// A scope inside another.
    pub fn scope(&mut self, parent: usize, isolated: bool) -> usize {
        self.scopes.push(Scope { parent: Some(parent), isolated, names: Sorted::default() });
        self.scopes.len() - 1
    }

    /// The scope that a macro starts in, and a frame for it.
    pub fn function(&mut self, frame: Frame, around: Option<Place>) -> Place {
        let scope = self.scope(around.map_or(EXPORTS, |place| place.scope), true);
        let frame = self.frame(frame, around.map(|place| place.frame));
        Place { scope, frame, exports_macros: around.is_none(), exports_variables: false }
    }

    pub fn frame(&mut self, frame: Frame, parent: Option<usize>) -> usize {
        let depth = parent.and_then(|parent| self.frames.get(parent)).map_or(0, |frame| frame.depth + 1);
        self.frames.push(Slots { parent, depth, values: vec![Value::Undefined; frame.slots as usize] });
        self.frames.len() - 1
    }

    pub fn slot(&self, place: Place, slot: Slot) -> Value {
        let owner = self.owner(place, slot);
        let value = self.frames.get(owner).and_then(|frame| frame.values.get(slot.index as usize));
        value.cloned().unwrap_or(Value::Undefined)
    }

    pub fn set_slot(&mut self, place: Place, slot: Slot, value: Value) {
        let owner = self.owner(place, slot);
        if let Some(kept) = self.frames.get_mut(owner).and_then(|frame| frame.values.get_mut(slot.index as usize)) {
            *kept = value;
        }
    }

    /// The frame that a slot lies in, which is this one or one around it.
    fn owner(&self, place: Place, slot: Slot) -> usize {
        let mut owner = place.frame;
        while let Some(frame) = self.frames.get(owner).filter(|frame| frame.depth > slot.depth) {
            let Some(parent) = frame.parent else { break };
            owner = parent;
        }
        owner
    }

    /// The value that a name means here.
    pub fn get(&self, place: Place, name: &Text) -> Option<Value> {
        let mut scope = Some(place.scope);
        while let Some(found) = scope.and_then(|scope| self.scopes.get(scope)) {
            if let Some(value) = found.names.get(name) {
                return Some(value.clone());
            }
            scope = found.parent;
        }
        self.context.get(name).cloned()
    }

    /// Binds a name in this very scope.
    pub fn bind(&mut self, scope: usize, name: &Text, value: Value) {
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope.names.insert(name.clone(), value);
        }
    }

    /// Binds a name for macros and all that comes later.
    pub fn export(&mut self, name: &Text, value: Value) {
        self.bind(EXPORTS, name, value);
    }

    /// Binds a loop variable or parameter, by name and by slot.
    pub fn bind_name(&mut self, place: Place, name: &Name, value: Value) {
        if let Some(slot) = name.slot {
            self.set_slot(place, slot, value.clone());
        }
        self.bind(place.scope, &name.text, value);
    }

    /// Sets a variable: where it is bound, unless an isolated scope lies between, and here otherwise.
    pub fn assign(&mut self, place: Place, name: &Name, value: Value) {
        if let Some(slot) = name.slot {
            self.set_slot(place, slot, value.clone());
        }
        let mut target = place.scope;
        let mut scope = place.scope;
        while let Some(found) = self.scopes.get(scope) {
            if found.names.get(&name.text).is_some() {
                target = scope;
                break;
            }
            match found.parent {
                Some(parent) if !found.isolated => scope = parent,
                _ => break,
            }
        }
        if place.exports_variables {
            self.export(&name.text, value.clone());
        }
        self.bind(target, &name.text, value);
    }
}
