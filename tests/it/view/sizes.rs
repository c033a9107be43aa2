//! Every surface with nothing, one, sixty and five thousand of what it lists stays within Slack's limits.

use certs::domain::standing::{AtHome, Owned, Progress, Reminded};
use certs::slack::view::{self, Again, Snoozed};

use super::limits::check_home;
use super::owner::{EVERY_OBSTACLE, owned};
use super::story::told;
use super::{campaign, choice, day, details, frame, handed, mine, overview, progress, reminded, unreachable};

const SIZES: [usize; 4] = [0, 1, 60, 5_000];

fn many<T>(size: usize, one: impl Fn(usize) -> T) -> Vec<T> {
    (0..size).map(one).collect()
}

/// A campaign with a name as long as Okta's usual ones.
fn named(number: usize) -> String {
    format!("Quarterly access certification of production systems, part {number}")
}

#[test]
fn so_many_items() {
    for size in SIZES {
        let items = size as u64;
        told(&frame().launch(&mine("Q4", 28, items, items), false));
        told(&frame().reminder(&[reminded("Q4", 14, items)]));
        let mut handed = handed(Some("yours"), Some("Alice Ng"));
        handed.items = items;
        told(&frame().reassignment(&handed));
        told(&frame().question("Alice Ng", &mine("Q4", 28, items, items)));
        let all = Progress { items, reviewed: items / 2, ..progress("Q4", 28) };
        told(&frame().board(&all));
        told(&frame().campaign_began(&all));
        told(&frame().campaign_closed(&all));
    }
}

#[test]
fn so_many_campaigns() {
    for size in SIZES {
        let frame = frame();
        let mines = many(size, |n| mine(&named(n), 28, 5, 12));
        told(&frame.mine(&mines, Some("It takes an administrator."), 0));
        let due: Vec<Reminded> = many(size, |n| reminded(&named(n), 28, 5));
        if size > 0 {
            told(&frame.reminder(&due));
        }
        told(&frame.digest_again(&due.into_iter().map(Again::Live).collect::<Vec<_>>()));
        let all = many(size, |n| Progress { unreachable: unreachable(size), ..progress(&named(n), 28) });
        told(&frame.status(&overview(&all, &many(size, |n| format!("Trouble {n}")))));
        if size > 0 {
            told(&frame.owner_digest(&many(size, |n| owned(&named(n), 28, EVERY_OBSTACLE))));
        }
        told(&frame.snoozed(&many(size, |n| Snoozed { campaign: campaign(&named(n), 28), until: None })));
        told(&view::candidates("access", &many(size, |n| choice(&named(n), &format!("ici{n}")))));
        told(&view::no_such_campaign("access", None, &many(size, named)));
        let at_home = AtHome {
            waiting: mines.iter().map(|mine| (mine.clone(), Some(day("2026-09-03")))).collect(),
            finished: mines,
            campaigns: Some(all),
        };
        check_home(&serde_json::to_value(frame.home(&at_home)).unwrap());
    }
}

#[test]
fn so_many_people() {
    for size in SIZES {
        let mut details = details(size);
        details.progress.unreachable = unreachable(size);
        told(&frame().details(&details, 0));
        let owned = Owned { progress: details.progress, behind: details.outstanding };
        told(&frame().board(&owned.progress));
        told(&frame().owner_digest(&[owned]));
    }
}
