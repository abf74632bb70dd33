//! From source to tree.

pub mod ast;
mod expressions;
mod operands;
mod scan;
mod slots;
mod statements;
mod token;

use super::{
    Syntax,
    fault::{Fault, Limits, Outcome},
};

/// Reads a template; gives its statements and the frame they run in.
pub fn parse(source: &[u16], syntax: &Syntax, limits: &Limits) -> Outcome<(ast::Body, ast::Frame)> {
    if source.len() > limits.source {
        return Err(Fault::limit(format!("the template is longer than {} characters", limits.source)));
    }
    let pieces = scan::pieces(source, syntax)?;
    let mut body = statements::parse(&pieces, limits)?;
    let frame = slots::bind(&mut body, 2 * limits.nodes)?;
    Ok((body, frame))
}
