//! What one story logs.

use std::cell::RefCell;
use std::io::Write;
use std::sync::{Arc, Mutex, Once, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

thread_local! {
    /// Where the lines of this thread go; a story has a thread to itself.
    static KEPT: RefCell<Option<Lines>> = const { RefCell::new(None) };
}

/// The log of this thread, for as long as this lives.
pub struct Log(Lines);

impl Log {
    /// Listens from now on, at `info` and above.
    pub fn begin() -> Self {
        // One for the whole process: whether a line is of interest to anybody is remembered for all threads.
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let log = tracing_subscriber::fmt().with_writer(Kept).with_ansi(false);
            log.with_max_level(tracing::Level::INFO).init();
        });
        let lines = Lines::default();
        KEPT.set(Some(lines.clone()));
        Self(lines)
    }

    /// How many lines hold these words.
    pub fn count(&self, words: &str) -> usize {
        self.text().lines().filter(|line| line.contains(words)).count()
    }

    /// All of it.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.0.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        KEPT.set(None);
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

/// Writes to the lines of the thread that logs; nowhere, where nobody listens.
struct Kept;

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.with_borrow(|kept| {
            if let Some(Lines(lines)) = kept {
                lines.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Kept {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
