//! The Slack side: what a person sees there, and what they do.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Redirect;
use chrono::Duration;
use maud::{Markup, html};
use sandbox::face::{self, Reader};
use sandbox::{Control, Member};
use serde::Deserialize;

use super::Watch;
use super::page::{self, Page};
use super::sorry::{Sorry, not_found, refused};

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    text: String,
    channel: String,
}

/// What was pressed.
#[derive(Deserialize)]
pub struct Press {
    /// `message`, `whisper` or `home`.
    on: String,
    ts: Option<String>,
    nth: usize,
    choice: Option<String>,
    leads_to: Option<String>,
}

/// Where a person's conversation with the app is.
pub fn path(user: &str) -> String {
    format!("/people/{user}")
}

/// The conversation with the app.
pub async fn direct_messages(State(watch): State<Watch>, Path(user): Path<String>) -> Result<Markup, Sorry> {
    let member = watch.member(&user)?;
    Ok(watch.conversation(&member, &member.dm(), None))
}

/// A channel, or a conversation of several people.
pub async fn channel(
    State(watch): State<Watch>,
    Path((user, channel)): Path<(String, String)>,
) -> Result<Markup, Sorry> {
    let member = watch.member(&user)?;
    let found = watch.conversations_of(&member).into_iter().find(|other| other.id == channel);
    let found =
        found.ok_or_else(|| not_found(format!("{} has no conversation {channel:?}.", member.name)))?;
    Ok(watch.conversation(&member, &channel, Some(&found.title())))
}

/// The Home tab.
pub async fn home(State(watch): State<Watch>, Path(user): Path<String>) -> Result<Markup, Sorry> {
    let member = watch.member(&user)?;
    let members = watch.sandbox.slack.members();
    let reader = Reader { member: &member, members: &members, now: watch.clock.now() };
    let press = format!("{}/press", path(&user));
    let view = watch.sandbox.slack.home_of(&user);
    let body = html! {
        @if let Some(view) = view { (face::app_home(&view, &reader, &press)) }
        @else { p.nothing { "The app has published no Home yet." } }
    };
    Ok(page::show(&watch, &Page { reader, channel: None, title: None, body }))
}

/// The Home tab is chosen: the app hears of it.
pub async fn open_home(State(watch): State<Watch>, Path(user): Path<String>) -> Result<Redirect, Sorry> {
    watch.member(&user)?;
    let stage = watch.stage.lock().await;
    watch.sandbox.slack.open_home(&user).await?;
    stage.work_off().await?;
    Ok(Redirect::to(&format!("{}/home", path(&user))))
}

/// A command is typed.
pub async fn command(
    State(watch): State<Watch>,
    Path(user): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Redirect, Sorry> {
    let member = watch.member(&user)?;
    let mut words = typed.text.trim().splitn(2, char::is_whitespace);
    if words.next() != Some("/certs") {
        return Err(refused("Only /certs is understood here, such as /certs mine."));
    }
    let other = watch.conversations_of(&member).into_iter().find(|other| other.id == typed.channel);
    let name = match &other {
        Some(channel) if channel.is_channel => channel.name.as_str(),
        Some(_) => "privategroup",
        None => "directmessage",
    };
    let stage = watch.stage.lock().await;
    let text = words.next().unwrap_or_default().trim();
    watch.sandbox.slack.command_in(&user, &typed.channel, name, text).await?;
    stage.work_off().await?;
    watch.changed.send_replace(());
    Ok(back(&headers, &user))
}

/// A control is used.
pub async fn press(
    State(watch): State<Watch>,
    Path(user): Path<String>,
    headers: HeaderMap,
    Form(press): Form<Press>,
) -> Result<Redirect, Sorry> {
    let member = watch.member(&user)?;
    let stage = watch.stage.lock().await;
    // Nobody presses twice at once: what has the same instant counts as one press that Slack told twice.
    watch.clock.advance_to(watch.clock.now() + Duration::seconds(1));
    let slack = &watch.sandbox.slack;
    let control = match &press.choice {
        Some(value) => Control::NthChoice(press.nth, value),
        None => Control::Nth(press.nth),
    };
    let is_it = |ts: &str| press.ts.as_deref() == Some(ts);
    let gone = || not_found("This is not there any more.");
    let answer = match press.on.as_str() {
        "home" => slack.click_home(&user, control).await?,
        "whisper" => {
            let whisper = slack.whispers_to(&user).into_iter().find(|whisper| is_it(&whisper.ts));
            slack.click_whisper(&whisper.ok_or_else(gone)?, control).await?
        }
        _ => {
            let message = slack.messages().into_iter().find(|message| is_it(&message.ts));
            slack.click(&user, &message.ok_or_else(gone)?, control).await?
        }
    };
    if answer.status != 200 {
        return Err(refused("The app did not take it; Slack would show a warning sign beside the button."));
    }
    stage.work_off().await?;
    match press.leads_to {
        Some(url) => watch.note(format!("Slack opens {url} for {}.", member.name)),
        None => watch.changed.send_replace(()),
    }
    Ok(back(&headers, &user))
}

/// To the page on which it was done.
pub fn back(headers: &HeaderMap, user: &str) -> Redirect {
    let from = headers.get(header::REFERER).and_then(|from| from.to_str().ok());
    let from = from.and_then(|from| from.strip_prefix("http://")?.split_once('/'));
    match from {
        Some((_, page)) if page.starts_with("people/") => Redirect::to(&format!("/{page}")),
        _ => Redirect::to(&path(user)),
    }
}

impl Watch {
    fn member(&self, user: &str) -> Result<Member, Sorry> {
        let members = self.sandbox.slack.members().into_iter();
        let found = members.filter(|member| !member.deactivated).find(|member| member.id == user);
        found.ok_or_else(|| not_found(format!("Nobody here has the Slack id {user:?}.")))
    }

    fn conversation(&self, member: &Member, channel: &str, title: Option<&str>) -> Markup {
        self.has_read(member, channel);
        let slack = &self.sandbox.slack;
        let members = slack.members();
        let reader = Reader { member, members: &members, now: self.clock.now() };
        let messages = slack.messages_in(channel);
        let whispers: Vec<_> =
            slack.whispers_to(&member.id).into_iter().filter(|whisper| whisper.channel == channel).collect();
        let body = if messages.is_empty() && whispers.is_empty() {
            html! { p.nothing { "Nothing has been said here yet. Launch a campaign in Okta, or type " strong { "/certs" } "." } }
        } else {
            face::conversation(&messages, &whispers, &reader, &format!("{}/press", path(&member.id)))
        };
        page::show(self, &Page { reader, channel: Some(channel), title, body })
    }
}
