//! A real browser: Chromium with its WebDriver, as Debian packages them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use thirtyfour::prelude::*;

/// Nothing in the page takes nearly as long; what is waited for for so long does not come.
const PATIENCE: Duration = Duration::from_secs(30);
const BEAT: Duration = Duration::from_millis(50);

/// It shows a page, sends nothing anywhere, and leaves nothing behind.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// The WebDriver's server; it is killed when nobody needs it any more.
pub struct Browser {
    child: Child,
    url: String,
    profile: TempDir,
}

impl Browser {
    /// None, with the reason printed, where there is no browser or no WebDriver for it.
    pub fn find() -> Option<Self> {
        for (program, package) in [("chromium", "chromium"), ("chromedriver", "chromium-driver")] {
            let found = Command::new(program).arg("--version").stderr(Stdio::null()).output();
            if !found.is_ok_and(|found| found.status.success()) {
                println!("skipped: there is no {program}; Debian has it in the package {package}");
                return None;
            }
        }
        let mut child = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = said.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let url = format!("http://127.0.0.1:{}", port.expect("chromedriver says where it listens"));
        Some(Self { child, url, profile: tempfile::tempdir().unwrap() })
    }

    /// Opens a window as a laptop shows it, and closes it whatever comes of the story.
    pub async fn show(&self, story: impl AsyncFnOnce(Window) -> WebDriverResult<()>) {
        self.show_with(&["--window-size=1280,800"], story).await;
    }

    /// The same, with more arguments of Chromium.
    pub async fn show_with(&self, more: &[&str], story: impl AsyncFnOnce(Window) -> WebDriverResult<()>) {
        certs::boot::choose_cryptography();
        let mut wishes = DesiredCapabilities::chrome();
        for argument in ARGUMENTS.iter().chain(more) {
            wishes.add_arg(argument).unwrap();
        }
        wishes.add_arg(&format!("--user-data-dir={}", self.profile.path().display())).unwrap();
        let driver = WebDriver::new(&self.url, wishes).await.unwrap();
        let told = driver.run_and_quit(async |driver| story(Window { driver }).await).await;
        told.unwrap_or_else(|why| panic!("{why}"));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A window of it. Whatever is looked for is waited for.
pub struct Window {
    pub driver: WebDriver,
}

impl Window {
    /// The first that fits the CSS selector and can be seen.
    pub async fn see(&self, css: &str) -> WebDriverResult<WebElement> {
        self.driver.query(By::Css(css)).wait(PATIENCE, BEAT).and_displayed().first().await
    }

    /// The first that fits and has this in its text.
    pub async fn read(&self, css: &str, text: &str) -> WebDriverResult<WebElement> {
        let (text, wanted) = (text.to_owned(), format!("{css} with {text:?}"));
        let has_text = move |element: WebElement| {
            let text = text.clone();
            // What was taken out of the page meanwhile has no text.
            async move { Ok(element.text().await.is_ok_and(|has| has.contains(&text))) }
        };
        let query = self.driver.query(By::Css(css)).wait(PATIENCE, BEAT).with_filter(has_text);
        query.desc(&wanted).first().await
    }

    /// Presses what fits, once the page is at rest.
    pub async fn press(&self, css: &str) -> WebDriverResult<()> {
        self.at_rest().await?;
        self.see(css).await?.click().await
    }

    /// Presses what fits and has this in its text, once the page is at rest.
    pub async fn press_text(&self, css: &str, text: &str) -> WebDriverResult<()> {
        self.at_rest().await?;
        self.read(css, text).await?.click().await
    }

    /// Types a line into what fits.
    pub async fn type_line(&self, css: &str, line: &str) -> WebDriverResult<()> {
        self.at_rest().await?;
        self.see(css).await?.send_keys(line.to_owned() + Key::Enter).await
    }

    /// Waits until what was pressed is done: until then the page changes.
    pub async fn at_rest(&self) -> WebDriverResult<()> {
        self.gone("[data-busy]").await
    }

    /// Waits until nothing fits.
    pub async fn gone(&self, css: &str) -> WebDriverResult<()> {
        self.driver.query(By::Css(css)).wait(PATIENCE, BEAT).wait_until_gone().await
    }
}
