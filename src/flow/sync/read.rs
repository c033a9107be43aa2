//! Reading the items of a campaign: all of them, the open ones, or a few.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

use super::super::refresh::stir;
use super::super::{FlowError, Result, acquaint, announce};
use super::handovers::{self, Givers};
use super::people::{self, GroupSeen};
use super::sighted::Sighted;
use crate::app::App;
use crate::domain::campaign::Campaign;
use crate::domain::person::Person;
use crate::domain::review::Review;
use crate::okta::{OktaError, ReviewPage, SeenReview};
use crate::store::reviews::Applied;
use crate::store::snoozes::{self, NEW_ITEMS};
use crate::store::{self, Tx, campaigns, reviews};

/// A million items. Okta says how a list goes on; one that always goes on would be read for ever.
const MOST_PAGES: usize = 5_000;

/// What a read came upon.
#[derive(Debug, Default)]
pub(in super::super) struct Seen {
    /// How many items.
    pub(in super::super) items: usize,
    /// Ids of those that came to a reviewer since the read before, and of which somebody told who gave them.
    pub(in super::super) arrived: HashSet<String>,
    /// What could not be read beside it: those whom it keeps from being told are told once it can be.
    pub(in super::super) trouble: Option<FlowError>,
    /// Something was among the items that cannot be told apart from them.
    is_blurred: bool,
    /// Which items those are, of a read of pages.
    sighted: Sighted,
}

/// Reads all items, page by page. A crash in the middle starts over: nothing is planned before the last page.
#[tracing::instrument(name = "read campaign", skip_all, fields(campaign = campaign.id))]
pub(in super::super) async fn whole(app: &App, campaign: &Campaign, givers: &Givers) -> Result<Seen> {
    let begun = std::time::Instant::now();
    let number = campaigns::begin_read(&app.store.db, &campaign.id).await?;
    let seen = Box::pin(pages(app, campaign, number, false, givers)).await?;
    let now = app.clock.now();
    let gone = unseen(app, campaign, number, false, &seen).await?;
    let tx = app.store.begin().await?;
    if !gone.is_empty() {
        hold_newest(&tx, campaign, number).await?;
        let touched = reviews::remove(&tx, &gone, number).await?;
        stir(app, &tx, &campaign.id, &touched, now).await?;
    }
    campaigns::finish_read(&tx, &campaign.id, now).await?;
    announce::launches(app, &tx, campaign, now).await?;
    store::commit(tx).await?;
    app.wake.ring();
    metrics::histogram!("certs_sync_seconds").record(begun.elapsed().as_secs_f64());
    tracing::info!(campaign.id, items = seen.items, "Read a campaign");
    Ok(seen)
}

/// Reads the open items; those known as open and not among them are decided.
pub(in super::super) async fn open_reviews(app: &App, campaign: &Campaign, givers: &Givers) -> Result<Seen> {
    let number = campaigns::begin_read(&app.store.db, &campaign.id).await?;
    let seen = Box::pin(pages(app, campaign, number, true, givers)).await?;
    let now = app.clock.now();
    let decided = unseen(app, campaign, number, true, &seen).await?;
    let tx = app.store.begin().await?;
    if !decided.is_empty() {
        hold_newest(&tx, campaign, number).await?;
        let touched = reviews::decide(&tx, &decided, number, now).await?;
        stir(app, &tx, &campaign.id, &touched, now).await?;
    }
    announce::launches(app, &tx, campaign, now).await?;
    store::commit(tx).await?;
    app.wake.ring();
    Ok(seen)
}

/// What a read did not see. Where it saw something that could be anything, that is nothing.
async fn unseen(
    app: &App,
    campaign: &Campaign,
    number: i32,
    only_open: bool,
    seen: &Seen,
) -> Result<Vec<String>> {
    if seen.is_blurred {
        return Ok(Vec::new());
    }
    // Every item that was seen is on record, so where there are as many, there is no other. That costs less than to look at
    // each; an open one may have been decided meanwhile.
    if !only_open && seen.sighted.are_all_of(reviews::count(&app.store.db, &campaign.id).await?) {
        return Ok(Vec::new());
    }
    let sighted = |id: &str| seen.sighted.holds(id);
    Ok(reviews::unseen(&app.store, &campaign.id, number, only_open, sighted).await?)
}

/// Only the newest read knows what was not seen: an older one does not know what a newer one let pass, and is made again.
async fn hold_newest(tx: &Tx, campaign: &Campaign, number: i32) -> Result<()> {
    let is_newest = campaigns::hold_newest_read(tx, &campaign.id, number).await?;
    is_newest.then_some(()).ok_or(FlowError::Overtaken)
}

async fn pages(
    app: &App,
    campaign: &Campaign,
    number: i32,
    only_open: bool,
    givers: &Givers,
) -> Result<Seen> {
    let mut seen = Seen::default();
    let mut groups = BTreeMap::new();
    let mut page = app.okta.reviews(&campaign.id, only_open, None).await?;
    for _ in 0..MOST_PAGES {
        // Okta makes the next page, and it is taken apart, while this one is stored: of the two, the slower one alone is
        // waited for, and no more than two pages are in memory. What was read is stored even if the next page cannot be had.
        let next = page.next.take().map(|after| fetch(app, campaign, only_open, after));
        let news = pass(app, page.reviews, &mut groups, &mut seen).await?;
        if !news.is_empty() {
            take(app, campaign, news, number, givers, &mut groups, &mut seen).await?;
        }
        if !page.garbled.is_empty() {
            leave_out(campaign, page.garbled, &mut seen);
        }
        let Some(next) = next else {
            let trouble = people::complete(app, campaign, groups).await?;
            seen.trouble = seen.trouble.or(trouble);
            return Ok(seen);
        };
        page = next.await.unwrap_or_else(|broken| std::panic::resume_unwind(broken.into_panic()))?;
    }
    Err(FlowError::Broken("Okta's list of the campaign's items has no end"))
}

/// Reads a page beside whatever else is done; given up with whoever asked.
fn fetch(
    app: &App,
    campaign: &Campaign,
    only_open: bool,
    after: String,
) -> AbortOnDropHandle<std::result::Result<ReviewPage, OktaError>> {
    let (okta, id) = (app.okta.clone(), campaign.id.clone());
    let reading = async move { okta.reviews(&id, only_open, Some(&after)).await };
    AbortOnDropHandle::new(tokio::spawn(reading.in_current_span()))
}

/// Lets items pass by that are as known, with who has them; returns the others. On nearly every page of nearly every read
/// that is all of them, and nothing is written.
async fn pass(
    app: &App,
    found: Vec<SeenReview>,
    groups: &mut BTreeMap<String, GroupSeen>,
    seen: &mut Seen,
) -> Result<Vec<SeenReview>> {
    let db = &app.store.db;
    seen.sighted.note(found.iter().map(|one| &one.review.id));
    let items: Vec<&Review> = found.iter().map(|one| &one.review).collect();
    let known = reviews::as_known(db, &items).await?;
    let reviewers: Vec<&Person> = found.iter().filter_map(|one| one.reviewer.as_ref()).collect();
    let others = store::people::news(db, &reviewers).await?;
    let others: HashSet<String> = others.into_iter().map(|person| person.id.clone()).collect();
    let is_other = |one: &SeenReview| one.reviewer.as_ref().is_some_and(|person| others.contains(&person.id));
    let (passed, news): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|one| known.contains(&one.review.id) && !is_other(one));
    meet(app, &passed, groups);
    seen.items += passed.len();
    Ok(news)
}

/// Takes note of who has to decide these items.
fn meet(app: &App, found: &[SeenReview], groups: &mut BTreeMap<String, GroupSeen>) {
    for one in found {
        GroupSeen::note(one, groups);
    }
    let asked = found.iter().filter(|one| one.review.is_open()).filter_map(|one| one.reviewer.as_ref());
    acquaint::meet(app, asked);
}

/// Items that are not what Okta documents: what was known of them stays, and nobody else waits for them.
fn leave_out(campaign: &Campaign, garbled: Vec<Option<String>>, seen: &mut Seen) {
    let (many, ids) = (garbled.len(), garbled.into_iter().flatten().collect::<Vec<_>>());
    tracing::warn!(
        campaign.id,
        items = many,
        review.ids = ids.join(" "),
        "Items are not understood; leaving them out"
    );
    seen.is_blurred |= ids.len() < many;
    seen.sighted.note_garbled(&ids);
    let why = format!("{many} of its items are not what Okta documents");
    seen.trouble.get_or_insert(OktaError::Undecodable { call: "reviews", why }.into());
}

/// Reads single items. `None` when Okta does not know one of them under that id.
pub(in super::super) async fn items(
    app: &App,
    campaign: &Campaign,
    ids: &[String],
    givers: &Givers,
) -> Result<Option<Seen>> {
    let mut found = Vec::new();
    for id in ids {
        match app.okta.review(id).await {
            // An item says which campaign it is of; one of another is not what the event spoke of.
            Ok(one) if one.review.campaign_id == campaign.id => found.push(one),
            Ok(_) => {}
            Err(why) if why.is_not_found() => return Ok(None),
            Err(why) => return Err(why.into()),
        }
    }
    let (mut groups, mut seen) = (BTreeMap::new(), Seen::default());
    let number = campaigns::read_number(&app.store.db, &campaign.id).await?;
    take(app, campaign, found, number, givers, &mut groups, &mut seen).await?;
    seen.trouble = people::complete(app, campaign, groups).await?;
    let tx = app.store.begin().await?;
    announce::launches(app, &tx, campaign, app.clock.now()).await?;
    store::commit(tx).await?;
    app.wake.ring();
    Ok(Some(seen))
}

/// Reads single items that were decided just before the close, so that nobody is told that they were not. What cannot be
/// read is left as it is: the campaign is over.
pub(in super::super) async fn last_decisions(app: &App, campaign: &Campaign, ids: &[String]) -> Result<()> {
    let mut found = Vec::new();
    for id in ids {
        match app.okta.review(id).await {
            Ok(one) if one.review.campaign_id == campaign.id => found.push(one),
            Ok(_) => {}
            Err(why) => tracing::debug!(campaign.id, error = %why, "A last decision could not be read"),
        }
    }
    let number = campaigns::read_number(&app.store.db, &campaign.id).await?;
    take(app, campaign, found, number, &Givers::new(), &mut BTreeMap::new(), &mut Seen::default()).await
}

/// Stores items with their reviewers, and notes what was handed over, in one transaction.
async fn take(
    app: &App,
    campaign: &Campaign,
    found: Vec<SeenReview>,
    number: i32,
    givers: &Givers,
    groups: &mut BTreeMap<String, GroupSeen>,
    seen: &mut Seen,
) -> Result<()> {
    let now = app.clock.now();
    meet(app, &found, groups);
    let reviewers: Vec<Person> = found.iter().filter_map(|one| one.reviewer.clone()).collect();
    let items: Vec<Review> = found.into_iter().map(|one| one.review).collect();
    let tx = app.store.begin().await?;
    // Of two that see the same item move, the second one waits here and then sees that it moved before.
    campaigns::hold(&tx, &campaign.id).await?;
    store::people::upsert(&tx, &reviewers, now).await?;
    let Applied { arrived, touched } = reviews::apply(&tx, &items, number, now).await?;
    handovers::note(&tx, &arrived, givers, now).await?;
    // Whoever put a reminder off knew of fewer items.
    let to: BTreeSet<String> =
        arrived.iter().filter_map(|arrived| arrived.review.reviewer.id.clone()).collect();
    snoozes::end(&tx, &campaign.id, &Vec::from_iter(to), NEW_ITEMS, now).await?;
    stir(app, &tx, &campaign.id, &touched, now).await?;
    store::commit(tx).await?;
    if !touched.is_empty() {
        app.wake.ring();
    }
    seen.items += items.len();
    let asked_for = arrived.into_iter().map(|arrived| arrived.review.id).filter(|id| givers.contains_key(id));
    seen.arrived.extend(asked_for);
    Ok(())
}
