//! The reports as pages for a browser, from the same Markdown: read from the file system, without requests to anywhere.
//!
//! A page is whole in itself: its style stands in it, and it has no script. Links between reports become links between pages.

mod render;

/// The language of a code block that is a drawing: SVG that this program made, shown as it is.
pub(super) const LADDER: &str = "ladder";

mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The page that reports with this path become; `None` for those that are no pages.
fn page_of(report: &Path) -> Option<PathBuf> {
    if report == Path::new("README.md") {
        return Some(PathBuf::from("index.html"));
    }
    let is_page = report
        .extension()
        .is_some_and(|ending| ending == "md" || ending == "toml");
    is_page.then(|| report.with_extension("html"))
}

/// Every page by its path, from reports by theirs.
#[must_use]
pub fn html_pages(reports: &BTreeMap<PathBuf, String>) -> BTreeMap<PathBuf, String> {
    let pages: BTreeSet<PathBuf> = reports.keys().filter_map(|path| page_of(path)).collect();
    let page = |(path, text): (&PathBuf, &String)| {
        let name = page_of(path)?;
        let text = match path.extension().is_some_and(|ending| ending == "toml") {
            true => format!("# {}\n\n```toml\n{text}```\n", path.display()),
            false => text.clone(),
        };
        let rendered = render::rendered(&text, path, &pages);
        let page = template::page(&name, &rendered, &pages);
        Some((name, page))
    };
    reports.iter().filter_map(page).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(reports: &[(&str, &str)]) -> BTreeMap<PathBuf, String> {
        let reports = reports
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
        html_pages(&reports.collect())
    }

    #[test]
    fn links_between_reports_become_links_between_pages() {
        let pages = pages(&[
            ("README.md", "# Reports\n\n- `claims.md`: the table"),
            ("claims.md", "# Claims\n\n[F.1](claims/F.1.md)\n\n## F.1\n"),
            (
                "claims/F.1.md",
                "# F.1\n\n[all](../claims.md#f1) [code](../../spec/src/rule.rs)",
            ),
        ]);
        let page = |name: &str| &pages[Path::new(name)];
        assert!(page("index.html").contains("href=\"claims.html\""));
        assert!(page("claims.html").contains("id=\"f-1\""));
        let deep = page("claims/F.1.html");
        assert!(deep.contains("href=\"../claims.html#f1\""), "{deep}");
        assert!(deep.contains("href=\"../index.html\""), "{deep}");
        assert!(
            !deep.contains("rule.rs\""),
            "what is no page is not linked: {deep}"
        );
    }

    #[test]
    fn a_drawing_is_shown_and_other_code_is_text() {
        let drawing = "<svg viewBox=\"0 0 1 1\">\n<text>a</text>\n</svg>";
        let report = format!("# A\n\n```{LADDER}\n{drawing}\n```\n\n```text\n<svg>\n```\n");
        let pages = pages(&[("a.md", &report)]);
        let page = &pages[Path::new("a.html")];
        assert!(page.contains(&format!("{drawing}\n</div>")), "{page}");
        assert!(page.contains("&lt;svg&gt;"), "{page}");
    }

    #[test]
    fn what_reports_say_is_text_and_never_markup() {
        let pages = pages(&[("a.md", "# A <b>\n\n`<script>` <script>x</script>\n")]);
        let page = &pages[Path::new("a.html")];
        assert!(!page.contains("<script>"), "{page}");
        assert!(
            page.contains("<title>A &lt;b&gt; · halfopen</title>"),
            "{page}"
        );
    }
}
