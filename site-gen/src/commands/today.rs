//! The current day, for the parts of a build that depend on it.

use crate::diagnostic::{Diagnostic, ExitStatus};
use clap::Args;
use request_builder::answers::Date;
use std::env;
use std::time::{SystemTime, UNIX_EPOCH};

const SOURCE_DATE_EPOCH: &str = "SOURCE_DATE_EPOCH";
const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// The current day, or the one given on the command line.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Today {
    /// The day of publication, which decides which version is in force
    ///
    /// Default: today in UTC, or the day in the environment variable `SOURCE_DATE_EPOCH`.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<Date>,
}

impl Today {
    #[cfg(test)]
    pub(super) fn on(day: &str) -> Self {
        Self {
            today: Date::parse(day),
        }
    }

    pub(super) fn date(self) -> Result<Date, Diagnostic> {
        if let Some(today) = self.today {
            return Ok(today);
        }
        match env::var(SOURCE_DATE_EPOCH) {
            Ok(seconds) => of_seconds(&seconds).ok_or_else(|| {
                Diagnostic::error(format!(
                    "`{seconds}` in {SOURCE_DATE_EPOCH} is not a number of seconds since 1970"
                ))
                .with_exit_status(ExitStatus::Usage)
                .help(format!(
                    "unset it, or set it as in `{SOURCE_DATE_EPOCH}=$(date +%s)`"
                ))
            }),
            Err(_) => clock(),
        }
    }

    /// The later of that day and the one of the machine's clock.
    pub(super) fn or_clock(self) -> Result<Date, Diagnostic> {
        let today = self.date()?;
        Ok(clock().map_or(today, |clock| clock.max(today)))
    }
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write an existing date in the form 2020-01-31".to_owned())
}

fn of_seconds(seconds: &str) -> Option<Date> {
    let seconds: i64 = seconds.trim().parse().ok()?;
    Date::from_days_since_1970(seconds.div_euclid(SECONDS_A_DAY))
}

fn clock() -> Result<Date, Diagnostic> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let days = i64::try_from(since).unwrap_or(i64::MAX) / SECONDS_A_DAY;
    Date::from_days_since_1970(days).ok_or_else(|| {
        Diagnostic::error("the clock of this machine is wrong")
            .with_exit_status(ExitStatus::Files)
            .help("give the date with `--today`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_since_1970_are_a_day() {
        let day = |seconds| of_seconds(seconds).map(|day| day.to_string());
        assert_eq!(day("0").as_deref(), Some("1970-01-01"));
        assert_eq!(day("1580428800").as_deref(), Some("2020-01-31"));
        assert_eq!(day("1580515199").as_deref(), Some("2020-01-31"));
        for nonsense in ["", "x", "1e9", "999999999999999999"] {
            assert_eq!(day(nonsense), None, "{nonsense}");
        }
    }
}
