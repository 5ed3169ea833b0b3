//! `halfopen explore`: the page speaks in words, opens at the run that was asked for, and a busy port is said.

use super::{assert_says, halfopen, printed};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

/// A page that is served until the test ends.
struct Page {
    server: Child,
    port: u16,
    /// The choices in the address that it printed, for example `/0/2/1`.
    path: String,
}

impl Drop for Page {
    fn drop(&mut self) {
        // It serves until it is ended; a server that is gone already is what is wanted.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Page {
    fn of(arguments: &str) -> Self {
        let mut command = halfopen(&format!("explore {arguments} --port 0"));
        let mut server = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut address = String::new();
        let stdout = server.stdout.take().expect("its output is a pipe");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("it prints a line");
        let rest = address
            .trim()
            .strip_prefix("http://127.0.0.1:")
            .expect("an address on loopback");
        let (port, path) = rest
            .split_once("/#/steps")
            .expect("the place that the page opens at");
        Self {
            server,
            port: port.parse().expect("a port"),
            path: path.to_owned(),
        }
    }

    /// The port is given back for a moment before stateright takes it, so the first requests may find nobody.
    fn get(&self, path: &str) -> Value {
        let mut attempts = 0;
        let mut stream = loop {
            match TcpStream::connect(("127.0.0.1", self.port)) {
                Ok(stream) => break stream,
                Err(error) if attempts == 100 => panic!("nobody serves: {error}"),
                Err(_) => attempts += 1,
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        };
        let request = format!("GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
        stream
            .write_all(request.as_bytes())
            .expect("it takes a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(" 200 "), "{path}: {head}");
        serde_json::from_str(body).expect("it is JSON")
    }
}

/// What it says instead of serving. It is ended when it serves after all, which would else take for ever.
#[track_caller]
fn refused(arguments: &str) -> String {
    let mut command = halfopen(&format!("explore {arguments}"));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut address = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    stdout
        .read_line(&mut address)
        .expect("its output can be read");
    if !address.is_empty() {
        child.kill().expect("it was started here");
        child.wait().expect("it was started here");
        panic!("explore {arguments} serves {address}");
    }
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2), "explore {arguments}");
    String::from_utf8(output.stderr).expect("the output is UTF-8")
}

#[track_caller]
fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().expect("a text")
}

#[test]
fn states_and_steps_are_told_in_words() {
    let page = Page::of("one-slot");
    assert_eq!(page.path, "/0", "without a property it opens at the start");
    let status = page.get("/.status");
    assert_says(
        &status.to_string(),
        &["HalfopenScenario", "client-established-server-forgot"],
    );
    let start = page.get("/.states/");
    assert_says(
        text(&start[0], "state"),
        &[
            "server    LISTEN       Recv-Q 1 Send-Q 1  *:80",
            "SYN queue     0 of 2  [ ][ ]",
            "accept queue  1 of 2  [silent address][ ]",
            "timers armed  none",
            "in flight     nothing",
        ],
    );
    let steps = page.get("/.states/0");
    assert_eq!(text(&steps[0], "action"), "client 1 calls connect()");
    assert_says(
        text(&steps[0], "outcome"),
        &[
            "A1 connect() sends SYN. · tcp_v4_connect, tcp_connect",
            "S 100:100(0) to server",
            "TcpActiveOpens+1",
            "client 1: CLOSED → SYN-SENT",
            "timers armed  client 1: SYN timer for server",
            "in flight     client 1 → server: S 100:100(0)",
        ],
    );
    assert_says(
        text(&steps[0], "svg"),
        &[">silent address<", ">calls connect()<"],
    );
}

#[test]
fn the_page_opens_at_the_run_of_a_property() {
    let page = Page::of("one-slot --property client-established-server-forgot");
    let (before, last) = page.path.rsplit_once('/').expect("a run has steps");
    let steps = page.get(&format!("/.states{before}"));
    let step = &steps[last.parse::<usize>().expect("a number")];
    assert_says(text(step, "outcome"), &["Q6", "SYN queue     0 of 2"]);
    assert_says(
        text(step, "state"),
        &[
            "client 1  ESTABLISHED  server",
            "client 2  ESTABLISHED  server",
        ],
    );
    assert!(
        !text(step, "state").contains("server    ESTABLISHED  client 1"),
        "the server forgot"
    );
}

/// A property about steps has no place on the page, but its run has.
#[test]
fn the_page_opens_at_the_run_of_a_property_about_steps() {
    let page = Page::of("one-slot --property handshake-ack-ignored");
    let (before, last) = page.path.rsplit_once('/').expect("a run has steps");
    let steps = page.get(&format!("/.states{before}"));
    let step = &steps[last.parse::<usize>().expect("a number")];
    assert_says(text(step, "outcome"), &["H4 The handshake ACK is ignored"]);
}

/// Of a run of few among many, `check` prints the line with which the page opens at it.
#[test]
fn the_page_opens_at_the_run_of_few_among_many() {
    let name = "client-established-server-forgot";
    let printed = printed(&format!(
        "check one-slot --profile linux-4.9 --backlog 50 --clients 200 --property {name}"
    ));
    let mut lines = printed.lines().map(str::trim_start);
    let line = lines.find_map(|line| line.strip_prefix("explore  halfopen explore "));
    let line = line.expect("a line for the explorer");
    let page = Page::of(line);
    let steps = page.path.split('/').count() - 2;
    assert_says(&printed, &[&format!("  {steps} steps of 2 clients")]);
    let (before, last) = page.path.rsplit_once('/').expect("a run has steps");
    let states = page.get(&format!("/.states{before}"));
    let state = &states[last.parse::<usize>().expect("a number")];
    assert_says(
        text(state, "state"),
        &["silent address", "ESTABLISHED  server"],
    );
    assert!(refused("one-slot --clients 200").contains("below each run"));
}

/// What waited when a capture began is known to its explanation too.
#[test]
fn what_waited_before_a_capture_decides_whether_it_is_explained() {
    let capture = "--capture tests/captures/seed-2.6.18-accept-overflow.tcpdump.txt --profile linux-2.6.18 --backlog 1 --accept never --set net.ipv4.tcp_syncookies=0";
    for (waited, wanted) in [
        ("", "Every host is explained by linux-2.6.18."),
        (" --queued-before 2", "No kernel explains every host."),
        (" --syn-queue-before full", "No kernel explains every host."),
    ] {
        let page = Page::of(&format!("{capture}{waited}"));
        assert_eq!(page.get("/.verdicts")["extent"], wanted, "{waited}");
    }
}

#[test]
fn the_page_opens_at_the_end_of_a_replayed_run() {
    assert_eq!(Page::of("one-slot --replay 0.0.0").path, "/0/0/0/0");
}

/// stateright's page stops with an error when an answer has no properties, so there is always one.
#[test]
fn a_scenario_that_asks_only_about_steps_has_a_page_too() {
    let page = Page::of("early-expiry");
    let start = page.get("/.states/");
    let properties = start[0]["properties"].as_array();
    assert!(properties.is_some_and(|some| !some.is_empty()), "{start}");
}

#[test]
fn a_busy_port_is_said_and_is_no_bug() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = taken.local_addr().expect("it has a number").port();
    let text = refused(&format!("one-slot --port {port}"));
    assert_says(&text, &[&format!("port {port} of 127.0.0.1"), "--port"]);
    assert!(!text.contains("bug"), "{text}");
}

#[test]
fn a_run_of_another_world_is_refused() {
    assert_says(
        &refused("one-slot --port 0 --replay 0.99"),
        &["step 2 of the replay string", "found 99"],
    );
}

/// The browser that the system names is started with the page's address.
#[test]
fn the_browser_is_opened_at_the_page() {
    use std::os::unix::fs::PermissionsExt;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("explore-open");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let (program, told) = (folder.join("xdg-open"), folder.join("told"));
    let script = format!("#!/bin/sh\necho \"$1\" > {}\n", told.display());
    std::fs::write(&program, script).expect("it can be written");
    let runnable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&program, runnable).expect("it is ours");
    let _ = std::fs::remove_file(&told);
    let path = std::env::var("PATH").unwrap_or_default();
    let mut server = halfopen("explore one-slot --port 0 --replay 0.0 --open")
        .env("PATH", format!("{}:{path}", folder.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut address = String::new();
    let stdout = server.stdout.take().expect("its output is a pipe");
    let read = BufReader::new(stdout).read_line(&mut address);
    let mut opened = String::new();
    for _ in 0..200 {
        opened = std::fs::read_to_string(&told).unwrap_or_default();
        if opened.ends_with('\n') {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    server.kill().expect("it was started here");
    server.wait().expect("it was started here");
    read.expect("it prints its address");
    assert!(address.ends_with("/#/steps/0/0/0\n"), "{address}");
    assert_eq!(opened, address);
}

/// Whoever serves to others than this machine is told so.
#[test]
fn an_address_that_others_reach_is_warned_of() {
    let mut server = halfopen("explore one-slot --port 0 --bind 0.0.0.0")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let stderr = BufReader::new(server.stderr.take().expect("its errors are a pipe"));
    let warned = stderr
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with("warning:") || line.starts_with("Open this"));
    server.kill().expect("it was started here");
    server.wait().expect("it was started here");
    let warned = warned.expect("it says something");
    assert_says(&warned, &["warning: 0.0.0.0:", "is not loopback"]);
}

/// What the page shows is served as data too, and an impossible run is said to be none.
#[test]
fn the_page_has_its_states_as_data() {
    let page = Page::of("one-slot");
    let shown = page.get("/.shown/0/0");
    assert_eq!(shown["steps"][0]["what"], "client 1 calls connect()");
    assert_eq!(shown["state"]["in_flight"][0]["segment"], "S 100:100(0)");
    let about = page.get("/.about");
    assert_eq!(about["title"], "one-slot on linux-6.18");
    let mut verdicts = page.get("/.verdicts");
    for _ in 0..600 {
        if verdicts["done"] == true {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        verdicts = page.get("/.verdicts");
    }
    let words: Vec<(&str, &str)> = (verdicts["verdicts"].as_array().expect("a list").iter())
        .map(|one| (text(one, "property"), text(one, "word")))
        .collect();
    assert!(
        words.contains(&("half-open-at-rest", "reached")),
        "{words:?}"
    );
    assert!(
        words.contains(&("accept-queue-within-limit", "holds")),
        "{words:?}"
    );
}
