//! Syntax errors in words that say what to do.

use granit_parser::{ErrorKind, ScanError};

use super::budget::MAX_DEPTH;

/// The message for a syntax error, without full stop.
pub(super) fn message(error: &ScanError) -> String {
    let known = match error.kind() {
        ErrorKind::RecursionLimitExceeded => return too_deep(),
        ErrorKind::UnexpectedCharacter { character } if character.is_ascii_punctuation() => {
            return format!("A plain value cannot start with `{character}`; put it in quotes");
        }
        ErrorKind::UnclosedFlowCollection { open } => return format!("The bracket `{open}` is never closed"),
        ErrorKind::UnclosedQuotedScalar => "The quoted text is never closed",
        ErrorKind::DocumentIndicatorInQuotedScalar => "The quoted text is not closed before the document ends",
        ErrorKind::UnknownAnchor => "No anchor of this name stands before this alias",
        ErrorKind::MappingValueNotAllowed => {
            "A `:` cannot stand here; put the value in quotes, or mend the indentation"
        }
        ErrorKind::BlockSequenceEntryNotAllowed => "A `-` cannot stand here; put the list on lines of its own",
        ErrorKind::ExpectedBlockMappingKey => "A key was expected; mend the indentation or what stands before",
        ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabNotAllowed
        | ErrorKind::TabInPlainScalar
        | ErrorKind::TabAtBlockScalarStart => "A tab stands in the indentation; indent with spaces",
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidBlockScalarIndent => "This line must be indented further than what it belongs to",
        ErrorKind::UnknownQuotedScalarEscape => {
            "YAML does not know this escape; write `\\\\` for a backslash, or use single quotes"
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "Nothing may follow the closing quote; put the whole value in quotes"
        }
        _ => return sentence(&error.info()),
    };
    known.to_owned()
}

/// The message for collections inside collections inside collections.
pub(super) fn too_deep() -> String {
    format!("Collections are nested more than {MAX_DEPTH} deep")
}

fn sentence(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
