//! `anlanh admin`, as it is typed.

use clap::{Args as ClapArgs, Subcommand};
use jiff::civil::Date;

use super::{Place, VI};

#[derive(Debug, ClapArgs)]
pub struct Admin {
    #[command(subcommand)]
    pub what: AdminWhat,
}

/// The paper that an appointment rests on.
#[derive(Debug, ClapArgs)]
pub struct Paper {
    #[arg(long, value_name = "NUMBER", help = VI.signin_arg_decision())]
    pub decision: String,
    #[arg(long, value_name = "DATE", help = VI.signin_arg_decision_date(), value_parser = super::day)]
    pub decision_date: Date,
}

/// What the operator does at the machine before two people can do it in the program.
#[derive(Debug, Subcommand)]
pub enum AdminWhat {
    #[command(about = VI.signin_admin_create())]
    Create {
        #[arg(long, help = VI.signin_arg_login())]
        login: String,
        #[arg(long, help = VI.signin_arg_name())]
        name: String,
        #[arg(long, value_name = "CODE", help = VI.signin_arg_unit())]
        unit: Option<String>,
        #[command(flatten)]
        paper: Paper,
        #[arg(long, help = VI.signin_arg_recovery())]
        recovery: bool,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.signin_admin_account())]
    Account {
        #[arg(long, help = VI.signin_arg_login())]
        login: String,
        #[arg(long, help = VI.signin_arg_name())]
        name: String,
        #[arg(long, help = VI.signin_arg_recovery())]
        recovery: bool,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.signin_admin_appoint())]
    Appoint {
        #[arg(long, help = VI.signin_arg_login())]
        login: String,
        #[arg(long, help = VI.signin_arg_role())]
        role: String,
        #[arg(long, value_name = "CODE", help = VI.signin_arg_unit())]
        unit: Option<String>,
        #[arg(long, value_name = "DATE", help = VI.signin_arg_from(), value_parser = super::day)]
        from: Option<Date>,
        #[arg(long, value_name = "DATE", help = VI.signin_arg_until(), value_parser = super::day)]
        until: Option<Date>,
        #[command(flatten)]
        paper: Paper,
        #[arg(long, help = VI.signin_arg_recovery())]
        recovery: bool,
        #[command(flatten)]
        place: Place,
    },
    #[command(about = VI.signin_admin_enrol())]
    Enrol {
        #[arg(long, help = VI.signin_arg_login())]
        login: String,
        #[command(flatten)]
        place: Place,
    },
}

impl AdminWhat {
    /// Where the data is kept.
    pub const fn place(&self) -> &Place {
        match self {
            Self::Create { place, .. }
            | Self::Account { place, .. }
            | Self::Appoint { place, .. }
            | Self::Enrol { place, .. } => place,
        }
    }
}
