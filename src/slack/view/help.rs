//! The commands, and what each is for.

use super::Message;
use super::blocks::Page;
use super::text::{NAME, prose};

/// What can be typed after `/certs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// The word that names it.
    pub word: &'static str,
    /// How it is typed.
    pub usage: &'static str,
    /// What it answers.
    pub meaning: &'static str,
    /// Whether it takes an administrator.
    pub admin_only: bool,
}

/// All commands, in the order in which help lists them. A word may have several usages.
pub const COMMANDS: &[Command] = &[
    Command { word: "mine", usage: "/certs mine", meaning: "what is waiting for you", admin_only: false },
    Command {
        word: "status",
        usage: "/certs status",
        meaning: "how the active campaigns stand",
        admin_only: true,
    },
    Command {
        word: "status",
        usage: "/certs status <campaign>",
        meaning: "one campaign in full, by its id, its name or a part of it",
        admin_only: true,
    },
    Command {
        word: "remind",
        usage: "/certs remind <campaign>",
        meaning: "shows whom a reminder would reach, and sends it when you confirm",
        admin_only: true,
    },
    Command {
        word: "remind",
        usage: "/certs remind <campaign> @user",
        meaning: "the same for one person, by mention, name or e-mail address",
        admin_only: true,
    },
    Command { word: "sync", usage: "/certs sync", meaning: "reads Okta again now", admin_only: true },
    Command {
        word: "help",
        usage: "/certs help",
        meaning: "these lines; `/certs` alone gives them too",
        admin_only: false,
    },
];

/// The commands that the reader may use; `unknown` is what they typed instead and the word of the nearest one.
pub fn help(is_admin: bool, unknown: Option<(&str, Option<&str>)>) -> Message {
    let allowed: Vec<&Command> = COMMANDS.iter().filter(|command| is_admin || !command.admin_only).collect();
    let nearest = |word| allowed.iter().find(|command| Some(command.word) == word);
    let mut page = Page::new();
    let text = match unknown {
        None => "What you can ask of /certs".to_owned(),
        Some((typed, word)) => {
            let guess = nearest(word).map(|command| format!(". Did you mean {}?", command.usage));
            format!("“{}” is not a command{}", prose(typed, NAME), guess.unwrap_or_default())
        }
    };
    if unknown.is_some() {
        page.section(text.clone());
    }
    page.lines("What you can ask", &allowed, 3_000, |command| {
        let usage = command.usage.replace('<', "&lt;").replace('>', "&gt;");
        format!("`{usage}` – {}", command.meaning)
    });
    page.into_message(text)
}
