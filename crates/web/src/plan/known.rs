//! What a reader of a plan may know beyond its paper: what files of people give, how its duties were done.

use app::App;
use app::counts::CountAsk;
use app::plans::{Known, OfFiles, period_of};
use app::work::Kept;
use domain::access::{Action, FieldClass, NATION, Record, acts};
use domain::counts::{Asked, Choices, Number};
use domain::units::{Level, UnitId};
use jiff::civil::Date;
use programme::plans::{Metric, Plan, Target};

use crate::account::own_unit;
use crate::case::purpose_of_lists;
use crate::guard::Passed;
use crate::problem::Problem;
use crate::site::Site;
use crate::visitor::Visitor;

/// What files of the unit give: for those who list them, and of a province or the nation for those who read its figures;
/// how the duties were done, for those who read the unit's work.
pub(super) async fn known_to(
    site: &Site,
    visitor: &Visitor,
    passed: &Passed,
    kept: &Kept<Plan>,
) -> Result<Known, Problem> {
    let mut known = known_to_program(site, passed, kept).await?;
    if known.files.is_none() && asks_files(&kept.state) {
        known.files = files_of(&site.app, visitor, kept.unit).await?;
    }
    Ok(known)
}

/// The same for a program, which is told no number about few people: of a commune nothing that its files give.
pub async fn known_to_program(site: &Site, passed: &Passed, kept: &Kept<Plan>) -> Result<Known, Problem> {
    let app = &site.app;
    let mut known = Known::default();
    let territory = asks_files(&kept.state) && is_territory(app, kept.unit);
    if territory && reads_figures(app, passed, kept.unit)? {
        known.files = Some(app.files_of_territory(kept.unit, app.today()).await?);
    }
    let record = Record::plain(app.place_of(kept.unit, app.now()), FieldClass::UnitFact);
    let of_duty = kept.state.targets.iter().any(|target| matches!(target.metric, Metric::Duty { .. }));
    if of_duty && app.may(passed.acting(), Action::ReadWork, &record)? {
        let permit = passed.on::<acts::ReadWork>(site, kept.unit).await?;
        known.duties = app.plan_duties(&permit, kept.id).await?;
    }
    Ok(known)
}

fn asks_files(plan: &Plan) -> bool {
    plan.targets.iter().any(|target| matches!(target.metric, Metric::Files { .. }))
}

/// What files of one's own unit give, for those who list them; other readers of the plan are not told.
async fn files_of(app: &App, visitor: &Visitor, unit: UnitId) -> Result<Option<OfFiles>, Problem> {
    let today = app.today();
    if !visitor.may(Action::ListPersons) || own_unit(visitor)? != unit {
        return Ok(None);
    }
    let from = period_of(app, today);
    // tests after rehabilitation are counted by the plan that the commune recorded for the year
    let year = app.window(today.year()).is_ok().then(|| today.year());
    let plan = match year {
        Some(year) => app.kept_plan(unit, year).await?.map(|kept| kept.plan),
        None => None,
    };
    let asked = Asked { from, to: today, plan, choices: Choices::default() };
    Ok(Some(counted(app, visitor, asked).await?))
}

async fn counted(app: &App, visitor: &Visitor, asked: Asked) -> Result<OfFiles, Problem> {
    let (from, to) = (asked.from, asked.to);
    let ask = CountAsk { asked, known_at: None };
    let counts = app.own_counts(&visitor.session, visitor.acting()?, purpose_of_lists(visitor)?, &ask).await?;
    Ok(OfFiles::of_unit(&counts.counted, from, to))
}

/// How many a target counted when a day was over, by files; none where the target counts something else, the number is
/// held back, or the reader is not told.
pub(super) async fn counted_on(
    app: &App,
    visitor: &Visitor,
    passed: &Passed,
    unit: UnitId,
    target: &Target,
    day: Date,
) -> Result<Option<u32>, Problem> {
    let Metric::Files { part, whole: None } = &target.metric else { return Ok(None) };
    let Some(number) = Number::from_key(part) else { return Ok(None) };
    let people = if is_territory(app, unit) {
        if !reads_figures(app, passed, unit)? {
            return Ok(None);
        }
        app.listed_in_territory(unit, number, day).await?
    } else if visitor.may(Action::ListPersons) && own_unit(visitor)? == unit {
        let asked = Asked { from: day, to: day, plan: None, choices: Choices::default() };
        let reading = counted(app, visitor, asked).await?.of(target).and_then(|files| files.reading());
        return Ok(reading.map(|reading| reading.low));
    } else {
        None
    };
    Ok(people.and_then(|people| u32::try_from(people).ok()))
}

/// A province or the nation, of which figures are told and no files.
fn is_territory(app: &App, unit: UnitId) -> bool {
    let register = app.register();
    let level = register.version(unit, app.today()).map(|version| version.kind.level());
    unit == NATION || level == Some(Level::Province)
}

fn reads_figures(app: &App, passed: &Passed, unit: UnitId) -> Result<bool, Problem> {
    let record = Record::plain(app.place_of(unit, app.now()), FieldClass::UnitFact);
    Ok(app.may(passed.acting(), Action::ReadFigures, &record)?)
}
