//! One campaign, clicked through in a browser.

use thirtyfour::prelude::*;

use super::browser::{Browser, Window};
use super::demo::Demo;

const Q4: &str = "[data-campaign='Q4 Production Access']";
/// The newest message of the conversation that others would see too.
const NEWEST: &str = "#conversation :nth-last-child(1 of .message:not(.whisper))";

#[tokio::test]
async fn a_campaign_is_clicked_through() {
    let Some(browser) = Browser::find() else { return };
    let Some(demo) = Demo::start() else { return };
    browser.show(async |window| click_through(&window, &demo).await).await;
}

async fn click_through(window: &Window, demo: &Demo) -> WebDriverResult<()> {
    window.driver.goto(&demo.url).await?;
    window.read("#top", "as Alice Ng").await?;
    window.read("#conversation", "Nothing has been said here yet").await?;
    // A page that is loaded again forgets this.
    window.driver.execute("window.same = true", vec![]).await?;

    window.press(&format!("{Q4} form[action='/okta/launch'] button")).await?;
    window.read(NEWEST, "Q4 Production Access").await?;
    window.read(NEWEST, "12 ").await?;
    window.read("#sidebar .line.unread", "Bob Marsh").await?;
    window.press(&format!("{NEWEST} .button.primary")).await?;
    window.read("#okta .diary", "Slack opens https://").await?;

    window.press("#next-reminder").await?;
    window.read("#okta .clock", "Tuesday, 8 September 2026").await?;
    window.read(NEWEST, "0 of 12 reviews decided").await?;
    window.read("#conversation article:first-of-type", "(edited)").await?;

    window.press(&format!("{NEWEST} [data-action='ask_owner'] > button")).await?;
    window.press(".question[open] button[value='deny']").await?;
    window.press(&format!("{NEWEST} [data-action='ask_owner'] > button")).await?;
    window.press(".question[open] button[value='confirm']").await?;
    window.read("#sidebar .places", "Dana Cruz, Certs").await?;
    window.press(&format!("{NEWEST} [data-action='snooze'] summary")).await?;
    window.press_text(&format!("{NEWEST} .options button"), "In 3 days").await?;
    window.read(".whisper", "You will be reminded of Q4 Production Access again on Fri 11 Sep").await?;
    window.press("#next-reminder").await?;
    window.read("#okta .clock", "Friday, 11 September 2026").await?;

    window.press(&format!("{Q4} [id^='decide-summary']")).await?;
    window.press(&format!("{Q4} [id^='decide-do']")).await?;
    window.read("#okta .diary", "Alice Ng approves 12 items of Q4 Production Access.").await?;
    window.read(NEWEST, "(edited)").await?;
    window.gone("#conversation .button.primary").await?;
    let same = window.driver.execute("return window.same === true", vec![]).await?;
    assert!(same.convert::<bool>()?, "all of this came without loading the page again");

    window.press_text("#sidebar .places a", "Dana Cruz, Certs").await?;
    window.read(NEWEST, "Q4 Production Access").await?;
    window.press_text("#sidebar .people a", "Dana Cruz").await?;
    window.read("#top", "as Dana Cruz").await?;
    window.read("#sidebar .places .line.unread", "Alice Ng, Certs").await?;
    window.type_line("#command", "/certs status").await?;
    window.read(".whisper", "Q4 Production Access").await?;
    window.read(".whisper", "Only visible to you").await?;

    window.press("#home-tab").await?;
    window.see(".app-home").await?;
    Ok(())
}
