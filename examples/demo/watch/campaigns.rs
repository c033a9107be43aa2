//! The Okta side as it is shown: the clock, the campaigns with what can be done to them, and what was done.

use std::sync::PoisonError;

use maud::{Markup, html};
use sandbox::{Campaign, Person, Review, Reviewer};

use super::Watch;

/// Entries of the diary that are shown.
const DIARY: usize = 12;

/// The column.
pub fn show(watch: &Watch) -> Markup {
    let campaigns = watch.sandbox.okta.campaigns();
    let diary = watch.diary.lock().unwrap_or_else(PoisonError::into_inner).clone();
    html! {
        h1 { "Okta" }
        div.card.clock {
            strong { (watch.clock.now().format("%A, %-d %B %Y")) }
            p { (watch.clock.now().format("%H:%M UTC")) " · the daily run is at 09:00" }
            div.row {
                form method="post" action="/clock/day" { button.button id="next-day" { "Next day" } }
                form method="post" action="/clock/reminder" { button.button id="next-reminder" { "Next reminder" } }
            }
        }
        h2 { "Campaigns" }
        @for campaign in &campaigns { (card(watch, campaign)) }
        @if !diary.is_empty() {
            h2 { "What happened" }
            ul.diary {
                @for (at, what) in diary.iter().rev().take(DIARY) {
                    li { time { (at.format("%a %-d %b, %H:%M")) } (what) }
                }
            }
        }
    }
}

fn card(watch: &Watch, campaign: &Campaign) -> Markup {
    let items = watch.sandbox.okta.reviews(&campaign.id);
    let open = items.iter().filter(|item| item.decision == "UNREVIEWED").count();
    let days = (campaign.end - campaign.start).num_days();
    html! {
        section.card id={ "campaign-" (campaign.id) } data-campaign=(campaign.name) data-status=(campaign.status) {
            span.status.active[campaign.status == "ACTIVE"] { (word_for(&campaign.status)) }
            h3 { (campaign.name) }
            @match campaign.status.as_str() {
                "SCHEDULED" => {
                    p { (items.len()) " items · " (days) " days" }
                    div.row {
                        form method="post" action="/okta/launch" {
                            (hidden(campaign))
                            button.button.primary { "Launch" }
                        }
                    }
                }
                "ACTIVE" => {
                    (progress(items.len(), open))
                    p { "Ends " (campaign.end.format("%A, %-d %B, %H:%M UTC")) }
                    div.deeds {
                        @if open > 0 { (decide(watch, campaign, &items)) (reassign(watch, campaign, &items)) }
                        (end(campaign))
                    }
                }
                _ => (progress(items.len(), open)),
            }
        }
    }
}

fn word_for(status: &str) -> &str {
    match status {
        "SCHEDULED" => "Planned",
        "ACTIVE" => "Active",
        "COMPLETED" => "Closed",
        other => other,
    }
}

fn progress(all: usize, open: usize) -> Markup {
    html! {
        progress value=(all - open) max=(all) aria-label="Decided" {}
        p { (all - open) " of " (all) " items decided" }
    }
}

fn hidden(campaign: &Campaign) -> Markup {
    html! { input type="hidden" name="campaign" value=(campaign.id); }
}

fn decide(watch: &Watch, campaign: &Campaign, items: &[Review]) -> Markup {
    let id = |name: &str| format!("decide-{name}-{}", campaign.id);
    html! {
        details.deed id=(id("items")) name=(campaign.id) {
            summary.button id=(id("summary")) { "Decide" }
            form method="post" action="/okta/decide" {
                (hidden(campaign))
                label.wide { "Who decides" (reviewers(watch, items, &id("person"), "person")) }
                label { "How many" input id=(id("many")) name="many" type="number" min="1" placeholder="all"; }
                label { "Decision"
                    select id=(id("decision")) name="decision" {
                        option value="APPROVE" { "Approve" }
                        option value="REVOKE" { "Revoke" }
                    }
                }
                div.buttons { button.button.primary id=(id("do")) { "Decide" } }
            }
        }
    }
}

fn reassign(watch: &Watch, campaign: &Campaign, items: &[Review]) -> Markup {
    let id = |name: &str| format!("reassign-{name}-{}", campaign.id);
    let others = watch.company.everybody().filter(|person| person.okta != watch.company.grace.okta);
    html! {
        details.deed id=(id("items")) name=(campaign.id) {
            summary.button id=(id("summary")) { "Reassign" }
            form method="post" action="/okta/reassign" {
                (hidden(campaign))
                label.wide { "Whose" (reviewers(watch, items, &id("person"), "person")) }
                label { "How many" input id=(id("many")) name="many" type="number" min="1" placeholder="all"; }
                label { "To whom"
                    select id=(id("to")) name="to" {
                        @for person in others { option value=(person.okta) { (person.name) } }
                    }
                }
                label.wide { "Note" input id=(id("note")) name="note" required value="You know these systems better"; }
                div.buttons { button.button.primary id=(id("do")) { "Reassign" } }
            }
        }
    }
}

fn end(campaign: &Campaign) -> Markup {
    let id = |name: &str| format!("end-{name}-{}", campaign.id);
    html! {
        details.deed id=(id("items")) name=(campaign.id) {
            summary.button id=(id("summary")) { "End" }
            form method="post" action="/okta/end" {
                (hidden(campaign))
                label.wide { "Moved to"
                    input id=(id("date")) name="end" type="date" required value=(campaign.end.format("%Y-%m-%d"));
                }
                div.buttons {
                    button.button id=(id("move")) { "Move the end" }
                    button.button.danger formaction="/okta/close" formnovalidate id=(id("close")) { "Close it now" }
                }
            }
        }
    }
}

/// Those for whom items wait, with how many.
fn reviewers(watch: &Watch, items: &[Review], id: &str, name: &str) -> Markup {
    let waiting = watch.company.everybody().map(|person| (person, open_of(watch, items, person).count()));
    html! {
        select id=(id) name=(name) {
            @for (person, open) in waiting.filter(|(_, open)| *open > 0) {
                option value=(person.okta) { (person.name) " (" (open) " open)" }
            }
        }
    }
}

/// The undecided items that wait for a person, or for a group they are in.
pub fn open_of<'a>(
    watch: &'a Watch,
    items: &'a [Review],
    person: &'a Person,
) -> impl Iterator<Item = &'a Review> {
    let leads = &watch.company.payments_leads;
    items.iter().filter(|item| item.decision == "UNREVIEWED").filter(move |item| match &item.reviewer {
        Reviewer::User(id) => *id == person.okta,
        Reviewer::Group(id) => *id == leads.id && leads.members.contains(&person.okta),
        Reviewer::ResourceOwner(_) | Reviewer::Nobody => false,
    })
}
