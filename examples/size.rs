use halfopen::judge::*;
use halfopen::search::*;
use halfopen_spec::{policy, scenarios};
fn main() {
    let s = scenarios::young_requests_hypothesis().sysctl(policy::Sysctl::TcpSynackRetries, 0);
    let p = policy::profile("linux-2.6.18").unwrap();
    let props: Vec<_> = std::env::args()
        .nth(1)
        .map(|n| halfopen_spec::properties::property(&n).unwrap())
        .into_iter()
        .collect();
    let j = judge(
        &s,
        &p,
        &props,
        &Limits {
            stop_when_answered: false,
            time: Some(std::time::Duration::from_secs(60)),
            ..Limits::default()
        },
        &|_| {},
    );
    println!("{:?} {:?}", j.coverage, j.judged);
}
