//! Blind indexes of a file: of its unit, and of the nation.

use domain::persons::{Field, Identity};
use store::persons_index::{Index, Kind};
use vault::blind::{self, BlindFault};
use vault::seal::Secret;

use crate::problem::Problem;

/// The numbers by which a file is found: the field, its kind, and the nation's where there is one.
const NUMBERS: [(Field, blind::Kind, Kind, Option<Kind>); 4] = [
    (Field::Id12, blind::Kind::Id12, Kind::Id12, Some(Kind::NationalId12)),
    (Field::Id9, blind::Kind::Id9, Kind::Id9, Some(Kind::NationalId9)),
    (Field::Passport, blind::Kind::Passport, Kind::Passport, Some(Kind::NationalPassport)),
    (Field::Phone, blind::Kind::Phone, Kind::Phone, None),
];

/// The indexes of a unit, under its index key.
pub(crate) fn local(key: &Secret, identity: &Identity) -> Result<Vec<Index>, Problem> {
    let mut indexes = Vec::new();
    for (field, of, kind, _) in NUMBERS {
        if let Some(text) = identity.get(field) {
            let value = blind::local(key, of, text).map_err(|fault| refused(field, fault))?;
            indexes.push(Index { kind, value: value.to_vec() });
        }
    }
    let last4 = identity.get(Field::Id12).and_then(|number| number.get(8..));
    if let Some((last4, year)) = last4.zip(identity.birth_year()) {
        let value = blind::last4(key, last4, year).map_err(|fault| refused(Field::Id12, fault))?;
        indexes.push(Index { kind: Kind::Last4, value: value.to_vec() });
    }
    Ok(indexes)
}

/// The indexes of the nation, off the threads that answer: each takes 50 ms of a core, by design.
pub(super) async fn national(key: Secret, identity: &Identity) -> Result<Vec<Index>, Problem> {
    let asked: Vec<(Field, blind::Kind, Kind, zeroize::Zeroizing<String>)> = NUMBERS
        .into_iter()
        .filter_map(|(field, of, _, nation)| {
            let text = identity.get(field)?;
            Some((field, of, nation?, zeroize::Zeroizing::new(text.to_owned())))
        })
        .collect();
    let slow = move || {
        asked
            .into_iter()
            .map(|(field, of, kind, text)| {
                let value = blind::national(&key, of, &text).map_err(|fault| refused(field, fault))?;
                Ok(Index { kind, value: value.to_vec() })
            })
            .collect()
    };
    tokio::task::spawn_blocking(slow).await.map_err(Problem::fault)?
}

/// A number that is none is the asker's to put right; a machine without memory is not.
pub(super) fn refused(field: Field, fault: BlindFault) -> Problem {
    match fault {
        BlindFault::NotOfKind(_) => Problem::Identity(domain::persons::IdentityFault::Malformed(field)),
        BlindFault::Slow => Problem::fault(fault),
    }
}
