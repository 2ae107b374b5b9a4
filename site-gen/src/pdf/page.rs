//! The text of a page, from the glyphs that are drawn on it.
//!
//! Lines stay in the order in which they are drawn, which in a letter is that of reading: a table
//! comes cell by cell.

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use request_builder::letter_check::readers::LONGEST_LETTER;

/// Sizes in points up to this one cannot be read. The readers of other formats have the same.
const TINY: f64 = 2.0;
/// The size of a glyph in its own coordinates (ISO 32000-2, 9.2.4).
const UNITS_PER_EM: f64 = 1000.0;
/// The maximum number of areas that are looked through for what is behind white text.
const MOST_PAINTED: usize = 2000;

/// Text with the same baseline and no jump back.
struct Line {
    text: String,
    start: Point,
    /// Where the next glyph is expected.
    end: Point,
    size: f64,
}

/// A glyph on the page.
struct Placed {
    text: String,
    start: Point,
    end: Point,
    size: f64,
}

/// What was drawn on a page so far.
pub(super) struct PageText {
    area: Rect,
    lines: Vec<Line>,
    /// Where a part of the page begins.
    part: usize,
    length: usize,
    /// Areas that were painted, and whether in white. The last one lies on top.
    painted: Vec<(Rect, bool)>,
    /// Whether each group of drawings around the place is invisible.
    groups: Vec<bool>,
    /// Where the last run of glyphs began.
    last_run: Option<Point>,
    has_hidden: bool,
    has_drawing: bool,
    glyphs: usize,
    without_text: usize,
}

impl PageText {
    pub(super) fn new(area: Rect) -> Self {
        Self {
            area,
            lines: Vec::new(),
            part: 0,
            length: 0,
            painted: Vec::new(),
            groups: Vec::new(),
            last_run: None,
            has_hidden: false,
            has_drawing: false,
            glyphs: 0,
            without_text: 0,
        }
    }

    pub(super) fn has_hidden(&self) -> bool {
        self.has_hidden
    }

    /// Whether the page shows something that is no text, and nothing else. A font may not say which
    /// characters its glyphs are.
    pub(super) fn is_picture(&self) -> bool {
        let has_text = self.lines.iter().any(|line| !line.text.trim().is_empty());
        (self.has_drawing && !has_text) || self.without_text * 2 > self.glyphs
    }

    /// Ends the page itself or its annotations. What the latter say goes to the line that they are on.
    pub(super) fn end_of_part(&mut self) {
        let added = self.lines.split_off(self.part);
        for line in added {
            let own = &mut self.lines[..self.part];
            let beside = own.iter_mut().rev().find(|own| {
                (own.start.y - line.start.y).abs() < own.size && own.start.x < line.start.x
            });
            match beside {
                Some(own) => {
                    own.text.push('\t');
                    own.text.push_str(&line.text);
                }
                None => self.lines.push(line),
            }
        }
        self.part = self.lines.len();
    }

    /// The text, with an empty line where there is more space than between two lines.
    pub(super) fn lines(&self) -> String {
        let mut text = String::with_capacity(self.length);
        let mut last: Option<&Line> = None;
        for line in &self.lines {
            if let Some(last) = last {
                let gap = (line.start.y - last.start.y).abs();
                text.push_str(if gap > 1.9 * last.size.max(line.size) {
                    "\n\n"
                } else {
                    "\n"
                });
            }
            text.push_str(line.text.trim_end());
            last = Some(line);
        }
        text
    }

    fn glyph(
        &mut self,
        glyph: &PositionedGlyph<'_>,
        transform: Affine,
        is_unseen: bool,
        is_white: bool,
    ) {
        self.glyphs += 1;
        let text = match glyph.as_unicode() {
            Some(BfString::Char(one)) => {
                letters(one).map_or_else(|| one.to_string(), str::to_owned)
            }
            Some(BfString::String(text)) => text,
            None => {
                self.without_text += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        let advance = match &**glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let transform = transform * glyph.transform();
        let [_, _, x, y, ..] = transform.as_coeffs();
        let placed = Placed {
            text,
            start: transform * Point::ZERO,
            end: transform * Point::new(advance.unwrap_or(500.0).into(), 0.0),
            size: x.hypot(y) * UNITS_PER_EM,
        };
        let is_hidden = is_unseen
            || placed.size <= TINY
            || !self.area.contains(placed.start)
            || is_white && self.is_white_at(placed.start);
        if is_hidden {
            self.has_hidden |= !placed.text.trim().is_empty();
        } else if self.length <= LONGEST_LETTER {
            self.length += placed.text.len();
            self.place(placed);
        }
    }

    fn place(&mut self, glyph: Placed) {
        if let Some(line) = self.lines[self.part..].last_mut() {
            let size = line.size.max(glyph.size);
            let step = glyph.end - glyph.start;
            // The direction of writing, since a page or a text may be turned.
            let along = if step.hypot() > 0.0 {
                step / step.hypot()
            } else {
                Vec2::new(1.0, 0.0)
            };
            let way = glyph.start - line.end;
            let (ahead, aside) = (way.dot(along), way.cross(along));
            if aside.abs() < 0.5 * size && ahead > -0.5 * size {
                let has_space = line.text.ends_with(char::is_whitespace)
                    || glyph.text.starts_with(char::is_whitespace);
                if ahead > 2.0 * size {
                    line.text.push('\t');
                } else if ahead > 0.15 * size && !has_space {
                    line.text.push(' ');
                }
                line.text.push_str(&glyph.text);
                line.end = glyph.end;
                return;
            }
        }
        self.lines.push(Line {
            text: glyph.text,
            start: glyph.start,
            end: glyph.end,
            size: glyph.size,
        });
    }

    fn is_white_at(&self, place: Point) -> bool {
        // With too many areas, what everyone may see is not left out.
        self.painted.len() < MOST_PAINTED && {
            let mut painted = self.painted.iter().rev();
            let top = painted.find(|(area, _)| area.contains(place));
            top.is_none_or(|(_, is_white)| *is_white)
        }
    }

    fn paint(&mut self, area: Rect, is_white: bool) {
        if self.painted.len() < MOST_PAINTED {
            self.painted.push((area, is_white));
        }
    }
}

/// The letters of a ligature, which no word list has.
fn letters(ligature: char) -> Option<&'static str> {
    Some(match ligature {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(colour) => {
            let [red, green, blue, _] = colour.to_rgba().components();
            red.min(green).min(blue) > 0.98
        }
        Paint::Pattern(_) => false,
    }
}

fn is_transparent(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(colour) => colour.to_rgba().components()[3] < 0.02,
        Paint::Pattern(_) => false,
    }
}

impl<'a> Device<'a> for PageText {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if is_transparent(&props.paint) {
            return;
        }
        self.has_drawing = true;
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            let area = props.transform.transform_rect_bbox(path.bounding_box());
            self.paint(area, is_white(&props.paint));
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let first = run.glyphs().first();
        let start = first.map(|first| props.transform * first.transform() * Point::ZERO);
        // Glyphs that are filled and outlined come twice.
        if matches!(mode, DrawMode::Stroke(_)) && start == self.last_run {
            return;
        }
        self.last_run = start;
        let is_unseen = matches!(mode, DrawMode::Invisible)
            || is_transparent(&props.paint)
            || self.groups.contains(&true);
        let is_white = is_white(&props.paint);
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, is_unseen, is_white);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.has_drawing = true;
        let own = Rect::new(0.0, 0.0, image.width().into(), image.height().into());
        self.paint(props.transform.transform_rect_bbox(own), false);
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.groups.push(opacity < 0.02);
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn pop_clip(&mut self) {}
}
