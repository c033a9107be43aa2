//! The pictures of the README, taken of the page. The clock is the demo's, so they are the same every time.

use std::path::{Path, PathBuf};

use thirtyfour::prelude::*;

use super::browser::{Browser, Window};
use super::demo::Demo;

/// High enough for the longest message.
const CAMERA: &[&str] = &["--window-size=1280,1600"];
/// The newest message of the conversation that others would see too.
const NEWEST: &str = "#conversation :nth-last-child(1 of .message:not(.whisper))";
/// A picture is small enough to be kept.
const MOST_BYTES: usize = 150_000;

#[tokio::test]
async fn pictures_are_taken_where_they_are_asked_for() {
    let Some(folder) = folder() else {
        println!("skipped: no pictures are asked for; CERTS_SCREENSHOTS names the directory for them");
        return;
    };
    let Some(browser) = Browser::find() else { return };
    let Some(demo) = Demo::start() else { return };
    browser.show_with(CAMERA, async |window| take(&window, &demo, &folder).await).await;
}

#[expect(clippy::disallowed_methods, reason = "what the tests leave behind is no setting of the service")]
fn folder() -> Option<PathBuf> {
    std::env::var("CERTS_SCREENSHOTS").ok().filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

async fn take(window: &Window, demo: &Demo, folder: &Path) -> WebDriverResult<()> {
    window.driver.goto(&demo.url).await?;
    for campaign in ["Q4 Production Access", "Payments Quarterly", "SOX Two-Level"] {
        let card = format!("[data-campaign='{campaign}']");
        window.press(&format!("{card} form[action='/okta/launch'] button")).await?;
        window.see(&format!("{card}[data-status='ACTIVE']")).await?;
    }
    decide(window, "Q4 Production Access", "Alice Ng", 5).await?;
    decide(window, "Q4 Production Access", "Bob Marsh", 9).await?;
    decide(window, "Q4 Production Access", "Priya Raman", 10).await?;
    window.press("#next-reminder").await?;
    window.read("#okta .clock", "8 September").await?;

    window.read(NEWEST, "5 of 12 reviews decided").await?;
    keep(window, NEWEST, &folder.join("reminder.png")).await?;
    see_as(window, "Bob Marsh").await?;
    window.read(NEWEST, "SOX Two-Level").await?;
    keep(window, NEWEST, &folder.join("digest.png")).await?;
    window.press("#home-tab").await?;
    window.see(".app-home").await?;
    keep(window, ".app-home", &folder.join("home.png")).await?;
    see_as(window, "Dana Cruz").await?;
    window.read(NEWEST, "Q4 Production Access").await?;
    keep(window, NEWEST, &folder.join("owner.png")).await?;
    window.type_line("#command", "/certs status").await?;
    window.read(".whisper", "3 campaigns are active").await?;
    keep(window, ".whisper", &folder.join("status.png")).await?;
    window.press_text("#sidebar .places a", "q4-production-access").await?;
    window.read("#top", "# ").await?;
    window.read(NEWEST, "24 of 60").await?;
    keep(window, NEWEST, &folder.join("channel.png")).await?;
    Ok(())
}

async fn see_as(window: &Window, name: &str) -> WebDriverResult<()> {
    window.press_text("#sidebar .people a", name).await?;
    window.read("#top", &format!("as {name}")).await?;
    Ok(())
}

async fn decide(window: &Window, campaign: &str, name: &str, many: usize) -> WebDriverResult<()> {
    let card = format!("[data-campaign='{campaign}']");
    if window.driver.find_all(By::Css(format!("{card} [id^='decide'][open]"))).await?.is_empty() {
        window.press(&format!("{card} [id^='decide-summary']")).await?;
    }
    window.press_text(&format!("{card} [id^='decide-person'] option"), name).await?;
    let number = window.see(&format!("{card} [id^='decide-many']")).await?;
    number.clear().await?;
    number.send_keys(many.to_string()).await?;
    window.press(&format!("{card} [id^='decide-do']")).await?;
    window.read("#okta .diary", &format!("{name} approves {many} items of {campaign}.")).await?;
    Ok(())
}

/// Keeps a picture of what fits, once the page is at rest.
async fn keep(window: &Window, css: &str, file: &Path) -> WebDriverResult<()> {
    window.at_rest().await?;
    let picture = window.see(css).await?.screenshot_as_png().await?;
    assert!(picture.len() < MOST_BYTES, "{}: {} bytes", file.display(), picture.len());
    std::fs::write(file, picture)?;
    println!("{} is taken", file.display());
    Ok(())
}
