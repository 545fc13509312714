//! `anlanh admin`: the first accounts and appointments, and recovery, by whoever sits at the machine.

use app::App;
use app::accounts::{Enrolled, First, NewAccount, Office};
use domain::access::{Decided, NATION, Role};
use domain::units::UnitId;
use texts::Lang;

use crate::args;
use crate::args::AdminWhat;
use crate::keys;
use crate::output::{Failure, say};
use crate::wiring;

pub fn run(args: &args::Admin, lang: Lang) -> Result<(), Failure> {
    wiring::runtime()?.block_on(async {
        let place = args.what.place();
        let app = wiring::open_to_write(place, lang).await?;
        app.open_files_with(keys::keyring::open_or_make(place, lang).await?);
        let done = act(&app, &args.what, lang).await;
        wiring::sign_off(&app, lang).await;
        done
    })
}

async fn act(app: &App, what: &AdminWhat, lang: Lang) -> Result<(), Failure> {
    match what {
        AdminWhat::Create { login, name, unit, paper, recovery, .. } => {
            let account = new(login, name);
            let (unit, decided) = (unit_of(app, unit.as_deref(), lang)?, decided(paper));
            let enrolled = app.create_first_admin(First { account, unit, decided, recovery: *recovery }).await?;
            tell(&enrolled, lang)
        }
        AdminWhat::Account { login, name, recovery, .. } => {
            tell(&app.create_locally(new(login, name), *recovery).await?, lang)
        }
        AdminWhat::Appoint { login, role, unit, from, until, paper, recovery, .. } => {
            let office = Office {
                login: login.clone(),
                role: role_of(role, lang)?,
                unit: unit_of(app, unit.as_deref(), lang)?,
                from: from.unwrap_or_else(wiring::today),
                until: *until,
                decided: decided(paper),
                recovery: *recovery,
            };
            app.appoint_locally(office).await?;
            say(&lang.signin_appointed(login, role))
        }
        AdminWhat::Enrol { login, .. } => tell(&app.enrol_again_locally(login).await?, lang),
    }
}

fn new(login: &str, name: &str) -> NewAccount {
    NewAccount { login: login.to_owned(), name: name.to_owned(), ..NewAccount::default() }
}

fn decided(paper: &args::Paper) -> Decided {
    Decided { number: paper.decision.clone(), date: paper.decision_date }
}

/// The code stands on standard output once, and nowhere else.
fn tell(enrolled: &Enrolled, lang: Lang) -> Result<(), Failure> {
    say(&lang.signin_made(&enrolled.login))?;
    say(&lang.signin_code_once(&enrolled.code))?;
    say(lang.signin_code_where())
}

fn role_of(word: &str, lang: Lang) -> Result<Role, Failure> {
    let known = || Role::ALL.iter().map(|role| role.key()).collect::<Vec<_>>().join(", ");
    Role::from_key(word).ok_or_else(|| Failure::Usage(lang.signin_bad_role(word, known())))
}

fn unit_of(app: &App, code: Option<&str>, lang: Lang) -> Result<UnitId, Failure> {
    let Some(code) = code else { return Ok(NATION) };
    let (register, today) = (app.register(), wiring::today());
    let found = register.of_code(code).find(|version| version.in_force(today)).map(|version| version.unit);
    found.ok_or_else(|| Failure::Input(lang.signin_bad_unit(code)))
}
