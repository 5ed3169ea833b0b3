//! Exported scripts are what packetdrill takes, and this machine's kernel plays them.
//!
//! packetdrill is looked for on the PATH, or where `PACKETDRILL` says; without it the tests say that they are skipped.

use super::*;

fn packetdrill_at() -> Option<String> {
    let path = std::env::var("PACKETDRILL").unwrap_or_else(|_| "packetdrill".to_owned());
    let answer = Command::new(&path).arg("--help").output();
    answer.is_ok().then_some(path)
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped() {
    eprintln!(
        "skipped: needs packetdrill on the PATH or its place in PACKETDRILL; to play scripts also root, Linux 6.18, unshare and /dev/net/tun"
    );
}

/// Most runs of one client have a script, and of each of the others it is said why not.
#[test]
fn runs_of_one_connection_have_scripts() {
    let all = all();
    let scripts = all.iter().filter(|told| told.script.is_ok()).count();
    assert!(scripts > 30, "{scripts}");
    for told in all.iter().filter(|told| told.script.is_err()) {
        let clients = told.story.parts.iter().filter(|part| !part.listens).count();
        let why = told.script.as_ref().expect_err("there is none");
        let is_plain = match why {
            NotExported::NotOneConnection { .. } | NotExported::NoTime { .. } => true,
            NotExported::Duplicates => told.story.repeats_from().is_some(),
        };
        assert!(is_plain && clients > 0, "{}: {why:?}", told.name);
    }
}

#[test]
fn packetdrill_takes_each_script() {
    let Some(packetdrill) = packetdrill_at() else {
        return skipped();
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (number, told) in all().into_iter().enumerate() {
        let Ok(script) = &told.script else { continue };
        let path = folder.join(format!("{number}.pkt"));
        std::fs::write(&path, script).expect("the script can be written");
        let run = Command::new(&packetdrill)
            .arg("--dry_run")
            .arg(&path)
            .output();
        let run = run.expect("it was there before");
        let errors = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.success(), "{}: {errors}\n{script}", told.name);
    }
}

/// The kernel of this machine does what each script expects, as `halfopen live` finds too; scripts of more than a few seconds are left out.
#[test]
fn this_kernel_plays_each_script() {
    let Some(packetdrill) = packetdrill_at() else {
        return skipped();
    };
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let in_network = |what: &str| {
        let shell = format!("ip link set lo up && {what}");
        let run = Command::new("unshare")
            .args(["--net", "sh", "-c", &shell])
            .output();
        run.is_ok_and(|run| run.status.success())
    };
    if !release.starts_with("6.18.") || !in_network("test -w /dev/net/tun") {
        return skipped();
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut refused = Vec::new();
    for (number, told) in all().into_iter().enumerate() {
        let Ok(script) = &told.script else { continue };
        let path = folder.join(format!("played-{number}.pkt"));
        std::fs::write(&path, script).expect("the script can be written");
        if lasts(script) < 8.0
            && !in_network(&format!("timeout 30 {packetdrill} {}", path.display()))
        {
            refused.push(told.name);
        }
    }
    assert_eq!(refused, [""; 0]);
}

/// How many seconds a script takes.
fn lasts(script: &str) -> f64 {
    let times = script.lines().filter_map(|line| line.strip_prefix('+'));
    let first = |line: &str| {
        let time = line.split([' ', '~']).next().unwrap_or_default().to_owned();
        time.parse::<f64>().unwrap_or(0.0)
    };
    times.map(first).sum()
}
