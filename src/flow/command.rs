//! `/certs`: what was typed, by whom, and the answer that only they see.

use super::identify::recognise;
use super::naming::ALIKE;
use super::question::{self, answer as answer_to};
use super::{FlowError, Result, meant, poll, sweep};
use crate::app::App;
use crate::domain::question::Question;
use crate::slack::Command;
use crate::slack::view::{self, COMMANDS, Message};

/// The answer to a command; always a message, also when something did not work.
pub async fn answer(app: &App, command: &Command) -> Message {
    let text = command.text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let word = word.to_lowercase();
    metrics::counter!("certs_commands_total", "command" => label(&word)).increment(1);
    match carry_out(app, &command.user_id, &word, rest.trim()).await {
        Ok(message) => message,
        Err(why) => {
            tracing::warn!(command = label(&word), error = %why, "A command could not be answered");
            view::sentence(match why {
                FlowError::Slack(_) => {
                    "Slack did not say who you are, so this could not be looked up. Nothing was changed; please try again in a minute."
                }
                _ => {
                    "Certs could not read its records just now. Nothing was changed; please try again in a minute."
                }
            })
        }
    }
}

/// The command's own word, for logs and metrics: what people type may be anything.
fn label(word: &str) -> &'static str {
    match word {
        "" => "help",
        word => {
            COMMANDS.iter().find(|command| command.word == word).map_or("unknown", |command| command.word)
        }
    }
}

async fn carry_out(app: &App, slack_id: &str, word: &str, rest: &str) -> Result<Message> {
    let caller = recognise(app, slack_id).await?;
    let is_admin = caller.is_admin;
    match word {
        "" | "help" => Ok(view::help(is_admin, None)),
        "mine" => answer_to(app, &caller, &Question::Mine { page: 0 }).await,
        "status" if !is_admin => {
            let why = "It takes an administrator to see the status of campaigns; here is what waits for you.";
            question::mine(app, &caller, Some(why), 0).await
        }
        "status" if rest.is_empty() => answer_to(app, &caller, &Question::Status { page: 0 }).await,
        "status" => match meant::status_of(app, rest).await? {
            Ok(question) => answer_to(app, &caller, &question).await,
            Err(asks_back) => Ok(asks_back),
        },
        "remind" if !is_admin => Ok(view::sentence("It takes an administrator to have people reminded.")),
        "remind" => match meant::remind_of(app, rest).await? {
            Ok(question) => answer_to(app, &caller, &question).await,
            Err(asks_back) => Ok(asks_back),
        },
        "sync" if is_admin => {
            poll::hurry(app).await?;
            sweep::hurry(app).await?;
            Ok(view::sentence("Okta is being read again; `/certs status` shows the figures as they come in."))
        }
        "sync" => Ok(view::sentence("It takes an administrator to have Okta read again.")),
        unknown => Ok(view::help(is_admin, Some((unknown, nearest(unknown, is_admin))))),
    }
}

/// The command that was probably meant, of those that this person may use.
fn nearest(word: &str, is_admin: bool) -> Option<&'static str> {
    let usable = COMMANDS.iter().filter(|command| is_admin || !command.admin_only);
    let alike = usable.map(|command| (strsim::jaro_winkler(word, command.word), command.word));
    let best = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}
