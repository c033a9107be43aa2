//! The settings that decide who is told what on which day.

use secrecy::SecretString;

use super::parse::Reader;
use super::{Config, Problems};
use crate::domain::cadence::Cadence;
use crate::domain::daily_run::DailyRun;
use crate::domain::escalation::Escalation;
use crate::domain::rules::Rules;

impl Config {
    /// The rules as they are set.
    pub fn rules(&self) -> Rules {
        Rules {
            daily_run: self.daily_run,
            cadence: self.cadence.clone(),
            escalation: self.escalation,
            pilot: self.pilot.clone(),
        }
    }

    /// `DATABASE_URL` and the rules, for a command that needs no more.
    ///
    /// # Errors
    /// What of them cannot be used, all at once.
    pub fn rules_from_environment() -> Result<(SecretString, Rules), Problems> {
        Self::read_environment(|read| {
            let url = read.database_url("DATABASE_URL");
            (url, read.rules())
        })
    }
}

impl Reader<'_> {
    fn rules(&mut self) -> Rules {
        Rules {
            daily_run: self.run_of_day(),
            cadence: self.reminder_days(),
            escalation: self.escalation(),
            pilot: self.pilot(),
        }
    }

    /// When the daily run happens.
    pub(super) fn run_of_day(&mut self) -> DailyRun {
        self.daily_run("CERTS_REMINDER_AT", "CERTS_TIME_ZONE")
    }

    /// Which days bear a reminder.
    pub(super) fn reminder_days(&mut self) -> Cadence {
        self.cadence("CERTS_REMINDER_DAYS", "CERTS_CLOSING_DAYS")
    }

    /// From when on somebody else hears of it.
    pub(super) fn escalation(&mut self) -> Option<Escalation> {
        self.days_or_off("CERTS_ESCALATE_DAYS").map(|days| Escalation { days })
    }
}
