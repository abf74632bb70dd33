//! Diagrams from text as SVG. In: the source of a diagram and the language it is written in. Out: an `<svg>` that is
//! safe to stand in a page, or the line and the reason why there is none. It must not know documents or pages.
//!
//! What merman draws is read as a tree and written anew from allow-lists: known elements, known attributes, styles as
//! presentation attributes, colours as the theme's variables. So no script, no style sheet, no address and no id of the
//! page's own can come out of it, whatever went in.

mod colour;
mod dot;
mod mermaid;
mod rewrite;
mod style;
#[cfg(test)]
mod tests;
mod values;

use crate::model::Html;

/// A language that diagrams are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Mermaid.
    Mermaid,
    /// Graphviz.
    Dot,
    /// A language whose source is shown, with the name that a caption gives it.
    Source(&'static str),
}

/// A drawn diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// One `<svg>` element.
    pub svg: Html,
    /// What it is, and its first words, for those who do not see it.
    pub name: String,
    /// Its width in pixels.
    pub width: u32,
}

/// Why a diagram cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line of the source, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

/// A source longer than this, in bytes, is not drawn.
const LONGEST: usize = 48 << 10;

impl Language {
    /// The language of a fence, by its name; none for a fence that holds no diagram.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "mermaid" | "kroki-mermaid" | "mmd" => Self::Mermaid,
            "dot" | "graphviz" | "kroki-graphviz" | "gv" => Self::Dot,
            "plantuml" | "puml" | "kroki-plantuml" | "uml" | "c4plantuml" => Self::Source("PlantUML"),
            "d2" | "kroki-d2" => Self::Source("D2"),
            "ditaa" | "kroki-ditaa" => Self::Source("Ditaa"),
            "structurizr" | "kroki-structurizr" => Self::Source("Structurizr"),
            "blockdiag" | "kroki-blockdiag" | "seqdiag" | "nwdiag" | "actdiag" => Self::Source("Blockdiag"),
            "excalidraw" | "kroki-excalidraw" => Self::Source("Excalidraw"),
            "nomnoml" | "kroki-nomnoml" => Self::Source("Nomnoml"),
            "vega" | "vega-lite" | "vegalite" => Self::Source("Vega"),
            "wavedrom" => Self::Source("WaveDrom"),
            "bpmn" => Self::Source("BPMN"),
            "pikchr" => Self::Source("Pikchr"),
            "erd" => Self::Source("Erd"),
            _ => return None,
        })
    }

    /// What a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mermaid => "Mermaid",
            Self::Dot => "Graphviz",
            Self::Source(name) => name,
        }
    }
}

/// Draws a diagram; none in a language that is not drawn. Ids in it begin with `prefix`.
///
/// # Errors
/// When the source is wrong, too large, or of a kind that is not drawn.
pub fn draw(language: Language, source: &str, prefix: &str) -> Option<Result<Drawing, Fault>> {
    if matches!(language, Language::Source(_)) {
        return None;
    }
    if source.len() > LONGEST {
        return Some(Err(Fault { line: 1, message: format!("the source is longer than {} KiB", LONGEST >> 10) }));
    }
    let drawn = match language {
        Language::Dot => match dot::to_mermaid(source) {
            // Lines of the translation are none of the author's.
            Ok(source) => mermaid::draw(&source).map_err(|fault| Fault { line: 1, ..fault }),
            Err(fault) => return Some(Err(fault)),
        },
        _ => mermaid::draw(source),
    };
    Some(drawn.and_then(|svg| rewrite::rewrite(&svg, prefix)))
}
