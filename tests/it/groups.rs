//! Items that wait for a group or for the owners of a resource reach people too.

use sandbox::{Fault, Group, Person, Reviewer, User};

use crate::support::campaigns::{planned, user};
use crate::support::{World, at, world};

/// The campaign in full, as Dana sees it.
async fn status(w: &World) -> String {
    w.command(&w.company.dana, "status Q4").await
}

/// A group of these people.
fn group(w: &World, name: &str, members: &[&Person]) -> Reviewer {
    let members: Vec<String> = members.iter().map(|person| person.okta.clone()).collect();
    let group = Group::new(name, &members, &[]);
    w.okta.add_group(group.clone());
    Reviewer::Group(group.id)
}

#[tokio::test]
async fn each_member_of_a_group_is_told_once_and_any_of_them_decides() {
    world(async |w| {
        let campaign = w.company.payments_quarterly(&w.sandbox(), at("2026-09-01 08:00"));
        w.okta.launch(&campaign.id);
        w.hear().await;
        let leads = [w.company.kenji.clone(), w.company.fatima.clone(), w.company.oluwaseun.clone()];
        for lead in &leads {
            let told = w.inbox_of(lead);
            assert_eq!(told.len(), 1, "{}", lead.name);
            assert!(told[0].starts_with("12 access reviews in "), "{}", told[0]);
        }
        w.okta.decide(&w.okta.reviews(&campaign.id)[0].id, &leads[1].okta, "APPROVE");
        w.hear().await;
        for lead in &leads {
            assert!(
                w.command(lead, "mine").await.contains("1 of 12 reviews decided, 11 open."),
                "{}",
                lead.name
            );
        }
        let overview = w.command(&w.company.dana, "status").await;
        assert!(overview.contains("1 of 12 items reviewed\n0 reviewers done, 3 outstanding"), "{overview}");
        assert_eq!(w.slack.messages().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_member_with_items_of_their_own_gets_one_message_for_all() {
    world(async |w| {
        let (kenji, fatima) = (w.company.kenji.clone(), w.company.fatima.clone());
        let (one, two) = (group(w, "One", &[&kenji, &fatima]), group(w, "Two", &[&kenji]));
        let campaign = planned(w, "Q4", &[(user(&kenji), 3), (one, 5), (two, 7)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 2);
        assert!(w.inbox_of(&kenji)[0].starts_with("15 access reviews in "));
        assert!(w.inbox_of(&fatima)[0].starts_with("5 access reviews in "));
    })
    .await;
}

#[tokio::test]
async fn inactive_members_are_left_out() {
    world(async |w| {
        let group = group(w, "Leads", &[&w.company.grace, &w.company.bob]);
        let campaign = planned(w, "Q4", &[(group, 4)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 1);
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_group_nobody_is_active_in_is_named() {
    world(async |w| {
        let group = group(w, "Leavers", &[&w.company.grace]);
        let campaign = planned(w, "Q4", &[(group, 4)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert!(w.slack.messages().is_empty());
        let answer = status(w).await;
        assert!(
            answer.contains("• Leavers: 4 items wait for this group, which has no active member"),
            "{answer}"
        );
    })
    .await;
}

#[tokio::test]
async fn of_a_group_of_eleven_nobody_is_told_and_its_size_is_named() {
    world(async |w| {
        let staff: Vec<Person> = w.company.staff.clone();
        let ten = group(w, "Ten", &staff[..10].iter().collect::<Vec<_>>());
        let eleven = group(w, "Eleven", &staff[..11].iter().collect::<Vec<_>>());
        let same = group(w, "Same", &staff[..11].iter().collect::<Vec<_>>());
        let campaign = planned(w, "Q4", &[(eleven, 5), (same, 1), (ten, 2)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 10, "ten members of the smaller group");
        assert!(w.inbox_of(&staff[10]).is_empty());
        assert!(
            w.inbox_of(&staff[0])[0].starts_with("2 access reviews in "),
            "the large group's are not counted"
        );
        let answer = status(w).await;
        assert!(answer.contains("• Eleven: 5 items wait for this group of 11"), "{answer}");
        assert!(answer.contains("• Same: 1 item waits for this group of 11"), "{answer}");
        let overview = w.command(&w.company.dana, "status").await;
        assert!(overview.contains("*2 could not be reached:* Eleven, Same"), "{overview}");
    })
    .await;
}

#[tokio::test]
async fn the_owners_of_a_resource_are_told() {
    world(async |w| {
        let resource = w.company.payments_leads.id.clone();
        let campaign = planned(w, "Q4", &[(Reviewer::ResourceOwner(resource), 4)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.slack.messages().len(), 1, "Kenji alone owns the group");
        assert!(w.inbox_of(&w.company.kenji)[0].starts_with("4 access reviews in "));
        assert!(w.command(&w.company.kenji, "mine").await.contains("0 of 4 reviews decided, 4 open."));
    })
    .await;
}

#[tokio::test]
async fn a_group_that_okta_does_not_show_is_named_and_holds_up_nobody() {
    for (fault, code) in [(Fault::Status(403), "403"), (Fault::Status(404), "404")] {
        world(async |w| {
            let group = group(w, "Hidden", &[&w.company.kenji]);
            let Reviewer::Group(id) = &group else { unreachable!() };
            w.okta.fail_next(&format!("/api/v1/groups/{id}"), 1000, fault);
            let campaign = planned(w, "Q4", &[(group.clone(), 4), (user(&w.company.bob), 2)]);
            w.okta.launch(&campaign.id);
            w.hear().await;
            assert_eq!(w.slack.messages().len(), 1);
            assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
            let answer = status(w).await;
            assert!(
                answer.contains("• Hidden: 4 items wait for this group; ") && answer.contains(code),
                "{answer}"
            );
            w.okta.heal();
            w.go_to("2026-09-01 09:00").await;
            assert_eq!(w.inbox_of(&w.company.kenji).len(), 1, "told as soon as the group can be read");
            assert!(!status(w).await.contains("Hidden"));
        })
        .await;
    }
}

#[tokio::test]
async fn the_members_of_a_group_are_read_to_the_last_page() {
    world(async |w| {
        // Inactive members count for no reviewer, but fill the first page of Okta's list.
        let mut members = Vec::new();
        for n in 0..210 {
            let mut user = User::new(&format!("Left{n}"), "Long-ago");
            user.active = false;
            members.push(user.id.clone());
            w.okta.add_user(user);
        }
        members.push(w.company.bob.okta.clone());
        let old = Group::new("Old", &members, &[]);
        w.okta.add_group(old.clone());
        let campaign = planned(w, "Q4", &[(Reviewer::Group(old.id), 4)]);
        w.okta.launch(&campaign.id);
        w.hear().await;
        assert_eq!(w.inbox_of(&w.company.bob).len(), 1);
    })
    .await;
}
