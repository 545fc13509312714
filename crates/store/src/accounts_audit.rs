//! Holds accounts, appointments, acts of two people, emergencies, tokens and ways to sign in against the ledger.
//!
//! Four nouns are only ever added to: each of their entries must have its row and each row its entry. An account's
//! state and a way to sign in change; there the last entry about them must be what stands in the row.

use std::collections::{BTreeMap, HashMap};

use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;
use vault::entry::Entry;

use crate::audit::Finding;
use crate::credentials::public_part;
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::payload::Payload;
use crate::query::{Arg, sql};
use crate::{accounts, appointments, credentials, feeds, glasses, proposals, tokens};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("accounts_audit::ACCOUNTS", ACCOUNTS),
    ("accounts_audit::STATES", STATES),
    ("accounts_audit::ORIGINS", ORIGINS),
    ("accounts_audit::APPOINTMENTS", APPOINTMENTS),
    ("accounts_audit::APPOINTMENT_ENDS", APPOINTMENT_ENDS),
    ("accounts_audit::PROPOSALS", PROPOSALS),
    ("accounts_audit::DECISIONS", DECISIONS),
    ("accounts_audit::GLASSES", GLASSES),
    ("accounts_audit::REVIEWS", REVIEWS),
    ("accounts_audit::FEEDS", FEEDS),
    ("accounts_audit::FEED_ENDS", FEED_ENDS),
    ("accounts_audit::TOKENS", TOKENS),
    ("accounts_audit::TOKEN_ENDS", TOKEN_ENDS),
    ("accounts_audit::PASSKEYS", PASSKEYS),
    ("accounts_audit::PASSWORDS", PASSWORDS),
    ("accounts_audit::ENROLMENTS", ENROLMENTS),
    ("accounts_audit::LINKS", LINKS),
];

/// How an account stood when it was made, whatever became of it.
const ACCOUNTS: &str = "
    select id, login, name, email, phone, 'active' as state, created_at, cast(null as bigint) as disabled_at,
           cast(1 as bigint) as revision
    from account
    order by id";
const STATES: &str = "select id, state, disabled_at from account order by id";
const ORIGINS: &str = "select account_id, unit_id from account_origin order by account_id";
const APPOINTMENTS: &str = "
    select id, account_id, role, unit_id, from_on, until_on, decision_number, decision_date, proposed_by, agreed_by,
           proposal_id, granted_at
    from appointment
    order by id";
const APPOINTMENT_ENDS: &str = "
    select appointment_id, revoked_at, revoked_by, reason from appointment_end order by appointment_id";
const PROPOSALS: &str = "
    select id, act, payload, digest, unit_id, subject, proposer, proposer_appointment, proposed_at, expires_at,
           other_unit
    from proposal
    order by id";
const DECISIONS: &str = "
    select proposal_id, outcome, decider, decider_appointment, decided_at, digest
    from proposal_decision
    order by proposal_id";
const GLASSES: &str = "
    select id, account_id, appointment_id, unit_id, subject, reason, from_at, until_at
    from break_glass
    order by id";
const REVIEWS: &str = "
    select break_glass_id, reviewer, justified, note, reviewed_at from break_glass_review order by break_glass_id";
const TOKENS: &str = "
    select id, hash, account_id, appointment_id, name, purpose, actions, created_at, expires_at from token order by id";
const TOKEN_ENDS: &str = "select id, revoked_at from token where revoked_at is not null order by id";
const FEEDS: &str = "select id, hash, account_id, created_at from calendar_feed order by id";
const FEED_ENDS: &str = "select id, revoked_at from calendar_feed where revoked_at is not null order by id";
const PASSKEYS: &str = "select id, account_id, credential_id, key, created_at from passkey order by id";
/// A password is set together with its second factor.
const PASSWORDS: &str = "
    select account_id, set_at from password
    union all
    select account_id, set_at from totp
    order by account_id, set_at";
const ENROLMENTS: &str = "select account_id, expires_at from enrolment order by account_id, expires_at";
const LINKS: &str =
    "select account_id, issuer, subject, linked_at from provider_link order by account_id, issuer, subject";

const PASSWORD: &str = "password/1";
const LINK: &str = "provider_link/1";
/// What ends them, with the instant of the entry in it.
const ENDS: [(&str, &str); 2] = [("password_end/1", PASSWORD), ("provider_link_end/1", LINK)];

/// What a column holds.
#[derive(Clone, Copy)]
enum Of {
    Id,
    Int,
    Text,
    Bytes,
    Day,
}

/// A table whose rows are vouched for one by one, in the order of their columns.
struct Form {
    noun: &'static str,
    kind: &'static str,
    text: &'static str,
    columns: &'static [(&'static str, Of)],
}

/// Tables that are only ever added to. The first column is the id by which entries name the row.
const KEPT: [Form; 12] = {
    use Of::{Bytes, Day, Id, Int, Text};
    [
        Form {
            noun: accounts::NOUN,
            kind: "account/1",
            text: ACCOUNTS,
            columns: &[
                ("id", Id),
                ("login", Text),
                ("name", Text),
                ("email", Bytes),
                ("phone", Bytes),
                ("state", Text),
                ("created_at", Int),
                ("disabled_at", Int),
                ("revision", Int),
            ],
        },
        Form {
            noun: accounts::NOUN,
            kind: "account_origin/1",
            text: ORIGINS,
            columns: &[("account_id", Id), ("unit_id", Id)],
        },
        Form {
            noun: appointments::NOUN,
            kind: "appointment/1",
            text: APPOINTMENTS,
            columns: &[
                ("id", Id),
                ("account_id", Id),
                ("role", Text),
                ("unit_id", Id),
                ("from_on", Day),
                ("until_on", Day),
                ("decision_number", Text),
                ("decision_date", Day),
                ("proposed_by", Id),
                ("agreed_by", Id),
                ("proposal_id", Id),
                ("granted_at", Int),
            ],
        },
        Form {
            noun: appointments::NOUN,
            kind: "appointment_end/1",
            text: APPOINTMENT_ENDS,
            columns: &[("appointment_id", Id), ("revoked_at", Int), ("revoked_by", Id), ("reason", Text)],
        },
        Form {
            noun: proposals::NOUN,
            kind: "proposal/1",
            text: PROPOSALS,
            columns: &[
                ("id", Id),
                ("act", Text),
                ("payload", Bytes),
                ("digest", Bytes),
                ("unit_id", Id),
                ("subject", Id),
                ("proposer", Id),
                ("proposer_appointment", Id),
                ("proposed_at", Int),
                ("expires_at", Int),
                ("other_unit", Int),
            ],
        },
        Form {
            noun: proposals::NOUN,
            kind: "proposal_decision/1",
            text: DECISIONS,
            columns: &[
                ("proposal_id", Id),
                ("outcome", Text),
                ("decider", Id),
                ("decider_appointment", Id),
                ("decided_at", Int),
                ("digest", Bytes),
            ],
        },
        Form {
            noun: glasses::NOUN,
            kind: "break_glass/1",
            text: GLASSES,
            columns: &[
                ("id", Id),
                ("account_id", Id),
                ("appointment_id", Id),
                ("unit_id", Id),
                ("subject", Id),
                ("reason", Bytes),
                ("from_at", Int),
                ("until_at", Int),
            ],
        },
        Form {
            noun: glasses::NOUN,
            kind: "break_glass_review/1",
            text: REVIEWS,
            columns: &[
                ("break_glass_id", Id),
                ("reviewer", Id),
                ("justified", Int),
                ("note", Text),
                ("reviewed_at", Int),
            ],
        },
        Form {
            noun: tokens::NOUN,
            kind: "token/1",
            text: TOKENS,
            columns: &[
                ("id", Id),
                ("hash", Bytes),
                ("account_id", Id),
                ("appointment_id", Id),
                ("name", Text),
                ("purpose", Text),
                ("actions", Text),
                ("created_at", Int),
                ("expires_at", Int),
            ],
        },
        Form {
            noun: feeds::NOUN,
            kind: "calendar_feed/1",
            text: FEEDS,
            columns: &[("id", Id), ("hash", Bytes), ("account_id", Id), ("created_at", Int)],
        },
        Form {
            noun: feeds::NOUN,
            kind: "calendar_feed_end/1",
            text: FEED_ENDS,
            columns: &[("id", Id), ("revoked_at", Int)],
        },
        Form { noun: tokens::NOUN, kind: "token_end/1", text: TOKEN_ENDS, columns: &[("id", Id), ("revoked_at", Int)] },
    ]
};

fn value(row: &Row, (name, of): (&'static str, Of)) -> Result<Arg> {
    Ok(match of {
        Of::Id => row.get::<Option<Uuid>>(name)?.into(),
        Of::Int => row.get::<Option<i64>>(name)?.into(),
        Of::Text => row.get::<Option<String>>(name)?.into(),
        Of::Bytes => row.get::<Option<Vec<u8>>>(name)?.into(),
        Of::Day => row.get::<Option<SqlDate>>(name)?.map(SqlDate::to_jiff).into(),
    })
}

fn digest(kind: &str, row: &[Arg]) -> Digest {
    let mut payload = Payload::new(kind);
    payload.row(row);
    payload.digest()
}

/// What stands in the rows now, and what the entries said so far.
#[derive(Default)]
pub(crate) struct Rows {
    /// Rows of [`KEPT`] by noun and id, until their entry was seen.
    kept: HashMap<(&'static str, Uuid), Vec<Digest>>,
    /// How each account stands: its digest as an entry would have it, and whether it is as it was made.
    states: BTreeMap<Uuid, (Digest, bool)>,
    passkeys: BTreeMap<Uuid, Digest>,
    /// Passwords, enrolment codes and links of an account, by kind.
    ways: BTreeMap<(Uuid, &'static str), Vec<Digest>>,
    /// The last entry that made an account usable or not.
    said_of_states: BTreeMap<Uuid, (u64, Digest)>,
    said_of_passkeys: BTreeMap<Uuid, Vec<(u64, Digest)>>,
    said_of_ways: HashMap<Uuid, Vec<Digest>>,
}

/// Takes the digests of the rows as they stand now.
pub(crate) async fn rows(tx: &mut Tx) -> Result<Rows> {
    let mut rows = Rows::default();
    for form in &KEPT {
        tx.each(sql(form.text), |row| {
            let values: Vec<Arg> = form.columns.iter().map(|column| value(&row, *column)).collect::<Result<_>>()?;
            let (id, _) = form.columns.first().copied().unwrap_or(("id", Of::Id));
            rows.kept.entry((form.noun, row.get(id)?)).or_default().push(digest(form.kind, &values));
            Ok(())
        })
        .await?;
    }
    tx.each(sql(STATES), |row| {
        let (id, since): (Uuid, Option<i64>) = (row.get("id")?, row.get("disabled_at")?);
        let state: String = row.get("state")?;
        let as_made = state == "active" && since.is_none();
        rows.states.insert(id, (digest("account_state/1", &[id.into(), state.into(), since.into()]), as_made));
        Ok(())
    })
    .await?;
    tx.each(sql(PASSKEYS), |row| {
        let (id, account, at): (Uuid, Uuid, i64) = (row.get("id")?, row.get("account_id")?, row.get("created_at")?);
        let (credential, key): (Vec<u8>, String) = (row.get("credential_id")?, row.get("key")?);
        let values = [id.into(), account.into(), credential.into(), public_part(&key).into(), at.into()];
        rows.passkeys.insert(id, digest("passkey/2", &values));
        Ok(())
    })
    .await?;
    ways(tx, &mut rows.ways).await?;
    Ok(rows)
}

async fn ways(tx: &mut Tx, found: &mut BTreeMap<(Uuid, &'static str), Vec<Digest>>) -> Result<()> {
    for (kind, text, at) in [(PASSWORD, PASSWORDS, "set_at"), ("enrolment/1", ENROLMENTS, "expires_at")] {
        tx.each(sql(text), |row| {
            let (account, at): (Uuid, i64) = (row.get("account_id")?, row.get(at)?);
            found.entry((account, kind)).or_default().push(digest(kind, &[account.into(), at.into()]));
            Ok(())
        })
        .await?;
    }
    tx.each(sql(LINKS), |row| {
        let (account, at): (Uuid, i64) = (row.get("account_id")?, row.get("linked_at")?);
        let (issuer, subject): (String, String) = (row.get("issuer")?, row.get("subject")?);
        let row = [issuer.into(), subject.into(), account.into(), at.into()];
        found.entry((account, LINK)).or_default().push(digest(LINK, &row));
        Ok(())
    })
    .await
}

impl Rows {
    /// Holds an entry's rows against it. Entries of other nouns are none of ours.
    pub fn look(&mut self, entry: &Entry) -> Result<(), Finding> {
        let says = &entry.says;
        let noun = match says.noun.as_str() {
            accounts::NOUN => accounts::NOUN,
            appointments::NOUN => appointments::NOUN,
            proposals::NOUN => proposals::NOUN,
            glasses::NOUN => glasses::NOUN,
            tokens::NOUN => tokens::NOUN,
            feeds::NOUN => feeds::NOUN,
            credentials::NOUN => {
                self.look_at_way(entry);
                return Ok(());
            }
            _ => return Ok(()),
        };
        if self.take(noun, entry) {
            return Ok(());
        }
        if noun == accounts::NOUN {
            // what is neither made nor placed was stopped, or let go on
            self.said_of_states.extend(says.subjects.first().map(|id| (*id, (entry.seq, says.payload))));
            return Ok(());
        }
        Err(Finding::Rows { seq: entry.seq, noun })
    }

    /// Strikes off the row that an entry vouches for.
    fn take(&mut self, noun: &'static str, entry: &Entry) -> bool {
        entry.says.subjects.iter().any(|id| {
            let rows = self.kept.get_mut(&(noun, *id));
            rows.is_some_and(|rows| {
                let at = rows.iter().position(|digest| *digest == entry.says.payload);
                at.map(|at| rows.swap_remove(at)).is_some()
            })
        })
    }

    fn look_at_way(&mut self, entry: &Entry) {
        let subjects = &entry.says.subjects;
        // an entry about a passkey names its account too
        if subjects.len() > 1 {
            let passkey = subjects.iter().find(|id| !self.states.contains_key(*id));
            if let Some(passkey) = passkey {
                self.said_of_passkeys.entry(*passkey).or_default().push((entry.seq, entry.says.payload));
            }
            return;
        }
        let Some(account) = subjects.first().copied() else { return };
        let said = self.said_of_ways.entry(account).or_default();
        for (end, kind) in ENDS {
            // what stands there although it was taken away has to be said anew
            if digest(end, &[account.into(), entry.recorded_at_ms.into()]) == entry.says.payload {
                let stands = self.ways.get(&(account, kind)).map(Vec::as_slice).unwrap_or_default();
                said.retain(|digest| !stands.contains(digest));
            }
        }
        said.push(entry.says.payload);
    }

    /// After the last entry: the first row that no entry vouches for, or entry whose row is another now.
    pub fn left(mut self) -> Option<Finding> {
        let unsaid = self.kept.iter().filter(|(_, rows)| !rows.is_empty()).map(|(of, _)| *of).min();
        if let Some((noun, id)) = unsaid {
            return Some(Finding::NoEntry { noun, id });
        }
        for (id, (now, as_made)) in &self.states {
            match self.said_of_states.remove(id) {
                Some((seq, said)) if said != *now => return Some(Finding::Rows { seq, noun: accounts::NOUN }),
                None if !as_made => return Some(Finding::NoEntry { noun: accounts::NOUN, id: *id }),
                _ => {}
            }
        }
        if let Some((seq, _)) = self.said_of_states.values().min() {
            return Some(Finding::Rows { seq: *seq, noun: accounts::NOUN });
        }
        self.wrong_passkey().or_else(|| self.wrong_way())
    }

    /// A passkey stands as long as there is one entry about it, and not any more when there are two.
    fn wrong_passkey(&self) -> Option<Finding> {
        for (id, now) in &self.passkeys {
            match self.said_of_passkeys.get(id).map(Vec::as_slice) {
                Some([(_, said)]) if said == now => {}
                Some([.., (seq, _)]) => return Some(Finding::Rows { seq: *seq, noun: credentials::NOUN }),
                Some([]) | None => return Some(Finding::NoEntry { noun: credentials::NOUN, id: *id }),
            }
        }
        let gone = self.said_of_passkeys.iter().filter(|(id, _)| !self.passkeys.contains_key(*id));
        gone.filter_map(|(_, said)| if let [(seq, _)] = said.as_slice() { Some(*seq) } else { None })
            .min()
            .map(|seq| Finding::Rows { seq, noun: credentials::NOUN })
    }

    fn wrong_way(&self) -> Option<Finding> {
        let said = |id: &Uuid, way: &Digest| self.said_of_ways.get(id).is_some_and(|said| said.contains(way));
        let wrong = self.ways.iter().find(|((id, _), ways)| !ways.iter().all(|way| said(id, way)));
        wrong.map(|((id, _), _)| Finding::NoEntry { noun: credentials::NOUN, id: *id })
    }
}
