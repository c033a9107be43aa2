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

/// Prints one page about all commands: what `certs` itself takes, and a section for each of the others.
pub(super) fn man(mut command: Command) -> anyhow::Result<ExitCode> {
    command = command.disable_help_subcommand(true);
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut text = String::from_utf8_lossy(&page).into_owned();
    let said = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (examples, settings) = said.split_once("\n\nSettings").unwrap_or((&said, ""));
    text.push_str(&verbatim(".SH EXAMPLES", examples));
    for one in command.get_subcommands() {
        describe(one, &format!("certs {}", one.get_name()), &mut text)?;
    }
    text.push_str(&verbatim(".SH SETTINGS", &format!("Settings{settings}")));
    print(&text);
    Ok(ExitCode::SUCCESS)
}

/// A section about a command, and one about each that it has below it.
fn describe(command: &Command, name: &str, text: &mut String) -> anyhow::Result<()> {
    let man = clap_mangen::Man::new(command.clone());
    let mut section = Vec::new();
    man.render_description_section(&mut section)?;
    man.render_synopsis_section(&mut section)?;
    man.render_options_section(&mut section)?;
    // What would be sections of a page of its own are below that of the command here.
    let section = String::from_utf8_lossy(&section);
    let section = section.lines().filter(|line| *line != ".SH DESCRIPTION");
    let section = section.map(|line| format!("{}\n", line.replacen(".SH ", ".SS ", 1)));
    text.extend([".SH \"", &name.to_uppercase(), "\"\n"]);
    text.extend(section);
    if let Some(said) = command.get_after_help() {
        text.push_str(&verbatim(".SS EXAMPLES", &said.to_string()));
    }
    for below in command.get_subcommands() {
        describe(below, &format!("{name} {}", below.get_name()), text)?;
    }
    Ok(())
}

/// A text line by line as it stands, below a heading that says what its first line does.
fn verbatim(heading: &str, text: &str) -> String {
    let text = text.strip_prefix("Examples:\n").unwrap_or(text);
    let escaped = text.lines().map(|line| {
        let line = line.replace('\\', "\\\\").replace('-', "\\-");
        // A line that begins so would be a request.
        if line.starts_with(['.', '\'']) { format!("\\&{line}\n") } else { format!("{line}\n") }
    });
    format!("{heading}\n.nf\n{}.fi\n", escaped.collect::<String>())
}
