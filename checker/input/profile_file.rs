//! A profile of one's own: a built-in kernel with other policies and sysctls, to test a hypothesis.

use super::problem::{Problem, Source, read_file};
use super::settings::Settings;
use super::toml_text::parse;
use super::{Refusal, names};
use halfopen_spec::policy::Profile;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// What may stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Fields {
    name: Option<Spanned<String>>,
    base: Option<Spanned<String>>,
    #[serde(default)]
    policies: Settings,
    #[serde(default)]
    sysctls: Settings,
}

/// The profile that `--profile` names: a built-in one, or a file whose name ends in `.toml`.
///
/// # Errors
///
/// When no profile has the name, or the file is missing or wrong.
pub fn profile_or_file(argument: &str) -> Result<Profile, Problem> {
    if !names_a_file(argument) {
        return Ok(names::profile(argument)?);
    }
    let text = read_file(Path::new(argument))?;
    read_profile_file(argument, &text)
}

/// The profile in the text of a file. `file` is its name, for messages.
///
/// # Errors
///
/// When the text is not TOML, a key, name or value is unknown or out of range, `name` or `base` is missing, or the name
/// belongs to a built-in profile.
pub fn read_profile_file(file: &str, text: &str) -> Result<Profile, Problem> {
    let source = Source { file, text };
    let fields: Fields = parse(source)?;
    let missing = |key, why, example| {
        let refusal = Refusal::new(format!("`{key}` is missing: {why}"));
        source.refuse_whole(refusal.help(format!("write {key} = \"{example}\"")))
    };
    if let Some(base) = fields.base.as_ref()
        && halfopen_spec::scenarios::scenario(base.get_ref()).is_some()
    {
        let refusal = Refusal::new(format!(
            "expected a profile, found `{}`, which is a scenario",
            base.get_ref()
        ));
        let help = "if this is a scenario file, give it instead of a scenario's name";
        return Err(source.refuse(base.span(), refusal.help(help)));
    }
    let name = fields
        .name
        .ok_or_else(|| missing("name", "verdicts are given per profile name", "my-kernel"))?;
    let base = fields
        .base
        .ok_or_else(|| missing("base", "a profile starts from a built-in one", "linux-6.1"))?;
    if let Some(taken) = halfopen_spec::policy::profile(name.get_ref()) {
        let refusal = Refusal::new(format!("`{}` is a built-in profile", taken.name));
        return Err(source.refuse(
            name.span(),
            refusal.help("take another name, so that verdicts cannot be mistaken"),
        ));
    }
    let base_profile =
        names::profile(base.get_ref()).map_err(|refusal| source.refuse(base.span(), refusal))?;
    let sysctls = fields.sysctls.sysctls(source, Some(&base_profile))?;
    let policies = fields.policies.policies(source)?;
    let mut profile = Profile {
        name: name.into_inner(),
        read_in: format!("{file}, from {}", base_profile.name),
        ..base_profile
    };
    for (sysctl, value) in sysctls {
        profile
            .set_sysctl(sysctl, value)
            .expect("the sysctl was found on this profile and the value in its range");
    }
    for (policy, value) in policies {
        profile
            .set_policy(&policy, &value)
            .expect("the policy and the value were found in the table");
    }
    Ok(profile)
}

/// Whether a profile is given as a file.
pub(super) fn names_a_file(profile: &str) -> bool {
    Path::new(profile)
        .extension()
        .is_some_and(|extension| extension == "toml")
}
