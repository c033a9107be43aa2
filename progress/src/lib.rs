//! How far long work has come: a bar at a terminal, plain lines elsewhere, and nothing of what is over at once.
//!
//! It goes to standard error, so that what a command was asked for can be piped away from it.

mod lines;

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

pub use lines::Lines;

/// A bar that appears for what is over at once is a flicker.
const SHOWN_AFTER: Duration = Duration::from_millis(300);
const WITH_AN_END: &str = "{msg} {wide_bar} {human_pos}/{human_len}, {eta} to go";
const WITHOUT: &str = "{spinner} {msg} {human_pos}";

/// A piece of work of which somebody may want to know how far it is. What is shown goes with it.
#[derive(Debug)]
pub struct Progress {
    what: String,
    begun: Instant,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    /// At a terminal; made when there has been time to look.
    Bar(Option<ProgressBar>),
    Lines(Lines),
}

impl Progress {
    /// Begins; `what` says in a few words what is going on.
    pub fn begin(what: &str) -> Self {
        // The library knows what a terminal is: one that is dumb is none.
        let is_terminal = !ProgressBar::new(0).is_hidden();
        let shown = if is_terminal { Shown::Bar(None) } else { Shown::Lines(Lines::about(what)) };
        Self { what: what.to_owned(), begun: Instant::now(), shown }
    }

    /// Whether it is a bar: then other lines are better left out while it is there.
    pub fn is_a_bar(&self) -> bool {
        matches!(self.shown, Shown::Bar(_))
    }

    /// So much is done, of so much where that is known.
    pub fn reach(&mut self, done: u64, of: Option<u64>) {
        let elapsed = self.begun.elapsed();
        match &mut self.shown {
            Shown::Lines(lines) => {
                if let Some(line) = lines.at(elapsed, done, of) {
                    say(&line);
                }
            }
            Shown::Bar(bar) if bar.is_some() || elapsed >= SHOWN_AFTER => {
                let bar = bar.get_or_insert_with(|| bar_of(&self.what, of));
                if let Some(of) = of {
                    bar.set_length(of);
                }
                bar.set_position(done);
                bar.tick();
            }
            Shown::Bar(_) => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(Some(bar)) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar_of(what: &str, of: Option<u64>) -> ProgressBar {
    let (bar, template) = match of {
        Some(of) => (ProgressBar::new(of), WITH_AN_END),
        None => (ProgressBar::no_length(), WITHOUT),
    };
    // The template is ours; were it wrong, the library's own is as good.
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style.progress_chars("━╸ ")).with_message(what.to_owned())
}

#[expect(clippy::print_stderr, reason = "for whoever waits")]
fn say(line: &str) {
    eprintln!("{line}");
}
