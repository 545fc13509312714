//! Whether an engine keeps what it acknowledges, judged by what it says of its own settings.

use jiff::{SignedDuration, Timestamp};

use crate::error::{Result, StoreError};

/// The oldest `SQLite` without the race that could lose a commit when the write-ahead log is reset.
const SQLITE_MIN: [u32; 3] = [3, 51, 3];
/// `PostgreSQL` 15, the oldest that the tests run on.
const SERVER_MIN: u32 = 150_000;
/// How far the clocks of this machine and of the server may lie apart.
const APART_MAX: SignedDuration = SignedDuration::from_mins(2);

/// A setting by name, and its value as the engine tells it.
pub(crate) type Setting = (String, String);

/// Who the program is to the engine, and what time it is there. A file has neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The role, if it stands above the rules: superuser, or free of row security.
    pub role_above: Option<String>,
    /// A table of people whose rows the server does not keep from this role.
    pub unguarded: Option<String>,
    /// The server's clock.
    pub server_now: Option<Timestamp>,
}

impl Standing {
    /// Refuses a role above the rules, a table without its rules, and a clock more than two minutes away from `now`.
    pub fn judge(&self, now: Timestamp) -> Result<()> {
        if let Some(role) = &self.role_above {
            return Err(StoreError::RoleAbove { role: role.clone() });
        }
        if let Some(table) = &self.unguarded {
            return Err(StoreError::Unguarded { table: table.clone() });
        }
        match self.server_now {
            Some(server) if now.duration_since(server).abs() > APART_MAX => {
                Err(StoreError::ClocksApart { now, server })
            }
            _ => Ok(()),
        }
    }
}

/// Judges what a connection to a file has. Whatever is missing is wrong.
pub(crate) fn of_file(found: &[Setting]) -> Result<()> {
    let version = value(found, "sqlite_version");
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    if parts.as_slice() < SQLITE_MIN.as_slice() {
        return Err(StoreError::OldEngine { found: version.to_owned() });
    }
    expect(found, "journal_mode", &["wal"])?;
    // FULL or EXTRA: below, an acknowledged write can be lost when the power fails
    expect(found, "synchronous", &["2", "3"])?;
    expect(found, "foreign_keys", &["1"])?;
    expect(found, "trusted_schema", &["0"])?;
    expect(found, "cell_size_check", &["1"])?;
    expect(found, "secure_delete", &["1"])?;
    expect(found, "temp_store", &["2"])
}

/// Judges what a server has for our session.
pub(crate) fn of_server(found: &[Setting]) -> Result<()> {
    let version: u32 = value(found, "server_version_num").parse().unwrap_or_default();
    if version < SERVER_MIN {
        return Err(StoreError::OldServer { found: version / 10_000 });
    }
    expect(found, "fsync", &["on"])?;
    expect(found, "full_page_writes", &["on"])?;
    expect(found, "synchronous_commit", &["on", "remote_apply"])?;
    expect(found, "data_checksums", &["on"])
}

fn expect(found: &[Setting], setting: &'static str, good: &[&'static str]) -> Result<()> {
    let value = value(found, setting);
    if good.contains(&value) {
        return Ok(());
    }
    Err(StoreError::Unsafe { setting, found: value.to_owned(), needed: good.first().copied().unwrap_or_default() })
}

fn value<'a>(found: &'a [Setting], setting: &str) -> &'a str {
    found.iter().find(|(name, _)| name == setting).map_or("", |(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: [(&str, &str); 8] = [
        ("sqlite_version", "3.51.3"),
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("secure_delete", "1"),
        ("temp_store", "2"),
    ];
    const SERVER: [(&str, &str); 5] = [
        ("server_version_num", "150020"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
    ];

    /// The good settings with one of them changed.
    fn but(good: &[(&str, &str)], name: &str, found: &str) -> Vec<Setting> {
        let put = |(key, value): &(&str, &str)| {
            ((*key).to_owned(), if *key == name { found.to_owned() } else { (*value).to_owned() })
        };
        good.iter().map(put).collect()
    }

    #[test]
    fn every_weak_setting_of_a_file_is_refused_by_name() {
        of_file(&but(&FILE, "", "")).expect("good as it is");
        of_file(&but(&FILE, "synchronous", "3")).expect("EXTRA is more than FULL");
        of_file(&but(&FILE, "sqlite_version", "3.53.0")).expect("newer is good");
        for version in ["3.51.2", "3.40.1", "3.9.9", "", "3"] {
            let refused = of_file(&but(&FILE, "sqlite_version", version)).expect_err(version);
            assert!(matches!(refused, StoreError::OldEngine { .. }), "{refused:?}");
        }
        for (name, weak) in [
            ("journal_mode", "delete"),
            ("synchronous", "1"),
            ("synchronous", "0"),
            ("foreign_keys", "0"),
            ("trusted_schema", "1"),
            ("cell_size_check", "0"),
            ("secure_delete", "0"),
            ("temp_store", "1"),
        ] {
            let refused = of_file(&but(&FILE, name, weak)).expect_err(name);
            assert!(matches!(&refused, StoreError::Unsafe { setting, found, .. } if *setting == name && found == weak));
        }
    }

    #[test]
    fn every_weak_setting_of_a_server_is_refused_by_name() {
        of_server(&but(&SERVER, "", "")).expect("good as it is");
        of_server(&but(&SERVER, "synchronous_commit", "remote_apply")).expect("more than on");
        let old = of_server(&but(&SERVER, "server_version_num", "140011")).expect_err("too old");
        assert!(matches!(old, StoreError::OldServer { found: 14 }));
        for (name, weak) in [
            ("fsync", "off"),
            ("full_page_writes", "off"),
            ("synchronous_commit", "off"),
            ("synchronous_commit", "local"),
            ("data_checksums", "off"),
        ] {
            let refused = of_server(&but(&SERVER, name, weak)).expect_err(name);
            assert!(matches!(&refused, StoreError::Unsafe { setting, found, .. } if *setting == name && found == weak));
        }
        of_server(&[]).expect_err("what does not tell its settings is not trusted");
    }

    #[test]
    fn clocks_may_lie_two_minutes_apart() {
        let server: Timestamp = "2026-11-20T08:00:00Z".parse().expect("an instant");
        let standing = Standing { server_now: Some(server), ..Standing::default() };
        for (seconds, good) in [(0, true), (120, true), (-120, true), (121, false), (-121, false), (86_400, false)] {
            let now = server + SignedDuration::from_secs(seconds);
            assert_eq!(standing.judge(now).is_ok(), good, "{seconds} s");
        }
        Standing::default().judge(server).expect("a file has no clock");
        let above = Standing { role_above: Some("anlanh".to_owned()), ..standing.clone() };
        assert!(matches!(above.judge(server), Err(StoreError::RoleAbove { .. })));
        let open = Standing { unguarded: Some("person".to_owned()), ..standing };
        assert!(matches!(open.judge(server), Err(StoreError::Unguarded { .. })));
    }
}
