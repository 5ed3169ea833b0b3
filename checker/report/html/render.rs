//! Markdown to HTML, with links to pages, names for headings, and tables that can be scrolled.

use super::LADDER;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// What stands around a drawing; whoever moves by keyboard can scroll it.
const DRAWING: &str =
    "<div class=\"drawing\" tabindex=\"0\" role=\"region\" aria-label=\"ladder diagram\">";

/// A report that was rendered.
pub(super) struct Rendered {
    /// Its first heading, as text.
    pub(super) title: String,
    /// Its body.
    pub(super) body: String,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not changed goes on as it is, whatever the parser may find one day"
)]
/// Renders the report with this path; `pages` are all pages there will be.
pub(super) fn rendered(markdown: &str, report: &Path, pages: &BTreeSet<PathBuf>) -> Rendered {
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let title = heading(&events);
    let mut out: Vec<Event<'_>> = Vec::new();
    let mut unlinked = 0_usize;
    let mut is_drawing = false;
    for (place, event) in events.iter().enumerate() {
        match event.clone() {
            Event::Start(Tag::Heading {
                level,
                classes,
                attrs,
                ..
            }) => out.push(Event::Start(Tag::Heading {
                level,
                id: Some(CowStr::from(slug(&text_of(&events[place + 1..])))),
                classes,
                attrs,
            })),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if &*language == LADDER =>
            {
                is_drawing = true;
                out.push(Event::Html(CowStr::from(DRAWING)));
            }
            Event::Text(svg) if is_drawing => out.push(Event::Html(svg)),
            Event::End(TagEnd::CodeBlock) if is_drawing => {
                is_drawing = false;
                out.push(Event::Html(CowStr::from("</div>")));
            }
            Event::Start(Tag::Table(alignments)) => {
                out.push(Event::Html(CowStr::from("<div class=\"scroll\">")));
                out.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                out.push(Event::End(TagEnd::Table));
                out.push(Event::Html(CowStr::from("</div>")));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => match target(&dest_url, report, pages) {
                Some(dest_url) => out.push(Event::Start(Tag::Link {
                    link_type,
                    dest_url: CowStr::from(dest_url),
                    title,
                    id,
                })),
                None => unlinked += 1,
            },
            Event::End(TagEnd::Link) if unlinked > 0 => unlinked -= 1,
            // A report that is only named is linked all the same.
            Event::Code(code) => match target(&code, report, pages).filter(|_| is_report(&code)) {
                Some(dest_url) => {
                    out.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: CowStr::from(dest_url),
                        title: CowStr::from(""),
                        id: CowStr::from(""),
                    }));
                    let name = Path::new(&*code).with_extension("");
                    out.push(Event::Text(CowStr::from(name.display().to_string())));
                    out.push(Event::End(TagEnd::Link));
                }
                None => out.push(Event::Code(code)),
            },
            Event::Html(raw) | Event::InlineHtml(raw) => out.push(Event::Text(raw)),
            other => out.push(other),
        }
    }
    let mut body = String::new();
    html::push_html(&mut body, out.into_iter());
    Rendered { title, body }
}

fn is_report(code: &str) -> bool {
    Path::new(code)
        .extension()
        .is_some_and(|ending| ending == "md" || ending == "toml")
}

/// Where a link leads: a page, a place on this page, somewhere else in the world; `None` where nothing is.
fn target(link: &str, report: &Path, pages: &BTreeSet<PathBuf>) -> Option<String> {
    if link.starts_with("https://") || link.starts_with('#') {
        return Some(link.to_owned());
    }
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    let folder = report.parent().unwrap_or(Path::new(""));
    let page = super::page_of(&plain(&folder.join(path)))?;
    if !pages.contains(&page) {
        return None;
    }
    let up = "../".repeat(folder.components().count());
    let place = match place {
        "" => String::new(),
        place => format!("#{place}"),
    };
    Some(format!("{up}{}{place}", page.display()))
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::Normal(part) => plain.push(part),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    plain
}

/// The text of the first heading.
fn heading(events: &[Event<'_>]) -> String {
    let place = events
        .iter()
        .position(|event| matches!(event, Event::Start(Tag::Heading { .. })));
    place.map_or(String::new(), |place| text_of(&events[place + 1..]))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all that is no text is left out"
)]
/// The text up to the end of this heading.
fn text_of(events: &[Event<'_>]) -> String {
    let inside = events
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    inside
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(&**text),
            _ => None,
        })
        .collect()
}

/// `F.1 is true` → `f-1-is-true`
fn slug(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter.is_alphanumeric() {
        true => letter.to_ascii_lowercase(),
        false => '-',
    });
    let slug: String = letters.collect();
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
