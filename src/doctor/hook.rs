//! Okta's event hook: there, switched on, verified, subscribed to what we need, and pointing here.

use super::finding::{Finding, Level};
use super::okta::{refused, unlucky};
use super::patient::{Look, Patient};
use crate::config::{OktaEvents, below};
use crate::domain::event_hook::{EventHook, Flaw};
use crate::flow::accept::WANTED;

/// Of the hook, and of its address.
pub(super) const NOT_NEEDED: &str =
    "not needed: with OKTA_EVENTS=poll events come from the System Log, and no hook is listened to";
const SETUP: &str = "Run `certs setup`, or put it right by hand: Workflow › Event Hooks";

pub(super) async fn event_hook(patient: &Patient) -> Look {
    if patient.config(&["OKTA_EVENTS"])?.okta.events == OktaEvents::Poll {
        return Ok(Finding::ok(NOT_NEEDED));
    }
    let public = patient.config(&["CERTS_PUBLIC_URL"])?.public_url.clone();
    let hooks = match patient.hooks().await? {
        Ok(hooks) => hooks.iter().map(|known| &known.hook),
        Err(why) if why.is_forbidden() => {
            return Ok(Finding::unseen(
                format!("{}; the service itself does not need to see them", refused(why)),
                "See in Okta, Workflow › Event Hooks, that the hook is active and verified; or give the user of the token, or the service app, for a moment what it takes to see them",
            ));
        }
        Err(why) => return Ok(unlucky(why, Level::Warning, "the hook cannot be looked at")),
    };
    let Some(public) = public else { return Ok(without_address(hooks)) };
    let address = below(&public, "/okta/hooks");
    let mut ours: Vec<&EventHook> = hooks.filter(|hook| hook.goes_to(&address)).collect();
    ours.sort_by_key(|hook| hook.flaws(&address, WANTED).len());
    let Some(hook) = ours.first() else {
        return Ok(Finding::failed(
            format!("none goes to {address}, so what happens to campaigns is learned by the sweep alone"),
            "Run `certs setup`, which makes it",
        ));
    };
    let flaws = hook.flaws(&address, WANTED);
    if !flaws.is_empty() {
        let wrong: Vec<String> = flaws.iter().map(Flaw::explanation).collect();
        return Ok(Finding::failed(format!("{:?} {}", hook.name, wrong.join("; ")), SETUP));
    }
    if ours.len() > 1 {
        let names: Vec<String> = ours.iter().map(|hook| format!("{:?} ({})", hook.name, hook.id)).collect();
        return Ok(Finding::warning(
            format!(
                "{} go to {address}: {}. Each event comes as often, and is stored once",
                ours.len(),
                names.join(", ")
            ),
            "Deactivate and delete those that are too many: Workflow › Event Hooks",
        ));
    }
    let kept_back = hook.kept_back(WANTED);
    if !kept_back.is_empty() {
        return Ok(Finding::warning(
            format!("{:?} has a filter on {}", hook.name, kept_back.join(", ")),
            "Take the filter away, unless it lets through all that matters here; what it keeps back is learned later, by the sweep",
        ));
    }
    Ok(Finding::ok(format!(
        "{:?} is active and verified, has the three events, and goes to {address}",
        hook.name
    )))
}

/// Where we do not know our own address, only that there is a hook which may be meant for us.
fn without_address<'a>(hooks: impl Iterator<Item = &'a EventHook>) -> Finding {
    let candidates: Vec<&EventHook> = hooks.filter(|hook| hook.address.ends_with("/okta/hooks")).collect();
    if candidates.is_empty() {
        return Finding::failed(
            "there is none whose address ends in /okta/hooks",
            "Set CERTS_PUBLIC_URL and run `certs setup`, which makes it",
        );
    }
    let shown: Vec<String> = candidates
        .iter()
        .map(|hook| {
            let flaws: Vec<String> =
                hook.flaws(&hook.address, WANTED).iter().map(Flaw::explanation).collect();
            let flaws = if flaws.is_empty() { "is as it should be".to_owned() } else { flaws.join("; ") };
            format!("{:?} to {} {flaws}", hook.name, hook.address)
        })
        .collect();
    Finding::unseen(
        format!("whether one goes to this deployment; {}", shown.join("; ")),
        "Set CERTS_PUBLIC_URL to the address under which Okta reaches the service, and run this again",
    )
}
