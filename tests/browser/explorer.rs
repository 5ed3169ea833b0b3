//! The explorer: opened at a counterexample, stepped back and forth, followed to other runs.

use super::chromium::{Page, page};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

struct Explorer {
    server: Child,
    address: String,
}

impl Drop for Explorer {
    fn drop(&mut self) {
        // It serves until it is ended.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn explorer(arguments: &[&str]) -> Explorer {
    let mut server = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("explore")
        .args(arguments)
        .args(["--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary was built with the test");
    let mut address = String::new();
    BufReader::new(server.stdout.take().expect("its output is a pipe"))
        .read_line(&mut address)
        .expect("it prints its address");
    Explorer {
        server,
        address: address.trim().to_owned(),
    }
}

impl Explorer {
    fn origin(&self) -> &str {
        self.address.split("/#").next().unwrap_or_default()
    }

    fn opened(&self, page: &mut Page) {
        page.open(&self.address);
        page.wait_until("document.body.dataset.shown !== undefined");
        page.wait_until("document.querySelectorAll('#verdicts li').length > 0");
    }
}

fn shown_after(page: &mut Page, choices: &str) {
    page.wait_until(&format!("document.body.dataset.shown === {choices:?}"));
}

/// `0/2/1`: the choices in the address.
fn choices(explorer: &Explorer) -> String {
    let (_, choices) = explorer.address.split_once("#/steps/").expect("a place");
    choices.to_owned()
}

#[test]
fn a_counterexample_is_seen_stepped_through_and_left() {
    let Some(mut page) = page("counterexample") else {
        return;
    };
    let explorer = explorer(&[
        "one-slot",
        "--profile",
        "linux-6.18",
        "--property",
        "client-established-server-forgot",
    ]);
    explorer.opened(&mut page);
    let end = choices(&explorer);
    let steps = end.split('/').count() - 1;

    // Opened at the end of the run: both ends, and the ladder.
    let hosts = page.text("#hosts");
    for wanted in [
        "client 1",
        "ESTABLISHED",
        "accept queue 2 of 2, full",
        "SYN queue 0 of 2",
    ] {
        assert!(hosts.contains(wanted), "{wanted} in {hosts}");
    }
    assert!(
        page.text("#place")
            .contains(&format!("after {steps} steps"))
    );
    let arrows = page.value("document.querySelectorAll('#ladder svg .arrow').length");
    assert!(arrows.as_u64() >= Some(4), "{arrows} arrows");
    let wide = page.value("document.querySelector('#ladder svg').getBoundingClientRect().width");
    assert!(wide.as_f64() > Some(100.0));
    let verdict = page.text("#verdicts button.here");
    assert!(
        verdict.contains("client-established-server-forgot"),
        "{verdict}"
    );
    page.picture("explorer-counterexample");

    // Back by the button, forth by the key, to the start by a key.
    let before: Vec<&str> = end.rsplitn(2, '/').collect();
    page.click("#back");
    shown_after(&mut page, before[1]);
    assert_eq!(
        page.value("document.querySelectorAll('#steps li.undone').length"),
        1
    );
    page.key("ArrowRight");
    shown_after(&mut page, &end);
    page.key("Home");
    shown_after(&mut page, "0");
    assert!(
        page.text("#hosts").contains("nothing"),
        "nothing is in flight at the start"
    );
    assert_eq!(page.value("document.querySelector('#back').disabled"), true);

    // A step of one's own: the first thing that can happen.
    let first = page.text("#next li button");
    assert_eq!(first, "client 1 calls connect()");
    page.click("#next li button");
    shown_after(&mut page, "0/0");
    assert!(page.text("#hosts").contains("S 100:100(0)"));
    assert!(page.text("#steps").contains("A1 connect() sends SYN."));

    // To the run of another property, by its verdict.
    page.click("#verdicts li:nth-child(2) button");
    page.wait_until("document.body.dataset.shown.split('/').length > 3");
    page.stayed_at(explorer.origin());
}

#[test]
fn the_page_can_be_read_in_the_dark_and_on_a_phone() {
    let Some(mut page) = page("phone") else {
        return;
    };
    let explorer = explorer(&[
        "accept-overflow",
        "--profile",
        "linux-2.6.18",
        "--replay",
        "0.0.0.0.0.0",
    ]);
    explorer.opened(&mut page);
    page.dark();
    page.picture("explorer-dark");
    page.size(390, 844);
    let wide = page.value("document.documentElement.scrollWidth");
    assert_eq!(wide, 390, "nothing has to be scrolled sideways");
    page.picture("explorer-phone");
    page.stayed_at(explorer.origin());
}

/// A space of more than a million states is not waited for: the page answers at once while the search goes on.
#[test]
fn a_large_space_is_stepped_through_while_it_is_searched() {
    let Some(mut page) = page("large") else {
        return;
    };
    let explorer = explorer(&[
        "one-slot",
        "--clients",
        "5",
        "--loss",
        "any",
        "--duplicate",
        "any",
    ]);
    page.open(&explorer.address);
    page.wait_until("document.body.dataset.shown === '0'");
    let began = std::time::Instant::now();
    for step in 0..5 {
        let shown = page.value("document.body.dataset.shown");
        page.click("#next li:last-child button");
        page.wait_until(&format!("document.body.dataset.shown !== {shown}"));
        if step == 0 {
            // The search takes seconds: a page that waited for it would know its end by now.
            assert_eq!(page.text("#extent"), "the search goes on …");
        }
    }
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

/// stateright's own explorer is one link away, at the same state.
#[test]
fn stateright_has_its_page_at_the_same_state() {
    let Some(mut page) = page("stateright") else {
        return;
    };
    let explorer = explorer(&["one-slot", "--replay", "0.0.0"]);
    explorer.opened(&mut page);
    let there = page.value("document.querySelector('#stateright').href");
    let there = there.as_str().expect("a link").to_owned();
    assert!(there.ends_with("/stateright.htm#/steps/0/0/0/0"), "{there}");
    page.open(&there);
    page.wait_until("document.body.innerText.includes('client 1')");
    page.picture("explorer-stateright");
    page.stayed_at(explorer.origin());
}

/// The explanation of a capture: its hosts' steps one after the other, hidden ones too, and which kernels explain each.
#[test]
fn a_captures_explanation_is_stepped_through() {
    let Some(mut page) = page("capture") else {
        return;
    };
    let captures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures");
    let capture = captures.join("seed-2.6.18-accept-overflow.tcpdump.txt");
    let capture = capture.to_str().expect("a path in UTF-8");
    let explorer = explorer(&["--capture", capture, "--profile", "linux-2.6.18"]);
    explorer.opened(&mut page);
    let verdicts = page.text("#verdicts");
    assert!(
        verdicts.contains("Every host is explained by linux-2.6.18."),
        "{verdicts}"
    );
    let steps = page.text("#steps");
    for wanted in ["SYN,ACK timer", "H4 The handshake ACK is ignored", "#14"] {
        assert!(steps.contains(wanted), "{wanted} in {steps}");
    }
    let arrows = page.value("document.querySelectorAll('#ladder svg .arrow').length");
    assert!(arrows.as_u64() >= Some(30), "{arrows} arrows");
    page.picture("explorer-capture");
    page.click("#back");
    page.wait_until("!document.querySelector('#forward').disabled");
    page.click("#next li button");
    page.wait_until("document.querySelector('#forward').disabled");
    page.stayed_at(explorer.origin());
}
