//! What an outsider checks with a public key alone: a bundle, a proof of one entry, or a signed note.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use store::audit::Finding;
use store::ledger::CLOCK_TOLERANCE_MS;
use texts::Lang;
use vault::bundle::{self, BundleFault};
use vault::checkpoint::Checkpoint;
use vault::inclusion::{Inclusion, InclusionFault, LEAD};
use vault::key::VerifyingKey;
use vault::verify::{Expected, Fault};

use super::text;
use crate::output::{Failure, open, say};

pub fn check(file: &Path, key: &VerifyingKey, from: &[PathBuf], lang: Lang) -> Result<(), Failure> {
    let mut expected = Expected::default();
    for path in from {
        expected.note(&text(path, lang)?, key).map_err(|fault| refused(path, fault, lang))?;
    }
    match std::fs::read_to_string(file) {
        Ok(proof) if proof.starts_with(LEAD) => inclusion(file, &proof, key, lang),
        Ok(note) if !note.starts_with("anlanh-ledger-bundle") => {
            let checkpoint = Checkpoint::open(&note, key).map_err(|fault| refused(file, fault.into(), lang))?;
            say(&lang.ledger_note_good(checkpoint.size))?;
            say(&lang.keys_root(checkpoint.root))
        }
        _ => whole(file, key, expected, lang),
    }
}

fn inclusion(file: &Path, proof: &str, key: &VerifyingKey, lang: Lang) -> Result<(), Failure> {
    let verified = proof.parse::<Inclusion>().and_then(|proof| proof.verify(key));
    let (entry, checkpoint) = verified.map_err(|fault| match fault {
        InclusionFault::Checkpoint(fault) => refused(file, fault.into(), lang),
        _ => Failure::Fault(lang.ledger_not_included(file.display())),
    })?;
    say(&lang.ledger_included(entry.seq, checkpoint.size))?;
    say(&lang.keys_root(checkpoint.root))
}

fn whole(file: &Path, key: &VerifyingKey, expected: Expected, lang: Lang) -> Result<(), Failure> {
    let verified = bundle::verify(BufReader::new(open(file, lang)?), key, expected, CLOCK_TOLERANCE_MS);
    let verified = verified.map_err(|fault| match fault {
        BundleFault::Log(fault) => refused(file, fault, lang),
        _ => Failure::Fault(lang.ledger_not_a_bundle(file.display())),
    })?;
    say(&lang.ledger_bundle_good(verified.size))?;
    say(&lang.keys_root(verified.root))
}

fn refused(path: &Path, fault: Fault, lang: Lang) -> Failure {
    Failure::Fault(lang.ledger_file_refused(path.display(), app::ledger::say(Finding::Log(fault), lang)))
}
