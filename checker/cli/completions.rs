//! Arguments and help text of `halfopen completions`.

use clap::Args;
use clap_complete::Shell;

/// `halfopen completions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  halfopen completions bash >~/.local/share/bash-completion/completions/halfopen
  halfopen completions zsh >~/.zfunc/_halfopen                 with fpath+=~/.zfunc before compinit
  halfopen completions fish >~/.config/fish/completions/halfopen.fish
  source <(halfopen completions bash)                          for this shell alone")]
pub struct CompletionsArgs {
    /// The shell that reads the script
    #[arg(value_enum)]
    pub shell: Shell,
}
