//! Ways to sign in: passkeys, passwords with codes, recovery and enrolment codes, links to an identity provider.
//!
//! What is secret is a hash or sealed before it comes here.

use domain::accounts::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{self, Says, instant, instant_if_any};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("credentials::ADD_PASSKEY", ADD_PASSKEY),
    ("credentials::PASSKEYS", PASSKEYS),
    ("credentials::PASSKEY", PASSKEY),
    ("credentials::PASSKEY_USED", PASSKEY_USED),
    ("credentials::REMOVE_PASSKEY", REMOVE_PASSKEY),
    ("credentials::SET_PASSWORD", SET_PASSWORD),
    ("credentials::REHASH", REHASH),
    ("credentials::DROP_PASSWORD", DROP_PASSWORD),
    ("credentials::SET_TOTP", SET_TOTP),
    ("credentials::DROP_TOTP", DROP_TOTP),
    ("credentials::SECRETS", SECRETS),
    ("credentials::TAKE_STEP", TAKE_STEP),
    ("credentials::FORGET_CODES", FORGET_CODES),
    ("credentials::ADD_CODE", ADD_CODE),
    ("credentials::TAKE_CODE", TAKE_CODE),
    ("credentials::CODES_LEFT", CODES_LEFT),
    ("credentials::ADD_ENROLMENT", ADD_ENROLMENT),
    ("credentials::VOID_ENROLMENTS", VOID_ENROLMENTS),
    ("credentials::TAKE_ENROLMENT", TAKE_ENROLMENT),
    ("credentials::LINK", LINK),
    ("credentials::UNLINK", UNLINK),
    ("credentials::LINKED", LINKED),
];

/// The noun of ways to sign in, in the ledger.
pub const NOUN: &str = "credential";

/// A passkey as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// How the authenticator calls it.
    pub credential: Vec<u8>,
    /// How its owner calls it.
    pub name: String,
    /// The public key with its counter, as the library writes them.
    pub key: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it last signed somebody in.
    pub last_used_at: Option<Timestamp>,
}

const ADD_PASSKEY: &str = "
    insert into passkey (id, account_id, credential_id, name, key, created_at) values ($1, $2, $3, $4, $5, $6)";

/// Adds a passkey. A credential that anybody has already is a conflict.
#[tracing::instrument(name = "db.credentials.add_passkey", level = "debug", skip_all)]
pub async fn add_passkey(tx: &mut Tx, of: &Passkey, deed: &Deed) -> Result<()> {
    let at = of.created_at;
    let values = sql(ADD_PASSKEY).arg(of.id).arg(of.account.0).arg(of.credential.as_slice()).arg(of.name.as_str());
    tx.run(values.arg(of.key.as_str()).arg(at.as_millisecond())).await?;
    let row = vec![
        of.id.into(),
        of.account.0.into(),
        of.credential.as_slice().into(),
        public_part(&of.key).into(),
        at.as_millisecond().into(),
    ];
    ledger::append(tx, deed, says("passkey/2", at, of.id, of.account).vouched([row])).await
}

/// What of a kept passkey never changes: the public key, with names in order. Its counter moves with each use, so an
/// entry cannot vouch for all of it. A text of another shape is taken as it is.
pub(crate) fn public_part(key: &str) -> String {
    let kept: Option<serde_json::Value> = serde_json::from_str(key).ok();
    let public = kept.as_ref().and_then(|kept| kept.pointer("/cred/cred"));
    public.map_or_else(|| key.to_owned(), ordered)
}

/// JSON with the names of objects in order, however the library orders them.
fn ordered(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), ordered(value)))
                .collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(ordered).collect::<Vec<_>>().join(",")),
        simple => simple.to_string(),
    }
}

const PASSKEYS: &str = "
    select id, account_id, credential_id, name, key, created_at, last_used_at
    from passkey
    where account_id = $1
    order by created_at, id";

/// The passkeys of an account, oldest first.
#[tracing::instrument(name = "db.credentials.passkeys", level = "debug", skip_all)]
pub async fn passkeys(tx: &mut Tx, account: AccountId) -> Result<Vec<Passkey>> {
    tx.all(sql(PASSKEYS).arg(account.0)).await
}

const PASSKEY: &str = "
    select id, account_id, credential_id, name, key, created_at, last_used_at
    from passkey
    where account_id = $1 and credential_id = $2";

/// An account's passkey, as the authenticator calls it.
#[tracing::instrument(name = "db.credentials.passkey", level = "debug", skip_all)]
pub async fn passkey(tx: &mut Tx, account: AccountId, credential: &[u8]) -> Result<Option<Passkey>> {
    tx.first(sql(PASSKEY).arg(account.0).arg(credential)).await
}

const PASSKEY_USED: &str = "update passkey set key = $2, last_used_at = $3 where id = $1";

/// Notes that a passkey was used, with its counter moved on.
#[tracing::instrument(name = "db.credentials.passkey_used", level = "debug", skip_all)]
pub async fn passkey_used(tx: &mut Tx, id: Uuid, key: &str, at: Timestamp) -> Result<()> {
    tx.run(sql(PASSKEY_USED).arg(id).arg(key).arg(at.as_millisecond())).await.map(drop)
}

const REMOVE_PASSKEY: &str = "delete from passkey where id = $1 and account_id = $2";

/// Removes a passkey and ends the account's sessions. Answers whether there was one.
#[tracing::instrument(name = "db.credentials.remove_passkey", level = "debug", skip_all)]
pub async fn remove_passkey(tx: &mut Tx, account: AccountId, id: Uuid, at: Timestamp, deed: &Deed) -> Result<bool> {
    if tx.run(sql(REMOVE_PASSKEY).arg(id).arg(account.0)).await? == 0 {
        return Ok(false);
    }
    accounts::move_on(tx, account.0).await?;
    let row = vec![id.into(), account.0.into(), at.as_millisecond().into()];
    ledger::append(tx, deed, says("passkey_end/1", at, id, account).vouched([row])).await?;
    Ok(true)
}

const SET_PASSWORD: &str = "
    insert into password (account_id, hash, set_at) values ($1, $2, $3)
    on conflict (account_id) do update set hash = excluded.hash, set_at = excluded.set_at";
const SET_TOTP: &str = "
    insert into totp (account_id, secret, last_step, set_at) values ($1, $2, $3, $4)
    on conflict (account_id) do update
    set secret = excluded.secret, last_step = excluded.last_step, set_at = excluded.set_at";
const DROP_PASSWORD: &str = "delete from password where account_id = $1";
const DROP_TOTP: &str = "delete from totp where account_id = $1";

/// A password with its second factor, ready to be kept.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// Argon2id with its parameters (PHC string).
    pub hash: String,
    /// The secret of the codes, sealed.
    pub totp: Vec<u8>,
    /// The step whose code proved that the secret arrived; it is not good again.
    pub step: i64,
}

/// Sets password and second factor, and ends the account's sessions.
#[tracing::instrument(name = "db.credentials.set_password", level = "debug", skip_all)]
pub async fn set_password(
    tx: &mut Tx,
    account: AccountId,
    new: &NewPassword,
    at: Timestamp,
    deed: &Deed,
) -> Result<()> {
    let ms = at.as_millisecond();
    tx.run(sql(SET_PASSWORD).arg(account.0).arg(new.hash.as_str()).arg(ms)).await?;
    tx.run(sql(SET_TOTP).arg(account.0).arg(new.totp.as_slice()).arg(new.step).arg(ms)).await?;
    accounts::move_on(tx, account.0).await?;
    // neither hash nor secret: what the ledger vouches for is that it was set, and when
    let row = vec![account.0.into(), ms.into()];
    ledger::append(tx, deed, says("password/1", at, account.0, account).vouched([row])).await
}

/// Takes password, codes and recovery codes away: an administrator may not have them, or all was lost.
#[tracing::instrument(name = "db.credentials.drop_password", level = "debug", skip_all)]
pub async fn drop_password(tx: &mut Tx, account: AccountId, at: Timestamp, deed: &Deed) -> Result<bool> {
    let had = tx.run(sql(DROP_PASSWORD).arg(account.0)).await? + tx.run(sql(DROP_TOTP).arg(account.0)).await?;
    tx.run(sql(FORGET_CODES).arg(account.0)).await?;
    if had == 0 {
        return Ok(false);
    }
    accounts::move_on(tx, account.0).await?;
    let row = vec![account.0.into(), at.as_millisecond().into()];
    ledger::append(tx, deed, says("password_end/1", at, account.0, account).vouched([row])).await?;
    Ok(true)
}

const REHASH: &str = "update password set hash = $3 where account_id = $1 and hash = $2";

/// Puts a stronger hash of the same password in the place of the weaker. No entry: nothing changed for anybody.
#[tracing::instrument(name = "db.credentials.rehash", level = "debug", skip_all)]
pub async fn rehash(tx: &mut Tx, account: AccountId, old: &str, new: &str) -> Result<()> {
    tx.run(sql(REHASH).arg(account.0).arg(old).arg(new)).await.map(drop)
}

const SECRETS: &str = "
    select p.hash, t.secret, t.last_step
    from account c
    left join password p on p.account_id = c.id
    left join totp t on t.account_id = c.id
    where c.id = $1";

/// What a password and a code are held against; empty for an account that is none.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// Hash of the password (PHC string).
    pub hash: Option<String>,
    /// Sealed secret of the codes.
    pub totp: Option<Vec<u8>>,
    /// The last step that was taken.
    pub last_step: i64,
}

/// What a password and a code of an account are held against.
#[tracing::instrument(name = "db.credentials.secrets", level = "debug", skip_all)]
pub async fn secrets(tx: &mut Tx, account: AccountId) -> Result<Secrets> {
    Ok(tx.first(sql(SECRETS).arg(account.0)).await?.unwrap_or_default())
}

const TAKE_STEP: &str = "update totp set last_step = $2 where account_id = $1 and last_step < $2";

/// Takes a step of the codes. No if it, or a later one, was taken before: a code is good once.
#[tracing::instrument(name = "db.credentials.take_step", level = "debug", skip_all)]
pub async fn take_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool> {
    Ok(tx.run(sql(TAKE_STEP).arg(account.0).arg(step)).await? > 0)
}

const FORGET_CODES: &str = "delete from recovery_code where account_id = $1";
const ADD_CODE: &str = "insert into recovery_code (account_id, hash) values ($1, $2)";

/// Puts new recovery codes, by their SHA-256, in the place of all before.
#[tracing::instrument(name = "db.credentials.replace_codes", level = "debug", skip_all)]
pub async fn replace_codes(
    tx: &mut Tx,
    account: AccountId,
    hashes: &[[u8; 32]],
    at: Timestamp,
    deed: &Deed,
) -> Result<()> {
    tx.run(sql(FORGET_CODES).arg(account.0)).await?;
    for hash in hashes {
        tx.run(sql(ADD_CODE).arg(account.0).arg(hash.as_slice())).await?;
    }
    let count = i64::try_from(hashes.len()).unwrap_or(i64::MAX);
    let row = vec![account.0.into(), count.into(), at.as_millisecond().into()];
    ledger::append(tx, deed, says("recovery_code/1", at, account.0, account).vouched([row])).await
}

const TAKE_CODE: &str = "
    update recovery_code set used_at = $3 where account_id = $1 and hash = $2 and used_at is null";

/// Uses a recovery code up. No if it is none of theirs, or was used.
#[tracing::instrument(name = "db.credentials.take_code", level = "debug", skip_all)]
pub async fn take_code(tx: &mut Tx, account: AccountId, hash: &[u8; 32], at: Timestamp) -> Result<bool> {
    Ok(tx.run(sql(TAKE_CODE).arg(account.0).arg(hash.as_slice()).arg(at.as_millisecond())).await? > 0)
}

const CODES_LEFT: &str = "
    select cast(count(*) as bigint) as n from recovery_code where account_id = $1 and used_at is null";

/// How many recovery codes are left.
#[tracing::instrument(name = "db.credentials.codes_left", level = "debug", skip_all)]
pub async fn codes_left(tx: &mut Tx, account: AccountId) -> Result<i64> {
    Ok(tx.first::<Count>(sql(CODES_LEFT).arg(account.0)).await?.map_or(0, |count| count.0))
}

const VOID_ENROLMENTS: &str = "update enrolment set used_at = $2 where account_id = $1 and used_at is null";
const ADD_ENROLMENT: &str = "insert into enrolment (hash, account_id, expires_at) values ($1, $2, $3)";

/// Keeps the SHA-256 of a code for setting up a way to sign in; codes given out before are void.
#[tracing::instrument(name = "db.credentials.add_enrolment", level = "debug", skip_all)]
pub async fn add_enrolment(
    tx: &mut Tx,
    account: AccountId,
    hash: &[u8; 32],
    (at, until): (Timestamp, Timestamp),
    deed: &Deed,
) -> Result<()> {
    tx.run(sql(VOID_ENROLMENTS).arg(account.0).arg(at.as_millisecond())).await?;
    let until_ms = until.as_millisecond();
    tx.run(sql(ADD_ENROLMENT).arg(hash.as_slice()).arg(account.0).arg(until_ms)).await?;
    let row = vec![account.0.into(), until_ms.into()];
    ledger::append(tx, deed, says("enrolment/1", at, account.0, account).vouched([row])).await
}

const TAKE_ENROLMENT: &str = "
    update enrolment set used_at = $2 where hash = $1 and used_at is null and expires_at > $2
    returning account_id";

/// Uses an enrolment code up: whose it was, unless it is none, used, or too old.
#[tracing::instrument(name = "db.credentials.take_enrolment", level = "debug", skip_all)]
pub async fn take_enrolment(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<Option<AccountId>> {
    let taken = tx.first::<Whose>(sql(TAKE_ENROLMENT).arg(hash.as_slice()).arg(now.as_millisecond())).await?;
    Ok(taken.map(|whose| AccountId(whose.0)))
}

const LINK: &str = "
    insert into provider_link (issuer, subject, account_id, linked_at) values ($1, $2, $3, $4)";

/// Joins somebody known to an identity provider to an account of ours.
#[tracing::instrument(name = "db.credentials.link", level = "debug", skip_all)]
pub async fn link(
    tx: &mut Tx,
    account: AccountId,
    (issuer, subject): (&str, &str),
    at: Timestamp,
    deed: &Deed,
) -> Result<()> {
    let ms = at.as_millisecond();
    tx.run(sql(LINK).arg(issuer).arg(subject).arg(account.0).arg(ms)).await?;
    let row = vec![issuer.into(), subject.into(), account.0.into(), ms.into()];
    ledger::append(tx, deed, says("provider_link/1", at, account.0, account).vouched([row])).await
}

const UNLINK: &str = "delete from provider_link where account_id = $1";

/// Cuts an account off from every identity provider, and ends its sessions. Answers whether it had a link.
#[tracing::instrument(name = "db.credentials.unlink", level = "debug", skip_all)]
pub async fn unlink(tx: &mut Tx, account: AccountId, at: Timestamp, deed: &Deed) -> Result<bool> {
    if tx.run(sql(UNLINK).arg(account.0)).await? == 0 {
        return Ok(false);
    }
    accounts::move_on(tx, account.0).await?;
    let row = vec![account.0.into(), at.as_millisecond().into()];
    ledger::append(tx, deed, says("provider_link_end/1", at, account.0, account).vouched([row])).await?;
    Ok(true)
}

const LINKED: &str = "select account_id from provider_link where issuer = $1 and subject = $2";

/// The account joined to somebody whom an identity provider names.
#[tracing::instrument(name = "db.credentials.linked", level = "debug", skip_all)]
pub async fn linked(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<AccountId>> {
    Ok(tx.first::<Whose>(sql(LINKED).arg(issuer).arg(subject)).await?.map(|whose| AccountId(whose.0)))
}

fn says(kind: &'static str, at: Timestamp, subject: Uuid, account: AccountId) -> Says {
    Says { noun: NOUN, kind, at, subject, of: Some(account.0), ..Says::default() }
}

struct Whose(Uuid);
struct Count(i64);

impl FromRow for Whose {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("account_id").map(Self)
    }
}

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

impl FromRow for Secrets {
    fn from_row(row: &Row) -> Result<Self> {
        let last_step: Option<i64> = row.get("last_step")?;
        Ok(Self { hash: row.get("hash")?, totp: row.get("secret")?, last_step: last_step.unwrap_or_default() })
    }
}

impl FromRow for Passkey {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            account: AccountId(row.get("account_id")?),
            credential: row.get("credential_id")?,
            name: row.get("name")?,
            key: row.get("key")?,
            created_at: instant(row, "created_at")?,
            last_used_at: instant_if_any(row, "last_used_at")?,
        })
    }
}
