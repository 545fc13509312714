//! Inserts of many rows at once, their texts made by the compiler.
//!
//! Row by row, a national import would spend its time on round trips. A text
//! built while running could be built from input, so the kernel takes none:
//! [`many!`] writes out `($1, $2), ($3, $4) …` at compile time instead.

use crate::error::Result;
use crate::kernel::Tx;
use crate::query::{Arg, sql};

/// One insert, as a text for [`Bulk::rows`] rows and a text for one.
pub(crate) struct Bulk {
    pub many: &'static str,
    pub one: &'static str,
    pub rows: usize,
}

impl Bulk {
    /// Inserts every row, in order, and tells how many there were.
    pub async fn insert(&self, tx: &mut Tx, rows: impl Iterator<Item = Vec<Arg>>) -> Result<u64> {
        let mut waiting: Vec<Vec<Arg>> = Vec::with_capacity(self.rows);
        let mut touched = 0;
        for row in rows {
            waiting.push(row);
            if waiting.len() == self.rows {
                touched += tx.run(sql(self.many).args(waiting.drain(..).flatten())).await?;
            }
        }
        for row in waiting {
            touched += tx.run(sql(self.one).args(row)).await?;
        }
        Ok(touched)
    }
}

/// `many!("insert into t (a, b) values ", 2, 100, " on conflict …")`: the text for 100 rows of 2 values.
macro_rules! many {
    ($head:expr, $columns:expr, $rows:expr, $tail:expr) => {{
        const LENGTH: usize = $crate::bulk::write::<0>($head, $columns, $rows, $tail).1;
        const BYTES: [u8; LENGTH] = $crate::bulk::write::<LENGTH>($head, $columns, $rows, $tail).0;
        match str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => panic!("the compiler meets this, a user never"),
        }
    }};
}
pub(crate) use many;

/// Writes the text into `N` bytes and tells its whole length; with `N` = 0 it only measures.
pub(crate) const fn write<const N: usize>(head: &str, columns: usize, rows: usize, tail: &str) -> ([u8; N], usize) {
    let (mut out, mut at) = put([0; N], 0, head.as_bytes());
    let mut value = 0;
    while value < columns * rows {
        let opens: &[u8] = if value % columns > 0 {
            b","
        } else if value == 0 {
            b"("
        } else {
            b"),("
        };
        (out, at) = put(out, at, opens);
        (out, at) = put(out, at, b"$");
        (out, at) = put_number(out, at, value + 1);
        value += 1;
    }
    (out, at) = put(out, at, b")");
    put(out, at, tail.as_bytes())
}

const fn put<const N: usize>(mut out: [u8; N], mut at: usize, bytes: &[u8]) -> ([u8; N], usize) {
    let mut from = 0;
    while from < bytes.len() {
        if at < N {
            out[at] = bytes[from];
        }
        at += 1;
        from += 1;
    }
    (out, at)
}

const fn put_number<const N: usize>(out: [u8; N], at: usize, number: usize) -> ([u8; N], usize) {
    let (out, at) = if number >= 10 { put_number(out, at, number / 10) } else { (out, at) };
    put(out, at, b"0123456789".split_at(number % 10).1.split_at(1).0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_numbered_through_all_rows() {
        assert_eq!(many!("values ", 2, 2, " end"), "values ($1,$2),($3,$4) end");
        assert_eq!(many!("", 1, 1, ""), "($1)");
        assert!(many!("", 3, 37, "").ends_with("($109,$110,$111)"));
    }
}
