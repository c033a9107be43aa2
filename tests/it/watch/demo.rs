//! The demo as a process of its own, serving its page on a free port.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A demo that serves its page; it is killed when nobody looks at it any more.
pub struct Demo {
    child: Child,
    /// What it printed: where the page is.
    pub said: String,
    /// The page's address, `http://127.0.0.1:PORT`.
    pub url: String,
}

impl Demo {
    /// None, with the reason printed, where cargo was not asked to build the examples.
    pub fn start() -> Option<Self> {
        let program = program();
        if !program.exists() {
            println!("skipped: {} is not there; `cargo build --example demo` makes it", program.display());
            return None;
        }
        let mut child =
            Command::new(program).args(["--watch", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        // It says one line, once it can be asked.
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let url = said.split_whitespace().find_map(|word| word.strip_suffix('/')).unwrap_or_default();
        Some(Self { child, url: url.to_owned(), said })
    }

    /// Ends it as Ctrl-C does.
    pub fn interrupt(mut self) -> ExitStatus {
        let kill = format!("kill -INT {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.child.wait().unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What has ended by itself cannot be killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Cargo puts examples beside the directory of the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests.ancestors().nth(2).unwrap().join("examples").join("demo")
}
