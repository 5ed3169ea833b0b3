//! The report's pages: from the index over the table of claims to a claim, and every link between pages leads somewhere.

use super::chromium::{folder, page};
use halfopen::decide::{Changed, decide};
use halfopen::report::{Drawn, Found, claim_pages};
use halfopen_spec::claims::claim;
use halfopen_spec::policy::profiles;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The committed reports as pages.
fn pages() -> &'static Path {
    static PAGES: OnceLock<PathBuf> = OnceLock::new();
    PAGES.get_or_init(|| {
        let mut reports = BTreeMap::new();
        read(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("reports"),
            Path::new(""),
            &mut reports,
        );
        reports.extend(drawn());
        let to = folder().join("pages");
        for (path, page) in halfopen::report::html_pages(&reports) {
            let path = to.join(path);
            std::fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("written");
            std::fs::write(path, page).expect("the folder can be written");
        }
        to
    })
}

/// The pages of two claims as `report --html` draws them.
fn drawn() -> BTreeMap<PathBuf, String> {
    let claims: Vec<_> = ["S0.6", "S2.5"].iter().filter_map(|id| claim(id)).collect();
    let decisions = decide(&claims, &profiles(), 0, &|_, _| {});
    let found = Found {
        changed: vec![Changed::default(); claims.len()],
        decisions,
        kernels: Vec::new(),
        spaces: Vec::new(),
    };
    claim_pages(&found, Drawn::AsLadders)
}

fn read(folder: &Path, below: &Path, reports: &mut BTreeMap<PathBuf, String>) {
    for entry in std::fs::read_dir(folder).expect("it is a folder") {
        let entry = entry.expect("the folder can be listed");
        let path = below.join(entry.file_name());
        if entry.path().is_dir() {
            read(&entry.path(), &path, reports);
        } else {
            let text = std::fs::read_to_string(entry.path()).expect("reports are text");
            reports.insert(path, text);
        }
    }
}

#[test]
fn a_reader_comes_from_the_index_to_a_claim_and_back() {
    let Some(mut page) = page("report") else {
        return;
    };
    let index = format!("file://{}/index.html", pages().display());
    page.open(&index);
    assert_eq!(page.text("h1"), "Reports");
    page.picture("report-index");
    page.click("nav a[href='claims.html']");
    page.wait_until("document.title.startsWith('Claims') && document.readyState === 'complete'");
    page.picture("report-claims");
    page.click("td a[href='claims/S0.6.html']");
    page.wait_until("document.title.startsWith('S0.6') && document.readyState === 'complete'");
    let text = page.text("main");
    for wanted in [
        "because it is a retransmission",
        "A syn, A ack, B syn, C syn, D syn, D syn",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    page.picture("report-claim");
    let ladders = page.value("document.querySelectorAll('.drawing svg').length");
    assert!(
        ladders.as_u64().is_some_and(|ladders| ladders > 0),
        "{ladders} ladders"
    );
    let narrow = "[...document.querySelectorAll('.drawing svg')].filter(svg => svg.getBoundingClientRect().height < 100).length";
    assert_eq!(page.value(narrow), 0, "each ladder has a height");
    // Words never reach beyond their drawing, whatever fonts this machine has.
    let cut = "[...document.querySelectorAll('.drawing svg')].filter(svg => [...svg.querySelectorAll('text')].some(text => { const box = text.getBBox(); return box.x < 0 || box.x + box.width > svg.viewBox.baseVal.width; })).length";
    assert_eq!(page.value(cut), 0, "no words are cut");
    page.dark();
    page.picture("report-claim-dark");
    page.size(390, 844);
    let wide = page.value("document.documentElement.scrollWidth");
    assert_eq!(wide, 390, "nothing has to be scrolled sideways");
    page.picture("report-claim-phone");
    page.click("nav a[href='../index.html']");
    page.wait_until("document.title.startsWith('Reports')");
    page.stayed_at("file://");
}

/// Without a browser: every link between pages leads to a page and to a place on it, and nothing is loaded from elsewhere.
#[test]
fn every_link_between_pages_leads_somewhere() {
    let mut texts = BTreeMap::new();
    read(pages(), Path::new(""), &mut texts);
    assert!(texts.len() > 40, "{} pages", texts.len());
    let mut links = 0;
    for (path, text) in &texts {
        assert!(
            !text.contains("<script") && !text.contains(" src="),
            "{}",
            path.display()
        );
        for rest in text.split("href=\"").skip(1) {
            let link = rest.split('"').next().unwrap_or_default();
            if link.starts_with("https://") {
                continue;
            }
            let (page, place) = link.split_once('#').unwrap_or((link, ""));
            let at = match page {
                "" => path.clone(),
                page => path.parent().unwrap_or(Path::new("")).join(page),
            };
            let file = pages().join(&at);
            let there = std::fs::read_to_string(&file);
            let there = there.unwrap_or_else(|_| panic!("{} links {link}", path.display()));
            let has_place = place.is_empty() || there.contains(&format!("id=\"{place}\""));
            assert!(has_place, "{} links {link}", path.display());
            links += 1;
        }
    }
    assert!(links > 300, "{links} links");
}
