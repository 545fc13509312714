//! After migrating, both engines have the same tables, columns, keys and references.

use std::collections::BTreeSet;

use store::error::Result;
use store::kernel::Row;
use store::query::{FromRow, sql};
use testkit::TestDb;

const SQLITE: &[&str] = &[
    "select m.name || ' column ' || c.name || ' ' || lower(c.type) || case c.\"notnull\" when 1 then ' not null' else '' end
            as line
     from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'",
    "select m.name || case i.\"unique\" when 1 then ' unique (' else ' index (' end
            || group_concat(k.name, ',' order by k.seqno) || case i.partial when 1 then ') partial' else ')' end as line
     from sqlite_master m, pragma_index_list(m.name) i, pragma_index_info(i.name) k
     where m.type = 'table' group by m.name, i.name, i.\"unique\", i.partial",
    "select m.name || ' (' || group_concat(f.\"from\", ',' order by f.seq) || ') references ' || f.\"table\"
            || ' (' || group_concat(f.\"to\", ',' order by f.seq) || ')' as line
     from sqlite_master m, pragma_foreign_key_list(m.name) f where m.type = 'table' group by m.name, f.id, f.\"table\"",
];

const POSTGRES: &[&str] = &[
    "select cast(table_name || ' column ' || column_name || ' '
            || case data_type when 'uuid' then 'blob' when 'bytea' then 'blob' when 'bigint' then 'integer' when 'boolean' then 'integer'
                              when 'double precision' then 'real' when 'date' then 'text' else data_type end
            || case is_nullable when 'NO' then ' not null' else '' end as text) as line
     from information_schema.columns where table_schema = current_schema()",
    "select cast(t.relname || case when i.indisunique then ' unique (' else ' index (' end
            || string_agg(a.attname, ',' order by k.n)
            || case when bool_or(i.indpred is not null) then ') partial' else ')' end as text) as line
     from pg_index i
     join pg_class t on t.oid = i.indrelid
     join pg_namespace s on s.oid = t.relnamespace and s.nspname = current_schema()
     cross join lateral unnest(i.indkey) with ordinality k(attnum, n)
     join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
     group by i.indexrelid, t.relname, i.indisunique",
    "select cast(t.relname || ' (' || string_agg(a.attname, ',' order by k.n) || ') references ' || r.relname
            || ' (' || string_agg(b.attname, ',' order by k.n) || ')' as text) as line
     from pg_constraint c
     join pg_class t on t.oid = c.conrelid
     join pg_class r on r.oid = c.confrelid
     join pg_namespace s on s.oid = t.relnamespace and s.nspname = current_schema()
     cross join lateral unnest(c.conkey, c.confkey) with ordinality k(own, theirs, n)
     join pg_attribute a on a.attrelid = t.oid and a.attnum = k.own
     join pg_attribute b on b.attrelid = r.oid and b.attnum = k.theirs
     where c.contype = 'f' group by c.oid, t.relname, r.relname",
];

struct Line(String);

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("line").map(Self)
    }
}

/// The schema as lines that read alike on both engines; the migrator's own table left out.
pub async fn describe(it: &TestDb) -> BTreeSet<String> {
    let questions = if it.url.starts_with("sqlite") { SQLITE } else { POSTGRES };
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let mut lines = BTreeSet::new();
    for question in questions {
        for line in tx.all::<Line>(sql(question)).await.expect(question) {
            if !line.0.starts_with("_sqlx_migrations ") {
                lines.insert(line.0);
            }
        }
    }
    lines
}

#[tokio::test]
async fn both_engines_end_in_one_schema() {
    let one = TestDb::sqlite().await;
    let lines = describe(&one).await;
    for expected in [
        "fact column number integer",
        "fact column province_code text not null",
        "fact unique (province_code,supersedes)",
        "fact unique (province_code,unit_id,input,window_from,window_to) partial",
        "fact (unit_id) references unit (id)",
        "fact_revision unique (province_code,year)",
    ] {
        assert!(lines.contains(expected), "{expected} is not among {lines:#?}");
    }
    alike(one, TestDb::postgres().await).await;
    alike(TestDb::keyring_sqlite().await, TestDb::keyring_postgres().await).await;
}

async fn alike(one: TestDb, other: Option<TestDb>) {
    let lines = describe(&one).await;
    if let Some(other) = other {
        let others = describe(&other).await;
        let (here, there): (Vec<_>, Vec<_>) =
            (lines.difference(&others).collect(), others.difference(&lines).collect());
        assert!(here.is_empty() && there.is_empty(), "only on SQLite: {here:#?}\nonly on PostgreSQL: {there:#?}");
        other.finish().await;
    }
    one.finish().await;
}
