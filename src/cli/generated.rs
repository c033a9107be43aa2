//! What is made from the description of the command line: completions and the man page.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use super::table::print;

/// What can be said to `certs completions`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs completions bash > /etc/bash_completion.d/certs
  certs completions zsh > /usr/local/share/zsh/site-functions/_certs
  certs completions fish > ~/.config/fish/completions/certs.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// What can be said to `certs man`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs man > /usr/local/share/man/man1/certs.1
  certs man | man --local-file -")]
pub(super) struct Man {}

/// Prints the completions of a shell.
pub(super) fn completions(mut command: Command, Completions { shell }: &Completions) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(*shell, &mut command, "certs", &mut text);
    print(&String::from_utf8_lossy(&text));
    ExitCode::SUCCESS
}

/// Prints one page about all commands: that of `certs`, and a section for each of the others.
pub(super) fn man(command: Command) -> anyhow::Result<ExitCode> {
    let mut page = Vec::new();
    let mut command = command.disable_help_subcommand(true);
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    for one in command.get_subcommands() {
        describe(one, &format!("certs {}", one.get_name()), &mut text)?;
    }
    print(&text);
    Ok(ExitCode::SUCCESS)
}

/// A section about a command, and one about each that it has below it.
fn describe(command: &Command, name: &str, text: &mut String) -> anyhow::Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    let mut section = Vec::new();
    man.render_synopsis_section(&mut section)?;
    man.render_description_section(&mut section)?;
    man.render_options_section(&mut section)?;
    man.render_extra_section(&mut section)?;
    // The headings of what would be a page of its own are below that of the command here.
    let section = String::from_utf8_lossy(&section).replace("\n.SH ", "\n.SS ");
    let section = section.strip_prefix(".SH ").map_or(section.clone(), |rest| format!(".SS {rest}"));
    text.push_str(&format!(".SH \"{}\"\n{section}", name.to_uppercase()));
    for below in command.get_subcommands() {
        describe(below, &format!("{name} {}", below.get_name()), text)?;
    }
    Ok(())
}
