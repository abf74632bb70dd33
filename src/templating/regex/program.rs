//! Trees to programs for the search.

use super::parse::{Node, Set};

/// The most steps of a program.
const LONGEST: usize = 20_000;

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Goes on over one unit of the set.
    Unit(Set),
    Start,
    End,
    Boundary(bool),
    /// Keeps the position.
    Save(usize),
    /// Forgets the positions of groups, as each turn of a loop does.
    Forget(usize, usize),
    Jump(usize),
    /// Two ways on, the better one first.
    Split(usize, usize),
    Match,
}

/// A program and how many positions it keeps.
pub struct Program {
    pub steps: Vec<Step>,
    pub kept: usize,
}

/// Compiles a pattern; none when it would become too long.
pub fn compile(node: &Node, groups: usize) -> Option<Program> {
    let mut steps = vec![Step::Save(0)];
    emit(node, &mut steps)?;
    steps.extend([Step::Save(1), Step::Match]);
    Some(Program { steps, kept: 2 * (groups + 1) })
}

fn emit(node: &Node, steps: &mut Vec<Step>) -> Option<()> {
    if steps.len() > LONGEST {
        return None;
    }
    match node {
        Node::Set(set) => steps.push(Step::Unit(set.clone())),
        Node::Start => steps.push(Step::Start),
        Node::End => steps.push(Step::End),
        Node::Boundary(is) => steps.push(Step::Boundary(*is)),
        Node::Group(inner, None) => emit(inner, steps)?,
        Node::Group(inner, Some(number)) => {
            steps.push(Step::Save(2 * number));
            emit(inner, steps)?;
            steps.push(Step::Save(2 * number + 1));
        }
        Node::Sequence(parts) => parts.iter().try_for_each(|part| emit(part, steps))?,
        Node::Choice(ways) => emit_choice(ways, steps)?,
        Node::Repeat { node, least, most, greedy, groups } => {
            let forget = Step::Forget(2 * groups.0, 2 * groups.1);
            for _ in 0..*least {
                steps.push(forget.clone());
                emit(node, steps)?;
            }
            match most {
                None => emit_loop(node, &forget, *greedy, steps)?,
                Some(most) => emit_optional(node, &forget, (most - least, *greedy), steps)?,
            }
        }
    }
    Some(())
}

fn emit_choice(ways: &[Node], steps: &mut Vec<Step>) -> Option<()> {
    let mut ends = Vec::new();
    for (number, way) in ways.iter().enumerate() {
        let split = steps.len();
        let last = number + 1 == ways.len();
        if !last {
            steps.push(Step::Match);
        }
        emit(way, steps)?;
        if !last {
            ends.push(steps.len());
            steps.push(Step::Match);
            steps[split] = Step::Split(split + 1, steps.len());
        }
    }
    let end = steps.len();
    ends.into_iter().for_each(|at| steps[at] = Step::Jump(end));
    Some(())
}

fn split(greedy: bool, inside: usize, behind: usize) -> Step {
    if greedy { Step::Split(inside, behind) } else { Step::Split(behind, inside) }
}

fn emit_loop(node: &Node, forget: &Step, greedy: bool, steps: &mut Vec<Step>) -> Option<()> {
    let start = steps.len();
    steps.extend([Step::Match, forget.clone()]);
    emit(node, steps)?;
    steps.push(Step::Jump(start));
    steps[start] = split(greedy, start + 1, steps.len());
    Some(())
}

fn emit_optional(node: &Node, forget: &Step, (count, greedy): (u32, bool), steps: &mut Vec<Step>) -> Option<()> {
    let mut splits = Vec::new();
    for _ in 0..count {
        splits.push(steps.len());
        steps.extend([Step::Match, forget.clone()]);
        emit(node, steps)?;
    }
    let end = steps.len();
    splits.into_iter().for_each(|at| steps[at] = split(greedy, at + 1, end));
    Some(())
}
