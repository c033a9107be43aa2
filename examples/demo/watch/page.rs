//! The page: the sidebar, what was chosen in it, and Okta.

use maud::{DOCTYPE, Markup, html};
use sandbox::Member;
use sandbox::face::{self, Line, Reader};

use super::conversations::Conversation;
use super::{Watch, campaigns, slack};

/// What is shown in the middle.
pub struct Page<'a> {
    pub reader: Reader<'a>,
    /// The conversation; none for the Home tab.
    pub channel: Option<&'a str>,
    /// What it is called, where it is not the app's.
    pub title: Option<&'a str>,
    pub body: Markup,
}

/// The whole page. The script puts what is in `data-live` in place whenever it differs.
pub fn show(watch: &Watch, page: &Page<'_>) -> Markup {
    let member = page.reader.member;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (member.name) " · Certs demo" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/slack.css";
                link rel="stylesheet" href="/watch.css";
                script src="/watch.js" defer {}
            }
            body {
                aside #sidebar data-live { (sidebar(watch, page)) }
                main {
                    div #top {
                        h1 {
                            @if let Some(title) = page.title { (title) }
                            @else { span.avatar.app aria-hidden="true" { "✓" } "Certs" span.tag { "App" } }
                            small { "as " (member.name) ", " (member.tz) }
                        }
                        div.tabs { @if page.title.is_none() { (tabs(page)) } }
                    }
                    div #conversation data-live tabindex="0" role="log" aria-label="Conversation" { (page.body) }
                    @if let Some(channel) = page.channel { (composer(member, channel)) }
                }
                aside #okta data-live aria-label="Okta" { (campaigns::show(watch)) }
                p #notice role="status" {}
            }
        }
    }
}

/// Choosing Home tells the app, so it is a deed and no link.
fn tabs(page: &Page<'_>) -> Markup {
    let at_home = page.channel.is_none();
    let path = slack::path(&page.reader.member.id);
    html! {
        a href=(path) aria-current=[(!at_home).then_some("page")] { "Messages" }
        form method="post" action={ (path) "/home" } {
            button type="submit" id="home-tab" aria-current=[at_home.then_some("page")] { "Home" }
        }
    }
}

fn composer(member: &Member, channel: &str) -> Markup {
    html! {
        form.composer method="post" action={ (slack::path(&member.id)) "/command" } data-clear {
            input type="hidden" name="channel" value=(channel);
            input #command name="text" list="commands" autocomplete="off" required
                aria-label="Command" placeholder="Type /certs, /certs mine, /certs status …";
            datalist #commands {
                @for command in ["/certs", "/certs mine", "/certs status", "/certs sync"] { option value=(command); }
            }
            button.button.primary type="submit" { "Send" }
        }
    }
}

fn sidebar(watch: &Watch, page: &Page<'_>) -> Markup {
    let member = page.reader.member;
    let dm = member.dm();
    let line = |href: String, name: &str, channel: &str| Line {
        href,
        name: name.to_owned(),
        unread: watch.unread(member, channel),
        chosen: page.channel.unwrap_or(&dm) == channel,
    };
    let path = slack::path(&member.id);
    let app = line(path.clone(), "Certs", &dm);
    let others = watch.conversations_of(member);
    let (channels, groups): (Vec<_>, Vec<_>) = others.iter().partition(|other| other.is_channel);
    let lines = |others: Vec<&Conversation>| -> Vec<Line> {
        let href = |other: &Conversation| format!("{path}/in/{}", other.id);
        others.into_iter().map(|other| line(href(other), &other.name, &other.id)).collect()
    };
    let people = page.reader.members.iter().filter(|member| !member.deactivated);
    let people: Vec<Line> = people
        .map(|person| Line {
            href: slack::path(&person.id),
            name: person.name.clone(),
            unread: watch.unread(person, &person.dm()),
            chosen: person.id == member.id,
        })
        .collect();
    html! {
        h1 { "Acme" }
        (face::sidebar(&lines(channels), &lines(groups), &app, &people))
    }
}
