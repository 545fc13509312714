//! `anlanh ledger`, as it is typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};
use vault::key::VerifyingKey;

use super::{Place, VI};

#[derive(Debug, ClapArgs)]
pub struct Ledger {
    #[command(subcommand)]
    pub what: LedgerWhat,
}

#[derive(Debug, Subcommand)]
pub enum LedgerWhat {
    #[command(about = VI.keys_verify())]
    Verify {
        #[arg(long, value_name = "CHECKPOINT", help = VI.keys_from())]
        from: Vec<PathBuf>,
        #[arg(long, value_name = "PUBLICKEY", help = VI.ledger_cli_key())]
        key: Option<VerifyingKey>,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keys_checkpoint())]
    Checkpoint {
        #[arg(long, value_name = "N", help = VI.ledger_cli_size())]
        size: Option<u64>,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.keys_export())]
    Export {
        #[arg(long, help = VI.keys_export_out())]
        out: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.ledger_cli_prove())]
    Prove {
        #[arg(help = VI.ledger_cli_seq())]
        seq: u64,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.ledger_cli_consistency())]
    Consistency {
        #[arg(help = VI.ledger_cli_from_size())]
        from: u64,
        #[arg(help = VI.ledger_cli_to_size())]
        to: u64,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.ledger_cli_check())]
    Check {
        #[arg(help = VI.ledger_cli_check_file())]
        file: PathBuf,
        #[arg(long, value_name = "PUBLICKEY", help = VI.ledger_cli_key())]
        key: VerifyingKey,
        #[arg(long, value_name = "CHECKPOINT", help = VI.keys_from())]
        from: Vec<PathBuf>,
    },
    #[command(about = VI.ledger_cli_week())]
    Week {
        #[arg(long, requires = "week", help = VI.ledger_cli_year())]
        year: Option<i16>,
        #[arg(long, requires = "year", help = VI.ledger_cli_week_number())]
        week: Option<i8>,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.ledger_cli_cosign())]
    Cosign {
        #[arg(help = VI.ledger_cli_cosign_file())]
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.ledger_cli_witness())]
    Witness {
        #[arg(long, value_name = "FILE", help = VI.ledger_cli_state())]
        state: PathBuf,
        #[arg(long, value_name = "FILE", help = VI.ledger_cli_witness_key())]
        key: PathBuf,
        #[arg(long, value_name = "PUBLICKEY", help = VI.ledger_cli_log())]
        log: Option<VerifyingKey>,
        #[arg(help = VI.ledger_cli_witness_note())]
        checkpoint: PathBuf,
        #[arg(help = VI.ledger_cli_witness_proof())]
        proof: Option<PathBuf>,
    },
    #[command(about = VI.ledger_cli_new_witness())]
    NewWitness {
        #[arg(long, value_name = "NAME", help = VI.ledger_cli_witness_name())]
        name: String,
        #[arg(long, value_name = "FILE", help = VI.ledger_cli_witness_out())]
        out: PathBuf,
    },
}
