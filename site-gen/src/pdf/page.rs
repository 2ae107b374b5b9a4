//! The text of a page, from the glyphs that are drawn on it.
//!
//! Lines stay in the order in which they are drawn, which in a letter is that of reading: a table
//! comes cell by cell.

use hayro_interpret::font::{Glyph, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::dict::keys::{MASK, SMASK};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};

/// Sizes in points up to this one cannot be read. The readers of other formats have the same.
const TINY: f64 = 2.0;
/// The size of a glyph in its own coordinates (ISO 32000-2, 9.2.4).
const UNITS_PER_EM: f64 = 1000.0;
/// The maximum number of areas that are searched for what covers text or is under it.
const MAX_PAINTED: usize = 2000;
/// The maximum number of glyphs of a page. A whole letter has fewer.
const MAX_GLYPHS: usize = 200 * 1024;
/// The maximum number of lines that are looked through for the one beside a field.
const MAX_BESIDE: usize = 50;
/// A page that is covered by a picture and has fewer letters next to it is a scan with, for example,
/// the line that a fax machine added.
const MIN_LETTERS: usize = 150;

/// Text with the same baseline and no jump back.
struct TextLine {
    text: String,
    start: Point,
    /// Where the next glyph is expected.
    end: Point,
    size: f64,
}

/// A glyph on the page.
struct PlacedGlyph {
    text: String,
    start: Point,
    end: Point,
    /// Its middle, which decides whether it is seen.
    middle: Point,
    size: f64,
    is_hidden: bool,
    /// Whether it is not drawn at all, and nothing else hides it: a scanner writes the text that it recognised
    /// so.
    is_undrawn: bool,
}

/// An area that was painted.
struct Painted {
    area: Rect,
    is_white: bool,
    /// Whether nothing shows through.
    is_opaque: bool,
    /// How many glyphs were drawn before.
    glyphs: usize,
}

/// A group of drawings that are composed on the page as one.
#[derive(Clone, Copy, Default)]
struct TransparencyGroup {
    is_unseen: bool,
    /// Whether what is behind it shows through.
    is_pale: bool,
}

/// The content drawn on a page so far.
pub(super) struct PageText {
    area: Rect,
    glyphs: Vec<PlacedGlyph>,
    /// Where the glyphs of the annotations begin.
    annotations: Option<usize>,
    /// Where the glyphs of the last run begin.
    last_run: usize,
    /// The last one is on top.
    painted: Vec<Painted>,
    /// The areas that drawing is limited to, each within the one before.
    clips: Vec<Rect>,
    /// The groups of drawings around the place.
    groups: Vec<TransparencyGroup>,
    unseen_groups: usize,
    pale_groups: usize,
    has_drawing: bool,
    /// The part of the page that the largest picture covers, if there are any.
    largest_picture: Option<f64>,
    without_text: usize,
    is_too_long: bool,
}

/// The text of a page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is true of any page, whatever the others are"
)]
pub(super) struct Page {
    /// The text, with an empty line where there is more space than between two lines.
    pub(super) text: String,
    pub(super) has_hidden: bool,
    /// Whether it has text that is not read, in a picture or in drawings.
    pub(super) is_unread: bool,
    /// Whether that is a picture.
    pub(super) is_picture: bool,
    /// Whether `text` is what a scanner recognised in the picture.
    pub(super) is_recognized: bool,
}

impl PageText {
    pub(super) fn new(area: Rect) -> Self {
        Self {
            area,
            glyphs: Vec::new(),
            annotations: None,
            last_run: 0,
            painted: Vec::new(),
            clips: Vec::new(),
            groups: Vec::new(),
            unseen_groups: 0,
            pale_groups: 0,
            has_drawing: false,
            largest_picture: None,
            without_text: 0,
            is_too_long: false,
        }
    }

    /// Begins the annotations, such as the fields of a form.
    pub(super) fn annotations(&mut self) {
        self.annotations = Some(self.glyphs.len());
        self.last_run = self.glyphs.len();
    }

    /// Ends the page. `None` if it has more text than a letter.
    pub(super) fn end(mut self) -> Option<Page> {
        if self.is_too_long {
            return None;
        }
        let has_large_picture = self.largest_picture.is_some_and(|part| part > 0.5);
        for (at, glyph) in self.glyphs.iter_mut().enumerate() {
            let later = self.painted.iter().rev();
            let mut later = later.take_while(|painted| painted.glyphs > at);
            let is_covered =
                later.any(|painted| painted.is_opaque && painted.area.contains(glyph.middle));
            // Some scanners draw the text under the picture.
            glyph.is_undrawn |= is_covered && has_large_picture && !glyph.is_hidden;
            glyph.is_hidden |= is_covered;
        }
        let is_blank = |glyph: &PlacedGlyph| glyph.text.trim().is_empty();
        let letters = self.glyphs.iter().filter(|glyph| !is_blank(glyph));
        let count = letters.clone().filter(|glyph| !glyph.is_hidden).count();
        let is_scan = has_large_picture && count < MIN_LETTERS;
        // A font may not say which characters its glyphs are.
        let is_unknown = self.without_text * 2 > letters.clone().count();
        let is_unread = is_scan || is_unknown || self.has_drawing && count == 0;
        let is_recognized =
            is_unread && !is_unknown && letters.clone().any(|glyph| glyph.is_undrawn);
        let is_left_out =
            |glyph: &PlacedGlyph| glyph.is_hidden && !(is_recognized && glyph.is_undrawn);
        let has_hidden = letters.clone().any(is_left_out);
        let annotations = self.annotations.unwrap_or(self.glyphs.len());
        let (page, annotations) = self.glyphs.split_at(annotations.min(self.glyphs.len()));
        let shown = |glyphs: &[PlacedGlyph]| lines(glyphs.iter().filter(|one| !is_left_out(one)));
        Some(Page {
            text: written(with_beside(shown(page), shown(annotations))),
            has_hidden,
            is_unread,
            is_recognized,
            is_picture: self.largest_picture.is_some(),
        })
    }

    fn glyph(
        &mut self,
        glyph: &PositionedGlyph<'_>,
        transform: Affine,
        (is_undrawn, is_unseen, is_white): (bool, bool, bool),
    ) {
        if self.glyphs.len() == MAX_GLYPHS {
            self.is_too_long = true;
            return;
        }
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
        let transform = transform * glyph.transform();
        let [a, b, c, d, ..] = transform.as_coeffs();
        let (width, height) = (a.hypot(b) * UNITS_PER_EM, c.hypot(d) * UNITS_PER_EM);
        let (advance, size, smallest) = match &**glyph {
            Glyph::Outline(glyph) => {
                let advance: f64 = glyph.advance_width().unwrap_or(500.0).into();
                (advance, height, width.min(height))
            }
            // Its size is whatever its drawing says. Letters are about twice as high as wide.
            Glyph::Type3(glyph) => {
                let advance: f64 = glyph.advance_width().unwrap_or(500.0).into();
                let size = 2.0 * advance.abs() / UNITS_PER_EM * width;
                (advance, size, size)
            }
        };
        let middle = transform * Point::new(advance / 2.0, 0.25 * UNITS_PER_EM);
        let middle = match &**glyph {
            Glyph::Outline(_) => middle,
            Glyph::Type3(_) => transform * Point::new(advance / 2.0, 0.0),
        };
        let is_clipped = self.clips.last().is_some_and(|clip| !clip.contains(middle));
        let is_hidden = is_unseen
            || smallest <= TINY
            || !self.area.contains(middle)
            || is_clipped
            || is_white && self.is_white_at(middle);
        self.glyphs.push(PlacedGlyph {
            text,
            start: transform * Point::ZERO,
            end: transform * Point::new(advance, 0.0),
            middle,
            size,
            is_hidden: is_hidden || is_undrawn,
            is_undrawn: is_undrawn && !is_hidden,
        });
    }

    /// Ends a run of glyphs. Some programs draw letters twice at almost the same place, to fill and to
    /// outline them or to make them bold. They are read once, and are seen if either is.
    fn end_run(&mut self, start: usize) {
        let (before, run) = self.glyphs.split_at_mut(start);
        let last = &mut before[self.last_run..];
        let is_again = last.len() == run.len()
            && last.iter().zip(&*run).all(|(last, own)| {
                last.text == own.text && (last.start - own.start).hypot() < 0.1 * own.size
            });
        if is_again {
            for (last, own) in last.iter_mut().zip(run) {
                last.is_hidden &= own.is_hidden;
                last.is_undrawn |= own.is_undrawn;
            }
            self.glyphs.truncate(start);
        } else {
            self.last_run = start;
        }
    }

    fn is_unseen(&self, props: &DrawProps<'_>) -> bool {
        self.unseen_groups > 0 || is_transparent(&props.paint)
    }

    fn is_white_at(&self, place: Point) -> bool {
        // With too many areas, what everyone may see is not left out.
        self.painted.len() < MAX_PAINTED && {
            let mut painted = self.painted.iter().rev();
            let top = painted.find(|painted| painted.area.contains(place));
            top.is_none_or(|painted| painted.is_white)
        }
    }

    /// Paints an area, as far as it is not clipped.
    fn paint(&mut self, area: Rect, is_white: bool, is_opaque: bool) {
        let area = self.clipped(area);
        if self.painted.len() < MAX_PAINTED && area.area() > 0.0 {
            self.painted.push(Painted {
                area,
                is_white,
                is_opaque: is_opaque && self.pale_groups == 0,
                glyphs: self.glyphs.len(),
            });
        }
    }

    fn clipped(&self, area: Rect) -> Rect {
        let clip = *self.clips.last().unwrap_or(&self.area);
        let area = area.intersect(clip);
        if area.width() > 0.0 && area.height() > 0.0 {
            area
        } else {
            Rect::ZERO
        }
    }
}

/// The lines of glyphs.
fn lines<'g>(glyphs: impl Iterator<Item = &'g PlacedGlyph>) -> Vec<TextLine> {
    let mut lines: Vec<TextLine> = Vec::new();
    for glyph in glyphs {
        if let Some(line) = lines.last_mut() {
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
                continue;
            }
        }
        lines.push(TextLine {
            text: glyph.text.clone(),
            start: glyph.start,
            end: glyph.end,
            size: glyph.size,
        });
    }
    lines
}

/// The lines of a page, with those of its annotations each after the line that it is on.
fn with_beside(mut page: Vec<TextLine>, annotations: Vec<TextLine>) -> Vec<TextLine> {
    // The lines from top to bottom, so that each annotation is compared with few.
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by(|one, other| page[*one].start.y.total_cmp(&page[*other].start.y));
    for line in annotations {
        let is_above = |at: &usize| page[*at].start.y <= line.start.y - line.size;
        let first = order.partition_point(is_above);
        let near = order[first..]
            .iter()
            .copied()
            .take(MAX_BESIDE)
            .take_while(|at| page[*at].start.y < line.start.y + line.size);
        let beside = near.filter(|at| page[*at].start.x < line.start.x).max();
        match beside {
            Some(at) => {
                page[at].text.push('\t');
                page[at].text.push_str(&line.text);
            }
            None => page.push(line),
        }
    }
    page
}

/// The text of lines, with an empty line where there is more space than between two lines.
fn written(lines: Vec<TextLine>) -> String {
    let mut text = String::new();
    let mut last: Option<TextLine> = None;
    for line in lines {
        if let Some(last) = last {
            // Across the direction of writing, since a page or a text may be turned.
            let along = last.end - last.start;
            let gap = along.cross(line.start - last.start).abs() / along.hypot().max(0.001);
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

/// Whether nothing shows through what is painted.
fn is_opaque(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(colour) => colour.to_rgba().components()[3] > 0.98,
        Paint::Pattern(_) => false,
    }
}

/// Whether a transformation keeps the sides of a rectangle upright.
fn is_upright(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let is_small = |one: f64, than: f64| one.abs() <= 1e-3 * than.abs();
    is_small(b, a) && is_small(c, d) || is_small(a, b) && is_small(d, c)
}

impl<'a> Device<'a> for PageText {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.is_unseen(&props) {
            return;
        }
        self.has_drawing = true;
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            let area = props.transform.transform_rect_bbox(path.bounding_box());
            self.paint(area, is_white(&props.paint), false);
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if self.is_unseen(&props) {
            return;
        }
        self.has_drawing = true;
        if matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..)) {
            let area = props.transform.transform_rect_bbox(*rect);
            let is_plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
            let is_opaque = is_plain && is_opaque(&props.paint) && is_upright(props.transform);
            self.paint(area, is_white(&props.paint), is_opaque);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let is_undrawn = matches!(mode, DrawMode::Invisible);
        let is_unseen = self.is_unseen(&props);
        let is_white = is_white(&props.paint);
        let start = self.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform, (is_undrawn, is_unseen, is_white));
        }
        self.end_run(start);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if self.unseen_groups > 0 {
            return;
        }
        self.has_drawing = true;
        let own = Rect::new(0.0, 0.0, image.width().into(), image.height().into());
        let area = props.transform.transform_rect_bbox(own);
        let part = self.clipped(area).area() / self.area.area();
        self.largest_picture = Some(self.largest_picture.unwrap_or_default().max(part));
        let has_mask = match &image {
            Image::Raster(image) => {
                let dictionary = image.stream().dict();
                dictionary.contains_key(SMASK) || dictionary.contains_key(MASK)
            }
            Image::Stencil(_) => true,
        };
        let is_plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let is_opaque = is_plain && !has_mask && is_upright(props.transform);
        self.paint(area, false, is_opaque);
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend_mode: BlendMode,
    ) {
        let group = TransparencyGroup {
            is_unseen: opacity < 0.02,
            is_pale: opacity < 0.98 || mask.is_some() || blend_mode != BlendMode::Normal,
        };
        self.unseen_groups += usize::from(group.is_unseen);
        self.pale_groups += usize::from(group.is_pale);
        self.groups.push(group);
    }

    fn pop_transparency_group(&mut self) {
        let group = self.groups.pop().unwrap_or_default();
        self.unseen_groups -= usize::from(group.is_unseen);
        self.pale_groups -= usize::from(group.is_pale);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let area = self.clipped(clip.path.bounding_box());
        self.clips.push(area);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }
}
