//! Colours of a drawing: those that stand for the theme's become its variables, others stay as the author chose them.

use std::str::FromStr;

use merman::svg::ThemeRole;
use svgtypes::Color;

/// How many colours a chart has before they begin again.
pub const SERIES: u8 = 8;

/// Red and green of colours that stand for a role or for a series; blue is the number.
const ROLE: (u8, u8) = (0xa0, 0xb0);
const SERIES_MARK: (u8, u8) = (0xa1, 0xb1);

/// Red and green of the numbers that merman writes on messages, which take no colour of the theme.
const SEQUENCE_NUMBER: (u8, u8) = (0x5f, 0x4f);

/// The colour that stands for a role of the theme.
pub fn role(number: u8) -> String {
    format!("#{:02x}{:02x}{number:02x}", ROLE.0, ROLE.1)
}

/// The colour that stands for a colour of charts.
pub fn series(number: u8) -> String {
    format!("#{:02x}{:02x}{number:02x}", SERIES_MARK.0, SERIES_MARK.1)
}

/// What paints a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Nothing.
    None,
    /// A variable of the theme, without `--drawing-`.
    Theme(String),
    /// The colour of the text around.
    Current,
    /// A colour that the author chose.
    Own(Color),
    /// A gradient of the drawing, by its id.
    Reference(String),
}

impl Paint {
    /// Reads a paint, and how opaque it is.
    pub fn parse(text: &str) -> Option<(Self, u8)> {
        let text = text.trim();
        if let Some(id) = text.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')) {
            let id = id.trim_matches(['"', '\'', ' ']).strip_prefix('#')?;
            return Some((Self::Reference(id.to_owned()), 255));
        }
        match text.to_ascii_lowercase().as_str() {
            "none" | "transparent" => return Some((Self::None, 255)),
            "currentcolor" => return Some((Self::Current, 255)),
            _ => {}
        }
        let colour = Color::from_str(text).ok()?;
        let Color { red, green, blue, alpha } = colour;
        let number = usize::from(blue);
        let paint = match (red, green) {
            ROLE if number < ThemeRole::ALL.len() => Self::Theme(ThemeRole::ALL[number].id().to_owned()),
            SERIES_MARK if blue < SERIES => Self::Theme(format!("series-{}", blue + 1)),
            // Black on white is nobody's choice of colours; in the dark scheme it is the other way round.
            (0, 0) if blue == 0 => Self::Theme("text".to_owned()),
            (255, 255) if blue == 255 => Self::Theme("canvas".to_owned()),
            SEQUENCE_NUMBER if blue > 0xe0 => Self::Theme("canvas".to_owned()),
            _ => Self::Own(colour),
        };
        Some((paint, alpha))
    }

    /// As an attribute's value; `prefix` begins ids.
    pub fn write(&self, prefix: &str) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Current => "currentColor".to_owned(),
            Self::Theme(name) => format!("var(--drawing-{name})"),
            Self::Own(Color { red, green, blue, .. }) => format!("#{red:02x}{green:02x}{blue:02x}"),
            Self::Reference(id) => format!("url(#{prefix}{})", super::values::id(id)),
        }
    }

    /// Black or white, whichever is read better on a colour that the author chose; none on others.
    pub fn ink(&self) -> Option<&'static str> {
        let Self::Own(Color { red, green, blue, .. }) = self else { return None };
        // Weights of ITU-R BT.601, in thousandths.
        let light = 299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue);
        Some(if light > 140_000 { "#1a1a1a" } else { "#ffffff" })
    }
}
