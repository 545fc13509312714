//! The server edition as a whole: what its own dump program needs, so that the dump shows what our snapshot shows.
//!
//! The statements are understood by the server alone.

use url::Url;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them on the server.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("dump::EXPORT", EXPORT), ("dump::TABLES", TABLES)];

const EXPORT: &str = "select pg_export_snapshot() as id";

/// Lends the snapshot of this transaction to other sessions, for as long as the transaction runs.
#[tracing::instrument(name = "db.dump.export", level = "debug", skip_all)]
pub async fn export(tx: &mut Tx) -> Result<String> {
    Ok(tx.first::<Text>(sql(EXPORT)).await?.ok_or_else(|| StoreError::bad("pg_export_snapshot", ""))?.0)
}

const TABLES: &str = "
    select cast(count(*) as text) as id
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where left(n.nspname, 3) <> 'pg_' and n.nspname <> 'information_schema'";

/// Whether a database holds nothing at all.
#[tracing::instrument(name = "db.dump.is_empty", level = "debug", skip_all)]
pub async fn is_empty(tx: &mut Tx) -> Result<bool> {
    Ok(tx.first::<Text>(sql(TABLES)).await?.is_some_and(|found| found.0 == "0"))
}

/// The address of a server as the environment of its programs. On a command line everybody on the machine could read
/// the password.
///
/// [`StoreError::UnknownScheme`] where the address is not one of a server.
pub fn environment(address: &str) -> Result<Vec<(&'static str, String)>> {
    let unknown = || StoreError::UnknownScheme { scheme: address.split(':').next().unwrap_or_default().to_owned() };
    let url = Url::parse(address).map_err(|_| unknown())?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(unknown());
    }
    let plain = |text: &str| percent(text).ok_or_else(unknown);
    let mut found = Vec::new();
    let mut set = |name: &'static str, value: String| {
        if !value.is_empty() {
            found.retain(|(known, _)| *known != name);
            found.push((name, value));
        }
    };
    set("PGHOST", plain(url.host_str().unwrap_or_default())?);
    set("PGPORT", url.port().map(|port| port.to_string()).unwrap_or_default());
    set("PGUSER", plain(url.username())?);
    set("PGPASSWORD", plain(url.password().unwrap_or_default())?);
    set("PGDATABASE", plain(url.path().trim_start_matches('/'))?);
    for (key, value) in url.query_pairs() {
        let name = match key.as_ref() {
            "host" | "hostaddr" => "PGHOST",
            "port" => "PGPORT",
            "user" => "PGUSER",
            "password" => "PGPASSWORD",
            "dbname" => "PGDATABASE",
            "sslmode" | "ssl-mode" => "PGSSLMODE",
            "sslrootcert" | "ssl-root-cert" => "PGSSLROOTCERT",
            "sslcert" | "ssl-cert" => "PGSSLCERT",
            "sslkey" | "ssl-key" => "PGSSLKEY",
            _ => continue,
        };
        set(name, value.into_owned());
    }
    Ok(found)
}

/// Text in which `%2F` stands for a slash.
fn percent(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |it: Option<u8>| char::from(it?).to_digit(16);
            u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

struct Text(String);

impl FromRow for Text {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("id").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::environment;

    #[test]
    fn an_address_becomes_an_environment() {
        let found = environment("postgres://giang%40x:m%E1%BA%ADt@db.example:5433/an%2Dlanh?sslmode=verify-full&x=y");
        let named = found.expect("an address");
        let of = |name: &str| named.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        assert_eq!(of("PGUSER"), Some("giang@x"));
        assert_eq!(of("PGPASSWORD"), Some("mật"));
        assert_eq!((of("PGHOST"), of("PGPORT"), of("PGDATABASE")), (Some("db.example"), Some("5433"), Some("an-lanh")));
        assert_eq!((of("PGSSLMODE"), named.len()), (Some("verify-full"), 6));
        let socket = environment("postgresql:///anlanh?host=/run/postgresql").expect("an address");
        assert!(socket.contains(&("PGHOST", "/run/postgresql".to_owned())), "{socket:?}");
        for bad in ["sqlite:x", "postgres://a%zz@b/c", "", "http://a/b"] {
            environment(bad).expect_err(bad);
        }
    }
}
