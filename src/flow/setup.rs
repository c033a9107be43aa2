//! Okta's event hook, made or put right, so that what happens to campaigns is told to this deployment.
//!
//! Whatever is right is left alone: a second run changes nothing. Of a hook that somebody made by hand only what keeps it
//! from telling us is changed.

use secrecy::SecretString;

use super::accept::WANTED;
use crate::domain::event_hook::{EventHook, Flaw};
use crate::okta::{KnownHook, Okta, OktaError};

/// What is wanted of a run.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Where the hook is to go.
    pub address: &'a str,
    /// What it is to bear.
    pub secret: &'a SecretString,
    /// Nothing is changed: it is only said what would be.
    pub dry_run: bool,
    /// The secret is written also where nothing else is wrong: nobody can see which one Okta has.
    pub rewrite_secret: bool,
}

/// What a run came to: a sentence for each thing that was done or found, in order.
#[derive(Debug, Default)]
pub struct Done {
    /// What was done, or would be.
    pub said: Vec<String>,
    /// What somebody has to see to.
    pub notes: Vec<String>,
    /// Whether anything was changed, or would be.
    pub is_changed: bool,
    /// Why it was not finished, and what to do.
    pub unfinished: Option<String>,
}

/// Makes the hook, or puts it right.
pub async fn event_hook(okta: &Okta, wanted: &Wanted<'_>) -> Done {
    let mut done = Done::default();
    if let Err(why) = set_up(okta, wanted, &mut done).await {
        done.unfinished = Some(remedy(&why, wanted.address));
    }
    done
}

async fn set_up(okta: &Okta, wanted: &Wanted<'_>, done: &mut Done) -> Result<(), OktaError> {
    let known = okta.event_hooks().await?;
    let (mut ours, others): (Vec<KnownHook>, Vec<KnownHook>) =
        known.into_iter().partition(|known| known.hook.goes_to(wanted.address));
    // The one that needs least is kept; the others are named.
    ours.sort_by_key(|known| (known.hook.flaws(wanted.address, WANTED).len(), known.hook.id.clone()));
    done.notes.extend(others.iter().filter_map(|known| elsewhere(&known.hook)));
    let mut ours = ours.into_iter();
    match ours.next() {
        None => create(okta, wanted, done).await?,
        Some(first) => {
            done.notes.extend(ours.map(|known| double(&known.hook, &first.hook)));
            repair(okta, wanted, first, done).await?;
        }
    }
    Ok(())
}

async fn create(okta: &Okta, wanted: &Wanted<'_>, done: &mut Done) -> Result<(), OktaError> {
    done.is_changed = true;
    let events = WANTED.join(", ");
    if wanted.dry_run {
        done.said.push(format!(
            "would make an event hook to {}, for {events}, and have Okta verify it",
            wanted.address
        ));
        return Ok(());
    }
    let made = okta.create_event_hook(wanted.address, WANTED, wanted.secret).await?;
    done.said.push(format!(
        "made the event hook {} to {}, for {events}, with the secret of OKTA_HOOK_SECRET",
        named(&made.hook),
        wanted.address
    ));
    finish(okta, wanted, made.hook, done).await
}

async fn repair(
    okta: &Okta,
    wanted: &Wanted<'_>,
    known: KnownHook,
    done: &mut Done,
) -> Result<(), OktaError> {
    let flaws = known.hook.flaws(wanted.address, WANTED);
    let kept_back = known.hook.kept_back(WANTED);
    if !kept_back.is_empty() {
        done.notes.push(format!(
            "the event hook {} has a filter on {}, which was left as it is: what it keeps back is found in the System Log, later",
            named(&known.hook),
            kept_back.join(", ")
        ));
    }
    if flaws.is_empty() && !wanted.rewrite_secret {
        done.said.push(format!(
            "the event hook {} is right: verified, active, subscribed, and it goes to {}. Nothing was changed. Its secret cannot be read back from Okta; --rewrite-secret writes OKTA_HOOK_SECRET into it",
            named(&known.hook),
            wanted.address
        ));
        return Ok(());
    }
    done.is_changed = true;
    if !flaws.is_empty() {
        let wrong: Vec<String> = flaws.iter().map(Flaw::explanation).collect();
        done.said.push(format!("the event hook {} {}", named(&known.hook), wrong.join("; ")));
    }
    let takes_writing = wanted.rewrite_secret || flaws.iter().any(Flaw::takes_writing);
    if wanted.dry_run {
        let secret = if takes_writing { ", write its secret anew" } else { "" };
        done.said.push(format!("would put that right{secret} and have Okta verify it"));
        return Ok(());
    }
    let mut hook = known.hook.clone();
    if takes_writing {
        hook = okta.replace_event_hook(&known, wanted.address, WANTED, wanted.secret).await?.hook;
        done.said.push(format!(
            "wrote {} anew: subscribed to {}, with the secret of OKTA_HOOK_SECRET; what else it had was kept",
            named(&hook),
            hook.events.join(", ")
        ));
    }
    finish(okta, wanted, hook, done).await?;
    if !takes_writing && done.unfinished.is_none() {
        done.said.push(
            "its secret was left as it is; --rewrite-secret writes OKTA_HOOK_SECRET into it".to_owned(),
        );
    }
    Ok(())
}

/// Only hooks that are switched on can be verified.
async fn finish(
    okta: &Okta,
    wanted: &Wanted<'_>,
    mut hook: EventHook,
    done: &mut Done,
) -> Result<(), OktaError> {
    if !hook.is_active {
        hook = okta.activate_event_hook(&hook.id).await?.hook;
        done.said.push(format!("switched {} on", named(&hook)));
    }
    if hook.is_verified {
        return Ok(());
    }
    match okta.verify_event_hook(&hook.id).await {
        Ok(known) => done.said.push(format!("Okta has verified {}", named(&known.hook))),
        Err(why) if why.is_refusal() => {
            done.unfinished = Some(format!(
                "Okta could not verify {}, so it tells nothing yet: {} did not give Okta the proof within three seconds ({why}). Start the service, have whatever ends TLS pass that address to CERTS_LISTEN, and run this again: it goes on from here",
                named(&hook),
                wanted.address
            ));
        }
        Err(why) => return Err(why),
    }
    Ok(())
}

/// A hook of the same purpose that goes elsewhere: another deployment's, or ours from before it moved.
fn elsewhere(hook: &EventHook) -> Option<String> {
    let is_like_ours = hook.address.ends_with("/okta/hooks")
        && hook.events.iter().any(|kind| WANTED.contains(&kind.as_str()));
    is_like_ours.then(|| {
        format!(
            "the event hook {} goes to {}, and was left alone. If nothing listens there any more, delete it in Okta: Workflow › Event Hooks",
            named(hook),
            hook.address
        )
    })
}

fn double(hook: &EventHook, kept: &EventHook) -> String {
    format!(
        "the event hook {} goes to the same address as {}, which was kept. Deactivate and delete the one that is too many in Okta: Workflow › Event Hooks",
        named(hook),
        named(kept)
    )
}

fn named(hook: &EventHook) -> String {
    format!("{:?} ({})", hook.name, hook.id)
}

/// Why the hook is not as it should be, and what to do.
fn remedy(why: &OktaError, address: &str) -> String {
    let by_hand = format!(
        "By hand: Workflow › Event Hooks › Create, URL {address}, authentication field Authorization, its secret OKTA_HOOK_SECRET, events {}; then Verify",
        WANTED.join(", ")
    );
    if why.is_forbidden() {
        return format!(
            "{why}: event hooks take a Super Administrator, or a custom role with \"Manage event hooks\", and of a service app the scope okta.eventHooks.manage. Give it for this run, or have somebody do it. {by_hand}"
        );
    }
    if why.is_unauthorized() {
        return why.explanation();
    }
    if why.is_refusal() {
        return format!(
            "{why}: Okta does not take that hook. An org has 25 event hooks at most, and their addresses are https. {by_hand}"
        );
    }
    format!("{why}. Run this again; what was done so far stays done. {by_hand}")
}
