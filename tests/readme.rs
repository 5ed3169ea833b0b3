//! The console sessions of the README are run.

#[test]
fn the_readme_shows_what_the_tool_prints() {
    trycmd::TestCases::new().case("README.md");
}
