//! The column at the side: the conversations of whoever is looked over the shoulder of, and everybody else.

use maud::{Markup, html};

use super::conversation::app_avatar;

/// Somewhere to go.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its address.
    pub href: String,
    /// A person or a conversation.
    pub name: String,
    /// Messages there that were not read.
    pub unread: usize,
    /// Whether this is where the reader is.
    pub chosen: bool,
}

/// The conversations of whoever is looked over the shoulder of: channels, those of several people, and the app's; then
/// the people.
pub fn sidebar(channels: &[Line], groups: &[Line], app: &Line, people: &[Line]) -> Markup {
    let hash = html! { span.hash aria-hidden="true" { "#" } };
    html! {
        nav.places aria-label="Conversations" {
            @if !channels.is_empty() {
                h2 { "Channels" }
                ul { @for line in channels { li { (link(line, &hash)) } } }
            }
            @if !groups.is_empty() {
                h2 { "Direct messages" }
                ul { @for line in groups { li { (link(line, &avatar(&line.name))) } } }
            }
            h2 { "Apps" }
            ul { li { (link(app, &app_avatar())) } }
        }
        nav.people aria-label="People" {
            h2 { "See it as" }
            ul { @for line in people { li { (link(line, &avatar(&line.name))) } } }
        }
    }
}

fn link(line: &Line, picture: &Markup) -> Markup {
    html! {
        a.line.chosen[line.chosen].unread[line.unread > 0] href=(line.href) aria-current=[line.chosen.then_some("page")] {
            (picture)
            span.name { (line.name) }
            @if line.unread > 0 { span.badge title={ (line.unread) " unread" } { (line.unread) } }
        }
    }
}

/// The initials of a person, on a colour of their own; of several, those of the first.
pub fn avatar(names: &str) -> Markup {
    let name = names.split(',').next().unwrap_or_default();
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let colour = name.bytes().fold(0_u8, u8::wrapping_add) % 8;
    html! { span class={ "avatar colour-" (colour) } aria-hidden="true" { (initials) } }
}
