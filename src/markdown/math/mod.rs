//! Formulas: TeX in the text becomes MathML. In: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and fences of the language `math`,
//! as pymdownx' arithmatex and GitHub read them. Out: MathML that needs no script and no font from elsewhere.
//! It must not know links or pages.

mod find;
mod mathml;

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

pub use self::find::{PLAIN_DOLLAR, fence, find, restore};
use super::writer::escape;

/// The language of a fence that holds a formula.
pub const LANGUAGE: &str = "math";

/// A formula longer than this, in bytes, is no formula.
const LONGEST: usize = 16 << 10;

/// The most commands, and the deepest groups: the converter calls itself for each, on a stack of two megabytes.
const MOST_COMMANDS: usize = 600;
const DEEPEST: usize = 60;

/// No macros can be defined in a formula, so its output is at most some hundred times as long as its source.
static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    let config = MathCoreConfig { allow_unreliable_rendering: true, ..MathCoreConfig::default() };
    LatexToMathML::new(config).expect("there are no macros that could be wrong")
});

/// Where a formula stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// In a line of text.
    Inline,
    /// On lines of its own inside a paragraph.
    Display,
    /// As a block.
    Block,
}

/// Why a formula cannot be set: the byte of its source, and a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in the TeX.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
}

/// Writes a formula as MathML; its source as code when it cannot be set.
///
/// # Errors
/// The source is written; the fault says why.
pub fn write(tex: &str, setting: Setting, out: &mut String) -> Result<(), Fault> {
    let tex = tex.strip_prefix('`').and_then(|tex| tex.strip_suffix('`')).unwrap_or(tex);
    match convert(tex.trim_end(), setting) {
        Ok(mathml) => {
            let (open, close) = match setting {
                Setting::Inline => ("<span class=\"math\">", "</span>"),
                Setting::Display => ("<span class=\"math math-block\" tabindex=\"0\">", "</span>"),
                Setting::Block => ("<div class=\"math math-block\" tabindex=\"0\">", "</div>\n"),
            };
            out.push_str(open);
            mathml::write(&mathml, tex.trim(), out);
            out.push_str(close);
            Ok(())
        }
        Err(fault) => {
            out.push_str(if setting == Setting::Block {
                "<pre class=\"math-source\"><code>"
            } else {
                "<code class=\"math-source\">"
            });
            escape(tex.trim(), out);
            out.push_str(if setting == Setting::Block { "</code></pre>\n" } else { "</code>" });
            Err(fault)
        }
    }
}

fn convert(tex: &str, setting: Setting) -> Result<String, Fault> {
    let refuse = |message: &str| Err(Fault { offset: 0, message: message.to_owned() });
    if tex.len() > LONGEST {
        return refuse("the formula is longer than 16 KiB");
    }
    let (commands, depth) = extent(tex);
    if commands > MOST_COMMANDS || depth > DEEPEST {
        return refuse("the formula has more than 600 commands, or groups more than 60 deep");
    }
    let display = if setting == Setting::Inline { MathDisplay::Inline } else { MathDisplay::Block };
    // A tag asks for an environment that has numbers.
    let tagged = setting != Setting::Inline && tex.contains("\\tag") && !tex.contains("\\begin");
    let (before, after) = if tagged { ("\\begin{equation}", "\\end{equation}") } else { ("", "") };
    let whole = format!("{before}{tex}{after}");
    // A fault of the converter must not end the whole run.
    let converted = std::panic::catch_unwind(|| CONVERTER.convert_with_local_state(&whole, display));
    match converted {
        Ok(Ok(result)) => Ok(result.mathml),
        Ok(Err(error)) => {
            let message = error.to_string();
            let offset = error.0.start.saturating_sub(before.len()).min(tex.len());
            Err(Fault { offset, message: message.trim_end_matches('.').to_owned() })
        }
        Err(_) => refuse("the converter failed on this formula"),
    }
}

/// How many commands and scripts a formula has, and how deep its groups are.
fn extent(tex: &str) -> (usize, usize) {
    let (mut commands, mut depth, mut deepest) = (0, 0_usize, 0);
    let bytes = tex.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let escaped = at > 0 && bytes[at - 1] == b'\\';
        match byte {
            b'\\' => {
                commands += 1;
                depth += usize::from(["left", "begin"].iter().any(|word| tex[at + 1..].starts_with(word)));
                depth = depth
                    .saturating_sub(usize::from(["right", "end"].iter().any(|word| tex[at + 1..].starts_with(word))));
            }
            b'^' | b'_' | b'\'' => commands += 1,
            b'{' | b'(' | b'[' if !escaped => depth += 1,
            b'}' | b')' | b']' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    (commands, deepest)
}

#[cfg(test)]
mod tests;
