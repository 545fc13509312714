//! `anlanh`: settings, wiring and commands.

mod args;
mod commands;
mod desk;
mod durable;
mod keys;
mod ledger_key;
mod lock;
mod output;
mod post;
mod provider;
mod refusals;
mod upgrade;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use args::{Args, Command};
use output::{Failure, complain};

/// Wrong usage (`EX_USAGE` of sysexits).
const USAGE: u8 = 64;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let shown = error.print();
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            return if asked && shown.is_ok() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) };
        }
    };
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads our output has gone away (`| head`): that is no error of ours.
        Err(Failure::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            complain(&failure.say(args.lang()));
            ExitCode::from(failure.code())
        }
    }
}

fn run(args: &Args) -> Result<(), Failure> {
    let lang = args.lang();
    match &args.command {
        Command::Classify(classify) => commands::classify::run(classify, lang),
        Command::Template(template) => commands::template::run(template, lang),
        Command::Units(units) => commands::units::run(units, lang),
        Command::Packs(packs) => commands::packs::run(packs, lang),
        Command::Facts(facts) => commands::facts::run(facts, lang),
        Command::Cases(cases) => commands::cases::run(cases, lang),
        Command::Rehearse(rehearse) => commands::rehearse::run(rehearse, lang),
        Command::Law(law) => commands::law::run(law, lang),
        Command::Document(document) => commands::document::run(document, lang),
        Command::Forms(forms) => commands::forms::run(forms, lang),
        Command::Calendar(calendar) => commands::calendar::run(calendar, lang),
        Command::Ics(ics) => commands::calendar::ics(ics, lang),
        Command::Report(report) => commands::reports::run(report, lang),
        Command::Boundaries(boundaries) => commands::boundaries::run(boundaries, lang),
        Command::Admin(admin) => commands::admin::run(admin, lang),
        Command::Keys(keys) => commands::keys::run(keys, lang),
        Command::Ledger(ledger) => commands::ledger::run(ledger, lang),
        Command::Backup(backup) => commands::backup::run(backup, lang),
        Command::Restore(restore) => commands::restore::run(restore, lang),
        Command::Drill(drill) => commands::drill::run(drill, lang),
        Command::Openapi => commands::openapi::run(),
        Command::Serve(serve) => commands::serve::run(serve, lang),
        Command::Demo(demo) => commands::demo::run(demo, lang),
        Command::Doctor(place) => commands::doctor::run(place, lang),
    }
}
