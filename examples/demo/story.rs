//! The story: what the people of Acme do in 28 days, in their own order.

use sandbox::{Person, Reviewer};

use super::stage::{Stage, instant, say};

pub async fn tell(stage: &mut Stage) -> anyhow::Result<()> {
    let company = stage.company.clone();
    let okta = stage.sandbox.okta.clone();
    say(
        "Acme has 25 people. Dana Cruz runs its access certification campaigns; Certs lets the reviewers know in Slack.",
    );
    say(
        "The service is real: its database, its hooks, its messages over HTTP. Okta and Slack are local stand-ins, and the clock is moved by hand.",
    );
    say("Times are UTC; the daily run is at 09:00.");

    let start = instant("2026-09-01 08:00")?;
    let q4 = company.q4_production_access(&stage.sandbox, start);
    let payments = company.payments_quarterly(&stage.sandbox, start);
    let sox = company.sox_two_level(&stage.sandbox, start);

    stage.day("2026-09-01 08:05", "three campaigns begin").await?;
    okta.launch(&q4.id);
    stage.happens("Dana launches Q4 Production Access: 28 days, 60 items, and silence revokes").await?;
    okta.launch(&payments.id);
    stage.happens("Dana launches Payments Quarterly: 14 days, 12 items for the group Payments Leads").await?;
    okta.launch(&sox.id);
    stage.happens("Dana launches SOX Two-Level: 28 days, and what is approved goes on to Ingrid").await?;
    say("    ∅ Linus Berg is left alone: no Slack account has his address");
    say("    ∅ Grace Mbeki is left alone: her account is deactivated in Okta");
    stage.types(&company.dana, "status").await?;

    stage.day("2026-09-03 14:00", "decisions").await?;
    let decide = |campaign: &str, person: &Person, many: usize, decision: &str| {
        let theirs = Reviewer::User(person.okta.clone());
        let open = okta
            .reviews(campaign)
            .into_iter()
            .filter(|item| item.decision == "UNREVIEWED" && item.reviewer == theirs);
        open.take(many).for_each(|item| okta.decide(&item.id, &person.okta, decision));
    };
    decide(&q4.id, &company.bob, 14, "APPROVE");
    decide(&q4.id, &company.alice, 4, "REVOKE");
    stage.happens("Bob decides all 14 of his Q4 items, Alice 4 of her 12").await?;

    stage.day("2026-09-04 10:00", "a reassignment").await?;
    let alices = Reviewer::User(company.alice.okta.clone());
    let items: Vec<String> = okta
        .reviews(&q4.id)
        .into_iter()
        .filter(|item| item.decision == "UNREVIEWED" && item.reviewer == alices)
        .take(5)
        .map(|item| item.id)
        .collect();
    okta.reassign(&items, &company.alice.okta, &company.carol.okta, "These are Carol's servers since August");
    stage.happens("Alice hands 5 of her items to Carol").await?;
    stage.types(&company.carol, "mine").await?;

    stage.day("2026-09-09 11:00", "the second level").await?;
    decide(&sox.id, &company.mateo, 5, "APPROVE");
    stage.happens("Mateo approves his 5 SOX items; they go on to Ingrid").await?;
    let moved = instant("2026-09-18 08:00")?;
    okta.move_end(&payments.id, moved);
    stage
        .happens("Dana moves the end of Payments Quarterly from the 15th to the 18th; no event tells")
        .await?;

    stage.day("2026-09-16 15:00", "the payments leads finish").await?;
    for item in okta.reviews(&payments.id) {
        okta.decide(&item.id, &company.kenji.okta, "APPROVE");
    }
    stage.happens("Kenji decides all 12 items for the group").await?;

    stage.day("2026-09-18 08:00", "Payments Quarterly closes").await?;
    okta.close(&payments.id);
    stage.happens("Okta closes it; nothing was left open").await?;

    stage.day("2026-09-24 16:00", "most are done").await?;
    decide(&q4.id, &company.alice, 3, "APPROVE");
    decide(&q4.id, &company.priya, 10, "APPROVE");
    decide(&q4.id, &company.mateo, 6, "APPROVE");
    decide(&sox.id, &company.ingrid, 5, "APPROVE");
    decide(&sox.id, &company.bob, 3, "REVOKE");
    stage.happens("Alice, Priya, Mateo, Ingrid and Bob finish").await?;

    stage.day("2026-09-27 12:00", "one is left").await?;
    stage.types(&company.dana, "status q4").await?;

    stage.day("2026-09-29 08:00", "the close").await?;
    okta.close(&q4.id);
    okta.close(&sox.id);
    stage.happens("Okta closes both campaigns and tells of every undecided item").await?;
    stage.types(&company.dana, "status").await?;
    Ok(())
}
