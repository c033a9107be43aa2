//! Faults on demand: what a story asks the servers to do wrong, and for how many requests.

use crate::server::Asked;

/// One way in which a request may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This HTTP status, nothing done.
    Status(u16),
    /// No answer until the client gives up, nothing done.
    Hang,
    /// The connection is closed without an answer, nothing done.
    CutConnection,
    /// 200 with a body that is no JSON, nothing done.
    Garbage,
    /// The vendor's own error code: Slack's `error`, Okta's `errorCode`.
    Error(&'static str),
    /// 429, to be obeyed for so many seconds.
    RateLimited(u64),
    /// The request takes effect, then the connection is closed without an answer.
    SentButNoAnswer,
    /// The request takes effect, then this status is answered.
    SentButStatus(u16),
    /// The request takes effect, then 200 and this body are answered, with the headers of the right answer.
    SentButBody(&'static str),
    /// The request takes effect and is answered, with this header in the place of the right one.
    SentButHeader(&'static str, &'static str),
}

/// The faults still to come, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Due>);

#[derive(Debug)]
struct Due {
    what: String,
    about: Option<String>,
    left: usize,
    fault: Fault,
}

impl Faults {
    pub(crate) fn add(&mut self, what: &str, about: Option<&str>, n: usize, fault: Fault) {
        self.0.push(Due { what: what.to_owned(), about: about.map(str::to_owned), left: n, fault });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The first fault that fits what is asked, and what it is asked about, used up by one.
    pub(crate) fn take(&mut self, asked: &Asked, fits: impl Fn(&str) -> bool) -> Option<Fault> {
        let is_about = |due: &Due| due.about.as_ref().is_none_or(|about| asked.speaks_of(about));
        let due = self.0.iter_mut().find(|due| due.left > 0 && fits(&due.what) && is_about(due))?;
        due.left -= 1;
        Some(due.fault)
    }
}
