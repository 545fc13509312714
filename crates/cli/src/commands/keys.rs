//! `anlanh keys`: the key that signs the ledger.

use texts::Lang;

use crate::args;
use crate::args::KeysWhat;
use crate::keys;
use crate::output::{Failure, say};

pub fn run(args: &args::Keys, lang: Lang) -> Result<(), Failure> {
    match &args.what {
        KeysWhat::Init { data } => {
            let key = keys::make(data, lang)?;
            say(&lang.keys_made(keys::ledger_key_path(data).display()))?;
            say(&lang.keys_public(key.verifying()))
        }
        KeysWhat::Status { data } => {
            let path = keys::ledger_key_path(data);
            match keys::load(data, lang)? {
                Some(key) => {
                    say(&lang.keys_good(path.display()))?;
                    say(&lang.keys_public(key.verifying()))
                }
                None => Err(Failure::Fault(lang.keys_none(path.display()))),
            }
        }
    }
}
