//! A ladder as SVG: lifelines on the left, what happens and why on the right. It carries its own colours for light and dark, and asks for nothing.

use super::layout::{Layout, Row};
use super::notes::headline;
use crate::run::Queue;
use crate::story::{Sent, Story};
use std::fmt::Write;

/// The drawing: a complete file, which can also stand in a page as it is.
#[must_use]
pub fn svg(story: &Story) -> String {
    let drawing = Drawing {
        story,
        layout: Layout::of(story),
    };
    let mut out = String::new();
    drawing.draw(&mut out).expect("a string takes everything");
    out
}

/// Colours by role. Dark ones are taken where the reader's system is dark.
const STYLE: &str = "\
.ladder{--ink:#1c1e21;--paper:#fff;--rail:#9aa0a6;--soft:#5f6368;--arrow:#1a56b0;--bad:#b3261e;--slot:#d7e3f8;--pill:#eef1f5}\
@media (prefers-color-scheme:dark){.ladder{--ink:#e8eaed;--paper:#16181c;--rail:#6b7076;--soft:#a4abb3;--arrow:#8ab4f8;--bad:#f2938c;--slot:#2b4470;--pill:#262a30}}\
.ladder text{font:13px system-ui,sans-serif;fill:var(--ink)}\
.ladder .name{font-weight:700;text-anchor:middle}\
.ladder .soft{fill:var(--soft)}.ladder .bad{fill:var(--bad)}.ladder .what{font-weight:600}\
.ladder .wire{font:12px ui-monospace,monospace;text-anchor:middle;paint-order:stroke;stroke:var(--paper);stroke-width:4px}\
.ladder .pill{font-size:12px;text-anchor:middle}.ladder .box{fill:var(--pill);stroke:var(--rail)}\
.ladder .rail{stroke:var(--rail)}.ladder .dot{fill:var(--ink)}\
.ladder .arrow{stroke:var(--arrow);fill:none;stroke-width:1.6}.ladder .head{fill:var(--arrow)}\
.ladder .ignored{stroke-dasharray:6 4}.ladder .lost{stroke:var(--bad)}.ladder .way{stroke-dasharray:2 4}\
.ladder .taken{fill:var(--slot);stroke:var(--rail)}.ladder .free{fill:none;stroke:var(--rail)}.ladder .who{font-size:11px;text-anchor:middle}\
.ladder .loop{stroke:var(--bad);fill:none;stroke-width:1.6}";

/// The name of a segment stands at most so far below its beginning.
const NEAR: f64 = 60.0;

struct Drawing<'s> {
    story: &'s Story,
    layout: Layout,
}

/// An arrow.
struct Way {
    from: (f64, f64),
    to: (f64, f64),
    fate: Fate,
}

/// What becomes of a segment.
#[derive(Clone, Copy)]
enum Fate {
    Taken,
    Ignored,
    Lost,
    UnderWay,
}

impl Fate {
    const fn class(self) -> &'static str {
        match self {
            Self::Taken => "taken-in",
            Self::Ignored => "ignored",
            Self::Lost => "lost",
            Self::UnderWay => "way",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Taken => "",
            Self::Ignored => " · ignored",
            Self::Lost => " · lost",
            Self::UnderWay => " · under way",
        }
    }
}

impl Drawing<'_> {
    fn draw(&self, out: &mut String) -> std::fmt::Result {
        let (width, height) = (self.layout.width, self.layout.height);
        let title = escaped(&self.story.title);
        write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" role=\"img\" aria-label=\"{title}\" \
             viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n<title>{title}</title>\n<desc>"
        )?;
        for line in self.told() {
            writeln!(out, "{}", escaped(&line))?;
        }
        writeln!(out, "</desc>\n<style>{STYLE}</style>")?;
        writeln!(
            out,
            "<rect width=\"{width}\" height=\"{height}\" style=\"fill:var(--paper)\"/>"
        )?;
        self.rails(out)?;
        self.before(out)?;
        let segments = self.story.segments.iter();
        let ways: Vec<(&Sent, Way)> = segments
            .flat_map(|sent| self.ways(sent).into_iter().map(move |way| (sent, way)))
            .collect();
        for (_, way) in &ways {
            self.arrow(out, way)?;
        }
        for (number, row) in self.layout.rows.iter().enumerate() {
            self.row(out, number, row)?;
        }
        // Copies of a segment begin where it does: one name is enough.
        for copies in ways.chunk_by(|(one, _), (other, _)| std::ptr::eq(*one, *other)) {
            if let Some((sent, way)) = copies.first() {
                self.label(out, sent, way)?;
            }
        }
        self.ending(out)?;
        writeln!(out, "</svg>")
    }

    /// The whole story in words, for whoever does not see.
    fn told(&self) -> Vec<String> {
        let mut lines = self.story.shows.clone();
        for number in 0..self.story.scenes.len() {
            lines.push(format!("{}. {}", number + 1, headline(self.story, number)));
        }
        lines.extend(self.story.ending_in_words());
        lines
    }

    /// What the queues hold before the first step stands in the heading.
    fn before(&self, out: &mut String) -> std::fmt::Result {
        let x = self.layout.panel;
        for (place, line) in self.layout.before.iter().enumerate() {
            let y = self.layout.y_before(place);
            writeln!(
                out,
                "<text class=\"soft\" x=\"{x}\" y=\"{y}\">{}</text>",
                escaped(line)
            )?;
        }
        Ok(())
    }

    fn rails(&self, out: &mut String) -> std::fmt::Result {
        for part in &self.layout.parts {
            let x = self.layout.x(*part);
            let name = escaped(&self.story.parts[*part].name);
            writeln!(out, "<text class=\"name\" x=\"{x}\" y=\"22\">{name}</text>")?;
            let bottom = self.layout.bottom;
            writeln!(
                out,
                "<line class=\"rail\" x1=\"{x}\" y1=\"32\" x2=\"{x}\" y2=\"{bottom}\"/>"
            )?;
        }
        Ok(())
    }

    /// Where a segment begins, where each of its arrows ends, and what becomes of it there.
    fn ways(&self, sent: &Sent) -> Vec<Way> {
        let from = (self.layout.x(sent.from), self.layout.y(sent.sent));
        let x = self.layout.x(sent.to);
        // What does not arrive stops on its way.
        let way = |y: f64, fate: Fate, share: f64| Way {
            from,
            to: (from.0 + (x - from.0) * share, from.1 + (y - from.1) * share),
            fate,
        };
        let arrives = match sent.ignored {
            true => Fate::Ignored,
            false => Fate::Taken,
        };
        match (&*sent.arrives, sent.lost) {
            (_, Some(lost)) => vec![way(self.layout.y(lost), Fate::Lost, 0.62)],
            ([], None) => vec![way(self.layout.bottom - 6.0, Fate::UnderWay, 0.8)],
            (scenes, None) => {
                let ends = scenes.iter().map(|scene| self.layout.y(*scene));
                ends.map(|y| way(y, arrives, 1.0)).collect()
            }
        }
    }

    fn arrow(&self, out: &mut String, way: &Way) -> std::fmt::Result {
        let ((x1, y1), (x2, y2)) = (way.from, way.to);
        let class = way.fate.class();
        writeln!(
            out,
            "<line class=\"arrow {class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        )?;
        match way.fate {
            Fate::Lost => writeln!(
                out,
                "<path class=\"arrow lost\" d=\"M{:.1} {:.1}l10 10m0 -10l-10 10\"/>",
                x2 - 5.0,
                y2 - 5.0
            ),
            Fate::UnderWay => Ok(()),
            Fate::Taken | Fate::Ignored => self.head(out, way.from, way.to),
        }
    }

    /// The name of a segment stands beside the beginning of a long way, where others are less likely to cross it.
    fn label(&self, out: &mut String, sent: &Sent, way: &Way) -> std::fmt::Result {
        let ((x1, y1), (x2, y2)) = (way.from, way.to);
        let packet = sent.packet.map(|packet| format!("#{packet} "));
        let text = format!(
            "{}{}{}",
            packet.unwrap_or_default(),
            sent.text,
            way.fate.words()
        );
        let share = match way.fate {
            Fate::Lost => 0.75,
            Fate::Taken | Fate::Ignored | Fate::UnderWay => (NEAR / (y2 - y1).max(1.0)).min(0.5),
        };
        // Numbers and times at the left stay free.
        let least = self.layout.left() + Layout::text_width(&text) / 2.0;
        writeln!(
            out,
            "<text class=\"wire\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            (x1 + (x2 - x1) * share).max(least),
            y1 + (y2 - y1) * share - 5.0,
            escaped(&text)
        )
    }

    fn head(
        &self,
        out: &mut String,
        (x1, y1): (f64, f64),
        (x2, y2): (f64, f64),
    ) -> std::fmt::Result {
        let (dx, dy) = (x2 - x1, y2 - y1);
        let length = dx.hypot(dy).max(1.0);
        let (ux, uy) = (dx / length, dy / length);
        let (bx, by) = (x2 - ux * 9.0, y2 - uy * 9.0);
        writeln!(
            out,
            "<path class=\"head\" d=\"M{x2:.1} {y2:.1}L{:.1} {:.1}L{:.1} {:.1}Z\"/>",
            bx - uy * 4.0,
            by + ux * 4.0,
            bx + uy * 4.0,
            by - ux * 4.0
        )
    }

    fn row(&self, out: &mut String, number: usize, row: &Row) -> std::fmt::Result {
        let told = &self.story.scenes[number];
        let y = row.y;
        writeln!(
            out,
            "<text x=\"8\" y=\"{:.1}\">{}</text>",
            y + 4.0,
            number + 1
        )?;
        if let Some(when) = told.when() {
            writeln!(
                out,
                "<text class=\"soft\" x=\"34\" y=\"{:.1}\">{when}</text>",
                y + 4.0
            )?;
        }
        if let Some(part) = told.who {
            writeln!(
                out,
                "<circle class=\"dot\" cx=\"{}\" cy=\"{y:.1}\" r=\"4\"/>",
                self.layout.x(part)
            )?;
        }
        for (part, state) in &row.pills {
            self.pill(out, self.layout.x(*part), y + 18.0, state)?;
        }
        let x = self.layout.panel;
        for (line, (class, text)) in row.lines.iter().enumerate() {
            let y = y + 4.0 + Layout::LINE * line as f64;
            writeln!(
                out,
                "<text class=\"{class}\" x=\"{x}\" y=\"{y:.1}\">{}</text>",
                escaped(text)
            )?;
        }
        for (place, (name, queue)) in row.queues.iter().enumerate() {
            let line = (row.lines.len() + place) as f64;
            self.slots(out, y + 4.0 + Layout::LINE * line, name, queue)?;
        }
        Ok(())
    }

    fn pill(&self, out: &mut String, x: f64, y: f64, text: &str) -> std::fmt::Result {
        let width = Layout::text_width(text) + 14.0;
        writeln!(
            out,
            "<rect class=\"box\" x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"18\" rx=\"9\"/>\
             <text class=\"pill\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
            x - width / 2.0,
            y - 9.0,
            y + 4.0,
            escaped(text)
        )
    }

    /// A queue slot by slot; of a long one only the beginning and the number.
    fn slots(&self, out: &mut String, y: f64, name: &str, queue: &Queue) -> std::fmt::Result {
        const DRAWN: u32 = 6;
        const WIDE: f64 = 26.0;
        let x = self.layout.panel;
        let full = if queue.is_full() { " · full" } else { "" };
        writeln!(
            out,
            "<g><title>{}: {}</title><text class=\"soft\" x=\"{x}\" y=\"{y:.1}\">{name} {} of {}{full}</text>",
            escaped(name),
            escaped(&queue.drawn()),
            queue.held,
            queue.slots
        )?;
        for slot in 0..queue.slots.min(DRAWN) {
            let x = x + 190.0 + f64::from(slot) * WIDE;
            let class = if slot < queue.held { "taken" } else { "free" };
            writeln!(
                out,
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"22\" height=\"15\" rx=\"2\"/>",
                y - 12.0
            )?;
            if let Some(who) = queue.occupants.get(slot as usize) {
                let short = shortened(who);
                writeln!(
                    out,
                    "<text class=\"who\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                    x + 11.0,
                    y - 1.0,
                    escaped(&short)
                )?;
            }
        }
        writeln!(out, "</g>")
    }

    /// What is repeated for ever has a bracket at the left.
    fn ending(&self, out: &mut String) -> std::fmt::Result {
        let below = self.layout.bottom + 20.0;
        if let Some(words) = self.story.ending_in_words() {
            writeln!(
                out,
                "<text class=\"bad\" x=\"8\" y=\"{below:.1}\">{}</text>",
                escaped(&words)
            )?;
        }
        let Some(from) = self.story.repeats_from() else {
            return Ok(());
        };
        let (top, bottom) = (self.layout.y(from), self.layout.bottom - 4.0);
        writeln!(
            out,
            "<path class=\"loop\" d=\"M26 {bottom:.1}H3V{top:.1}H22m-6 -4l6 4l-6 4\"/>"
        )
    }
}

/// `client 1, ACK ignored` is 1; who has no number is a dot.
fn shortened(who: &str) -> String {
    let name = who.split(',').next().unwrap_or_default();
    match name.strip_prefix("client ") {
        Some(number) => number.to_owned(),
        None => "•".to_owned(),
    }
}

/// Text as XML takes it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
