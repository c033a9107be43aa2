//! What each fuzz target does with its bytes. `tests/it/hostile/seeds.rs` does the same with all seeds, so that nothing
//! here rots where there is no nightly compiler.
#![allow(missing_docs, reason = "a target a function, named as its binary")]

use std::collections::HashMap;

use certs::config::{Config, SETTINGS, read_dot_env};
use certs::domain::cadence::Cadence;
use certs::domain::review::{Review, arrival};
use certs::domain::standing::MyCampaign;
use certs::okta::{Event, Events, HookEnvelope, read_campaign, read_review_page};
use certs::outside::{ADDRESS, ID, NAME, PROSE, WORD, is_id};
use certs::slack::view::{self, Frame};
use certs::slack::{Command, EventEnvelope, Interaction};
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret;

pub fn hook_body(body: &[u8]) {
    if let Ok(envelope) = HookEnvelope::read(body) {
        check_events(&envelope.data.events, body.len());
    }
}

pub fn log_page(body: &[u8]) {
    if let Ok(events) = Events::read(body) {
        check_events(&events, body.len());
    }
}

fn check_events(events: &Events, length: usize) {
    assert!(events.count() <= length, "more events than bytes");
    for Event { uuid, kind, campaign_id, review_id, published, decision, actor_id, actor_name } in
        &events.read
    {
        assert!(is_id(uuid) && is_id(kind));
        assert!([campaign_id, review_id, actor_id].into_iter().flatten().all(|id| is_id(id)));
        for word in [published, decision].into_iter().flatten() {
            storable(word, WORD);
        }
        if let Some(name) = actor_name {
            storable(name, NAME);
        }
    }
}

pub fn command(form: &[u8]) {
    let Some(command) = Command::read(form) else { return };
    assert!(is_id(&command.user_id));
    storable(&command.text, PROSE);
    let nearest = Some(("status", Some("status")));
    check_message(&view::help(true, nearest.map(|(_, meant)| (command.text.as_str(), meant))));
    check_message(&view::no_such_campaign(&command.text, None, std::slice::from_ref(&command.text)));
}

pub fn interaction(form: &[u8]) {
    let Some(interaction) = Interaction::read(form) else { return };
    assert!(interaction.user.is_none_or(|user| is_id(&user.id)));
    assert!(interaction.actions.len() <= 100);
    for click in interaction.actions {
        storable(&click.action_id, ID);
        assert!([click.value, click.action_ts].iter().flatten().all(|id| is_id(id)));
    }
}

pub fn event(body: &[u8]) {
    if let Ok(envelope) = EventEnvelope::read(body) {
        let texts = [Some(envelope.r#type), envelope.challenge, envelope.event_id];
        assert!(texts.iter().flatten().all(|text| !text.contains('\0')));
    }
}

pub fn campaign(body: &[u8]) {
    let Ok(campaign) = read_campaign(body, now()) else { return };
    let ids = [Some(&campaign.id), campaign.owner_id.as_ref(), campaign.recurring_parent.as_ref()];
    assert!(ids.into_iter().flatten().all(|id| is_id(id)));
    storable(&campaign.name, NAME);
    if let Some(text) = &campaign.description {
        storable(text, PROSE);
    }
    storable(campaign.status.as_str(), WORD);
    for zone in [chrono_tz::UTC, chrono_tz::Pacific::Kiritimati, chrono_tz::Pacific::Niue] {
        let span = campaign.span(zone);
        for days in ["7,14,21,25,+7", "1,+1", "366"] {
            let mut cadence: Cadence = days.parse().unwrap_or_else(|why| panic!("{days}: {why}"));
            cadence.closing_days = Some(3);
            let today = now().date_naive();
            assert!(cadence.due_days(span, today, today).is_empty());
            cadence.is_due(span, today, today, chrono::NaiveDate::MIN);
            let next = cadence.next_after(span, today, today);
            assert!(next.is_none_or(|day| day > today && span.end.is_none_or(|end| day < end)));
            assert_eq!(cadence.is_last(span, today), span.end.is_some() && next.is_none());
        }
        let frame = Frame::new("https://acme.okta.com/{campaignId}".to_owned(), zone, now());
        let owner_name = Some(campaign.name.clone());
        let campaign = campaign.clone();
        let mine = MyCampaign { campaign, owner_name, may_ask_owner: true, open: 1, total: 2 };
        check_message(&frame.launch(&mine, false));
        check_message(&frame.mine(&[mine], None, 0));
    }
}

pub fn review(body: &[u8]) {
    let Ok(page) = read_review_page(body, "ici") else { return };
    assert!(page.next.is_none_or(|cursor| !cursor.contains('\0')));
    let mut before: Option<Review> = None;
    for one in page.reviews {
        let Review { id, campaign_id, reviewer, level, decision, note } = &one.review;
        assert!(is_id(id) && campaign_id == "ici");
        assert!([&reviewer.id, &one.resource_id].into_iter().flatten().all(|id| is_id(id)));
        for word in [&reviewer.kind, level, decision] {
            storable(word, WORD);
        }
        if let Some(name) = &reviewer.name {
            storable(name, NAME);
        }
        if let Some(note) = note {
            storable(note, PROSE);
        }
        if let Some(person) = &one.reviewer {
            assert!(is_id(&person.id));
            storable(&person.name, NAME);
            if let Some(email) = &person.email {
                storable(email, ADDRESS);
            }
            storable(&person.status, WORD);
        }
        arrival(before.as_ref(), &one.review);
        before = Some(one.review);
    }
}

/// Settings that work, and over them those of a `.env` file.
pub fn settings(text: &[u8]) {
    let Ok(set) = read_dot_env(&String::from_utf8_lossy(text)) else { return };
    let required = HashMap::from([
        ("OKTA_ORG_URL", "https://acme.okta.com"),
        ("OKTA_API_TOKEN", "00token"),
        ("OKTA_HOOK_SECRET", "secret"),
        ("SLACK_BOT_TOKEN", "xoxb-token"),
        ("SLACK_SIGNING_SECRET", "secret"),
    ]);
    let lookup =
        |name: &str| set.get(name).cloned().or_else(|| required.get(name).map(|&set| set.to_owned()));
    match Config::from_lookup(&lookup) {
        Ok(config) => {
            assert!(config.daily_run.next(now()).is_some());
            assert!(
                now()
                    .checked_add_signed(chrono::Duration::from_std(config.sweep_every * 2).unwrap())
                    .is_some()
            );
            let token = config.slack.bot_token.expose_secret();
            // Unless somebody wrote the same into a setting that is shown.
            let is_elsewhere =
                set.iter().any(|(name, value)| name != "SLACK_BOT_TOKEN" && value.contains(token));
            assert!(is_elsewhere || !format!("{config:?}").contains(token));
        }
        Err(problems) => {
            let named = |line: &String| SETTINGS.iter().any(|setting| line.starts_with(setting.name));
            assert!(problems.0.iter().all(named), "{problems}");
        }
    }
}

fn storable(text: &str, most: usize) {
    assert!(text.len() <= most && !text.contains('\0'), "{} bytes: {text:?}", text.len());
}

fn check_message(message: &view::Message) {
    assert!((1..=1_000).contains(&message.text.encode_utf16().count()));
    assert!((1..=45).contains(&message.blocks.len()));
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_788_249_600, 0).unwrap_or_default()
}
