//! What a team expects of its kernels is checked, at the right line, in the formats of build servers.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sample/halfopen.toml");

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("claims-files")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder is this test's own");
    }
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("check")
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .expect("the binary was built with the test")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The sample with `batch` no longer resetting clients on overflow, and the line of the claim that this breaks.
fn red(folder: &Path) -> usize {
    let sample = std::fs::read_to_string(SAMPLE).expect("the sample is in the repository");
    let (web, batch) = sample
        .split_once("[environments.batch]")
        .expect("an environment");
    let changed = batch.replacen("tcp_abort_on_overflow = 1", "tcp_abort_on_overflow = 0", 1);
    assert_ne!(batch, changed);
    let text = format!("{web}[environments.batch]{changed}");
    std::fs::write(folder.join("halfopen.toml"), &text).expect("the folder is this test's own");
    let line = text
        .lines()
        .position(|line| line.starts_with("client-established-server-forgot"));
    line.expect("the claim is there") + 1
}

#[test]
fn the_sample_is_green() {
    let output = check(&folder("green"), &[SAMPLE]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{}",
        printed(&output),
        said(&output)
    );
    assert!(printed(&output).ends_with("7 as expected, 0 different, 0 undecided\n"));
}

#[test]
fn one_sysctl_turns_it_red_at_the_right_line_with_a_run() {
    let folder = folder("red");
    let line = red(&folder);
    let output = check(&folder, &["halfopen.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let text = printed(&output);
    for wanted in [
        &*format!("expected at halfopen.toml:{line}"),
        "DIFFERS  nobody-is-forgotten / batch / client-established-server-forgot",
        "H4 The handshake ACK is ignored: the accept queue is full.",
        "6 as expected, 1 different, 0 undecided",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is missing in\n{text}");
    }
}

/// Two hundred clients are not looked at one by one, and a limit that they come to is found.
#[test]
fn a_lower_somaxconn_turns_the_burst_red_at_the_right_lines_with_a_run() {
    let folder = folder("burst");
    let sample = std::fs::read_to_string(SAMPLE).expect("the sample is in the repository");
    let text = sample.replacen("somaxconn = 1024", "somaxconn = 128", 1);
    assert_ne!(text, sample);
    std::fs::write(folder.join("halfopen.toml"), &text).expect("the folder is this test's own");
    let (before, _) = text
        .split_once("[claims.a-burst-is-served]")
        .expect("the claim is there");
    let header = before.lines().count() + 1;
    let output = check(&folder, &["halfopen.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}", printed(&output));
    let text = printed(&output);
    for wanted in [
        "DIFFERS  a-burst-is-served / front / client-established-server-forgot",
        "DIFFERS  a-burst-is-served / front / half-open-time",
        &*format!("expected at halfopen.toml:{}", header + 4),
        &*format!("expected at halfopen.toml:{}", header + 5),
        "shown by 2 clients when 127 others are connected and wait for accept(), 1 of the slots free",
        "H4 The handshake ACK is ignored: the accept queue is full.",
        "it may last for ever",
        "5 as expected, 2 different, 0 undecided",
    ] {
        assert!(text.contains(wanted), "{wanted:?} is missing in\n{text}");
    }
}

#[test]
fn build_servers_get_what_they_read() {
    let folder = folder("formats");
    let line = red(&folder);
    let output = check(
        &folder,
        &[
            "halfopen.toml",
            "--format",
            "json",
            "--also",
            "junit=a.xml",
            "--also",
            "sarif=a.sarif",
            "--also",
            "markdown=a.md",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["schema"], "halfopen.findings/1");
    assert_eq!(json["findings"][2]["outcome"], "differs");
    assert_eq!(json["findings"][2]["line"], line);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it was written");
    let xml = read("a.xml");
    assert!(
        xml.contains("tests=\"7\" failures=\"1\" errors=\"0\""),
        "{xml}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&read("a.sarif")).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "halfopen.toml");
    assert_eq!(place["region"]["startLine"], line);
    assert_eq!(
        result["partialFingerprints"]["halfopen/v1"],
        "nobody-is-forgotten / batch / client-established-server-forgot"
    );
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array();
    assert_eq!(
        steps.map(Vec::len),
        json["findings"][2]["path"].as_array().map(Vec::len)
    );
    assert!(steps.is_some_and(|steps| steps.len() > 3));
    assert!(read("a.md").starts_with("# 6 as expected, 1 different, 0 undecided\n"));
}

#[test]
fn a_baseline_accepts_what_was_known_and_notices_every_change() {
    let folder = folder("baseline");
    red(&folder);
    let written = check(
        &folder,
        &["halfopen.toml", "--write-baseline", "known.json"],
    );
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    let again = check(&folder, &["halfopen.toml", "--baseline", "known.json"]);
    assert_eq!(again.status.code(), Some(0), "{}", printed(&again));
    assert!(
        said(&again).contains("1 accepted by the baseline"),
        "{}",
        said(&again)
    );
    // Mended: better, but no longer what the baseline says.
    let sample = std::fs::read_to_string(SAMPLE).expect("the sample is in the repository");
    std::fs::write(folder.join("halfopen.toml"), sample).expect("the folder is this test's own");
    let mended = check(&folder, &["halfopen.toml", "--baseline", "known.json"]);
    assert_eq!(mended.status.code(), Some(1));
    assert!(printed(&mended).contains("expected reached (the baseline), found not reached"));
    std::fs::write(
        folder.join("known.json"),
        "{\"schema\": \"other/1\", \"findings\": {}}",
    )
    .expect("the folder is this test's own");
    let other = check(&folder, &["halfopen.toml", "--baseline", "known.json"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(
        said(&other).contains("halfopen.baseline/1"),
        "{}",
        said(&other)
    );
}

#[test]
fn a_bound_is_undecided_and_never_as_expected() {
    let output = check(&folder("bound"), &[SAMPLE, "--max-states", "1"]);
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
    assert!(printed(&output).contains("undecided    web"));
}

#[test]
fn what_is_wrong_is_shown_with_its_line() {
    let folder = folder("wrong");
    let scenario = "scenario = { base = \"one-slot\" }\n";
    let environment = "[environments.web]\nprofile = \"linux-6.1\"\n";
    let cases = [
        ("[claims.a]\nexpect = { accept-queue-within-limit = \"holds\" }\n".to_owned(), "scenario"),
        (format!("[claims.a]\n{scenario}"), "expects nothing"),
        (format!("[claims.a]\n{scenario}expect = {{ accept-queue-within-limit = \"reached\" }}\n"), "expected \"holds\" or \"violated\""),
        (format!("[claims.a]\n{scenario}expect = {{ accept-queue-within-limt = \"holds\" }}\n"), "accept-queue-within-limit"),
        (format!("[claims.a]\n{scenario}at-most = {{ half-open-time = -1 }}\n"), "expected 0 to"),
        (format!("[claims.a]\n{scenario}at-most = {{ half-open = 1 }}\n"), "half-open"),
        (format!("{environment}[claims.a]\nenvironments = [\"wep\"]\n{scenario}expect = {{ accept-queue-within-limit = \"holds\" }}\n"), "did you mean `web`?"),
        ("[environments.web]\n[claims.a]\nscenario = { base = \"one-slot\" }\nexpect = { accept-queue-within-limit = \"holds\" }\n".to_owned(), "names no kernel"),
        ("[claims.a]\nscenario = { base = \"one-slot\", profile = \"linux-6.1\" }\nexpect = { accept-queue-within-limit = \"holds\" }\n".to_owned(), "names no profile"),
        ("[claims]\n".to_owned(), "no claim"),
        (
            "[claims.a]\nscenario = { base = \"one-slot\", duplicate = true }\nat-most = { half-open-time = 10 }\n".to_owned(),
            "duplication does not go with",
        ),
        (
            "[claims.a]\nscenario = { base = \"syn-flood\", backlog = 4000 }\nexpect = { accept-queue-within-limit = \"holds\" }\n".to_owned(),
            "a capacity of at most 255",
        ),
    ];
    for (text, wanted) in cases {
        std::fs::write(folder.join("wrong.toml"), &text).expect("the folder is this test's own");
        let output = check(&folder, &["wrong.toml"]);
        assert_eq!(output.status.code(), Some(2), "{text}{}", printed(&output));
        let said = said(&output);
        assert!(
            said.contains(wanted),
            "{wanted:?} is missing in\n{said}\nfor\n{text}"
        );
        assert!(said.contains("wrong.toml"), "{said}");
    }
    for option in ["--backlog", "--queued-before", "--syn-queue-before"] {
        let output = check(&folder, &[SAMPLE, option, "5"]);
        assert_eq!(output.status.code(), Some(2));
        let refusal = format!("{option} has no effect on a claims file");
        assert!(said(&output).contains(&refusal), "{}", said(&output));
    }
}

#[test]
fn a_scenario_is_written_for_build_servers_too() {
    let output = check(&folder("scenario"), &["one-slot", "--format", "junit"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let xml = printed(&output);
    assert!(xml.contains("<testsuite name=\"one-slot\""), "{xml}");
    assert!(xml.contains("<failure message=\""), "{xml}");
}

#[test]
fn the_starter_file_is_green_and_is_not_written_over() {
    let folder = folder("init");
    let init = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_halfopen"))
            .arg("init")
            .args(arguments)
            .current_dir(&folder)
            .output()
            .expect("the binary was built with the test")
    };
    let written = init(&["a.toml", "--profile", "linux-5.10"]);
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    let checked = check(&folder, &["a.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));
    let text = std::fs::read_to_string(folder.join("a.toml")).expect("it was written");
    assert!(text.contains("\"not reached\" would be better"), "{text}");
    let again = init(&["a.toml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(
        said(&again).contains("a.toml is already there"),
        "{}",
        said(&again)
    );
}

/// Without --profile it names the kernel that runs here by the built-in profile that was taken for it.
#[cfg(target_os = "linux")]
#[test]
fn the_starter_file_of_this_host_is_green() {
    let folder = folder("this-host");
    let written = Command::new(env!("CARGO_BIN_EXE_halfopen"))
        .arg("init")
        .current_dir(&folder)
        .output()
        .expect("the binary was built with the test");
    assert_eq!(written.status.code(), Some(0), "{}", said(&written));
    let checked = check(&folder, &["halfopen.toml"]);
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));
    let text = std::fs::read_to_string(folder.join("halfopen.toml")).expect("it was written");
    assert!(text.contains("somaxconn"), "{text}");
}

#[test]
fn a_sysctl_that_an_environment_does_not_have_is_said_to_be_left_out() {
    let folder = folder("absent");
    let text = "[environments.old]\nprofile = \"linux-2.6.18\"\n[claims.a]\nscenario = { base = \"one-slot\", sysctls = { net.ipv4.tcp_syn_linear_timeouts = 2 } }\nexpect = { accept-queue-within-limit = \"holds\" }\n";
    std::fs::write(folder.join("absent.toml"), text).expect("the folder is this test's own");
    let output = check(&folder, &["absent.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(
        said(&output).contains("old (linux-2.6.18) has no net.ipv4.tcp_syn_linear_timeouts"),
        "{}",
        said(&output)
    );
}

#[test]
fn what_is_measured_is_a_result_for_build_servers_too() {
    let measure = [
        "unanswered-connect",
        "--profile",
        "linux-3.10",
        "--measure",
        "syn-times",
    ];
    let output = check(
        &folder("measure"),
        &[&measure[..], &["--format", "junit"]].concat(),
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(
        printed(&output).contains("<testcase name=\"syn-times on linux-3.10\""),
        "{}",
        printed(&output)
    );
}
