//! `certs preview`.

mod page;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use super::say;
use crate::slack::view::Frame;
use crate::slack::view::samples;
use crate::slack::view::wording::{self, Kind, Wording};

/// What can be said to it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  certs preview
  certs preview --templates templates --output messages.html
  certs preview --write-templates templates

The page holds every message once, with made-up names, as Slack shows it about. It needs no network and no database, and
asks for no settings but CERTS_TEMPLATES. Templates that cannot be used are named by file and line, with exit status 2.")]
pub(super) struct Arguments {
    /// Templates to use, instead of those of CERTS_TEMPLATES
    #[arg(long, value_name = "DIRECTORY")]
    templates: Option<PathBuf>,
    /// The page to write
    #[arg(long, value_name = "FILE", default_value = "certs-preview.html")]
    output: PathBuf,
    /// Write our own wording as template files to begin with, and no page; no file is replaced
    #[arg(long, value_name = "DIRECTORY", conflicts_with_all = ["templates", "output"])]
    write_templates: Option<PathBuf>,
}

/// Writes the page, or the templates. `set` is what the settings say.
pub(super) fn run(arguments: &Arguments, set: Option<&Path>) -> anyhow::Result<ExitCode> {
    if let Some(directory) = &arguments.write_templates {
        return write_templates(directory);
    }
    let wording = match arguments.templates.as_deref().or(set) {
        None => Wording::default(),
        Some(directory) => match wording::load(directory) {
            Ok(wording) => wording,
            Err(trouble) => {
                super::complain(&trouble.to_string());
                return Ok(ExitCode::from(super::BAD_SETTINGS));
            }
        },
    };
    let frame = Frame { wording, ..samples::frame() };
    let place = arguments.output.display();
    std::fs::write(&arguments.output, page::page(&frame)?)
        .with_context(|| format!("{place} cannot be written"))?;
    let whose = match frame.wording.files().len() {
        0 => "in our own words".to_owned(),
        1 => "with one template of yours".to_owned(),
        some => format!("with {some} templates of yours"),
    };
    say(&format!("every message is in {place}, {whose}"));
    Ok(ExitCode::SUCCESS)
}

fn write_templates(directory: &Path) -> anyhow::Result<ExitCode> {
    let place = directory.display();
    std::fs::create_dir_all(directory).with_context(|| format!("{place} cannot be made"))?;
    let there: Vec<&str> =
        Kind::ALL.into_iter().map(Kind::file).filter(|file| directory.join(file).exists()).collect();
    if !there.is_empty() {
        bail!("{place} has {} already, and nothing was written; name another directory", there.join(", "));
    }
    for kind in Kind::ALL {
        let path = directory.join(kind.file());
        std::fs::write(&path, kind.ours())
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    say(&format!(
        "{} templates are in {place}; keep those that you change, and set CERTS_TEMPLATES",
        Kind::ALL.len()
    ));
    Ok(ExitCode::SUCCESS)
}
