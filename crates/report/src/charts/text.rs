//! Fonts, and how much room a text takes.

use super::ChartError;
use ab_glyph::{Font, FontRef};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, TextStyle};
use std::sync::OnceLock;

/// The families of every text, first choice first: the embedded one, then what a viewer that
/// ignores embedded fonts is likely to have.
pub(super) const FAMILY: &str = "rehedge, DejaVu Sans, Verdana, sans-serif";

static REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans-subset.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold-subset.ttf");

/// plotters asks for the height of a line and writes `1 / 1.24` of it as the font size.
const LINE_PER_EM: f64 = 1.24;

/// The two embedded faces.
pub(super) struct Faces {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Faces {
    /// Reads the faces and tells plotters of them, once.
    pub(super) fn get() -> Result<&'static Self, ChartError> {
        static FACES: OnceLock<Option<Faces>> = OnceLock::new();
        FACES.get_or_init(Self::load).as_ref().ok_or(ChartError::Font)
    }

    fn load() -> Option<Self> {
        plotters::style::register_font(FAMILY, FontStyle::Normal, REGULAR).ok()?;
        plotters::style::register_font(FAMILY, FontStyle::Bold, BOLD).ok()?;
        Some(Self {
            regular: FontRef::try_from_slice(REGULAR).ok()?,
            bold: FontRef::try_from_slice(BOLD).ok()?,
        })
    }

    /// The face of a style.
    pub(super) fn face(&self, bold: bool) -> &FontRef<'static> {
        if bold { &self.bold } else { &self.regular }
    }
}

/// Width of a glyph, in em.
pub(super) fn advance(face: &FontRef<'_>, character: char) -> f64 {
    let em = f64::from(face.units_per_em().unwrap_or(1.0));
    f64::from(face.h_advance_unscaled(face.glyph_id(character))) / em
}

/// Em in pixels of a size that plotters was given in canvas units.
pub(super) fn em(plotters_size: f64) -> f64 {
    plotters_size / LINE_PER_EM / f64::from(super::canvas::UNITS)
}

/// A kind of lettering.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lettering {
    /// Font size, in pixels.
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// Colour.
    pub color: RGBColor,
}

impl Lettering {
    /// Regular dark lettering.
    pub(super) const fn new(size: f64) -> Self {
        Self { size, bold: false, color: super::palette::INK }
    }

    /// The same in bold.
    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in another colour.
    pub(super) const fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }

    /// The style for plotters, anchored at a corner, side or the middle of the text.
    pub(super) fn style(self, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let units = self.size * LINE_PER_EM * f64::from(super::canvas::UNITS);
        let font = FontDesc::new(FontFamily::Name(FAMILY), units, weight);
        TextStyle {
            font,
            color: self.color.to_backend_color(),
            pos: Pos::new(horizontal, vertical),
        }
    }

    /// Width of a text, in pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        let Ok(faces) = Faces::get() else { return 0.0 };
        let face = faces.face(self.bold);
        text.chars().map(|character| advance(face, character)).sum::<f64>() * self.size
    }

    /// The text, its middle left out where it is wider than `room` pixels: hedges of one family
    /// differ at the end of their names.
    pub(super) fn ellipsize(self, text: &str, room: f64) -> String {
        let characters: Vec<char> =
            text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut kept = characters.len();
        loop {
            let shortened = without_middle(&characters, kept);
            if kept <= 2 || self.width(&shortened) <= room {
                return shortened;
            }
            kept -= 1;
        }
    }

    /// The text in lines of at most `room` pixels; a word that is wider is shortened.
    pub(super) fn wrap(self, text: &str, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let word = self.ellipsize(word, room);
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
        }
        lines
    }
}

fn without_middle(characters: &[char], kept: usize) -> String {
    if kept >= characters.len() {
        return characters.iter().collect();
    }
    let tail = kept * 2 / 5;
    let head = &characters[..kept - tail];
    let tail = &characters[characters.len() - tail..];
    head.iter().chain(&['…']).chain(tail).collect()
}
