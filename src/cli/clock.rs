//! The clock: when the user does what he does, in his own time.

use crate::app::Moment;
use std::time::{Duration, SystemTime};

/// Now, in the time zone of the machine.
pub(super) fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    local(since.as_secs()).unwrap_or_default()
}

/// The date library here is SQLite, which is on board anyway and knows the system's time zones.
fn local(seconds: u64) -> rusqlite::Result<Moment> {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let sql = "SELECT strftime('%Y-%m-%d %H:%M:%S', ?1, 'unixepoch', 'localtime')";
    let time: String = rusqlite::Connection::open_in_memory()?.query_row(sql, [seconds], |row| row.get(0))?;
    let date = time.split(' ').next().unwrap_or_default().to_owned();
    Ok(Moment { time, date })
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn a_moment_has_date_and_time() {
        let moment = local(1_727_654_400).unwrap();
        assert!(moment.time.starts_with(&moment.date) && moment.date.starts_with("2024-09-"), "{moment:?}");
        assert_eq!(moment.time.len(), "2024-09-30 00:00:00".len());
    }
}
