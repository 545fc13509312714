//! GET /: the nation.

use app::{App, Line, Tally};
use axum::extract::State;
use axum::response::Html;
use domain::units::Level;
use pages::frame::Section;
use pages::nation::{Nation, ProvinceRow, Published};
use pages::sort::Sort;
use texts::Lang;

use crate::grades::grade;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::tally;

/// Every province, the targets, the map.
pub async fn get(State(app): State<App>, scope: Scope) -> Result<Html<String>, Problem> {
    let book = app.book(scope.year, &scope.settings).await?;
    let targets = tally::targets_of(None)?;
    let mut rows = book.provinces.iter().map(|province| row(&scope, &book, province)).collect::<Result<Vec<_>, _>>()?;
    let sort = Sort {
        key: scope.cx.value("xep").unwrap_or("ten").to_owned(),
        descending: scope.cx.value("chieu") == Some("giam"),
    };
    order(&mut rows, &sort);
    let published = app::seeds::published()?.into_iter().map(|figure| published(scope.lang(), figure)).collect();
    let page = Nation {
        frame: scope.frame(Section::Nation, Vec::new()),
        progress: tally::progress(&scope, &book.communes, &targets),
        tally: tally::tally(&Tally::of(&scope.pack, Level::Commune, &book.communes)),
        map: crate::map::nation(&app, &scope, &book).await?,
        rows,
        sort,
        published,
    };
    Ok(Html(page.html()?))
}

fn row(scope: &Scope, book: &app::Book, province: &Line) -> Result<ProvinceRow, Problem> {
    let code = &province.unit.code;
    let tally = Tally::of(&scope.pack, Level::Commune, book.communes_of(code));
    let total = tally.total();
    let complete = book.communes_of(code).filter(|line| line.is_complete()).count();
    Ok(ProvinceRow {
        code: code.clone(),
        name: province.unit.name.clone(),
        tally: tally::tally(&tally),
        total: total.into(),
        target_count: tally::next_target(scope, &tally::targets_of(Some(code))?, total),
        complete: pages::format::Whole::whole(&complete),
        own: grade(province.result(&scope.pack)),
    })
}

fn order(rows: &mut [ProvinceRow], sort: &Sort) {
    use pages::grade::Grade;
    let share = |part: u64, whole: u64| part.saturating_mul(1_000_000).checked_div(whole).unwrap_or(0);
    let by = |grade: Grade| move |row: &ProvinceRow| row.tally.of(grade);
    match sort.key.as_str() {
        "ty-le" => rows.sort_by_key(|row| share(row.drug_free(), row.total)),
        "khong-ma-tuy" => rows.sort_by_key(ProvinceRow::drug_free),
        "khong-trong-diem" => rows.sort_by_key(by(Grade::PresentNotKey)),
        "loai-3" => rows.sort_by_key(by(Grade::KeyIII)),
        "loai-2" => rows.sort_by_key(by(Grade::KeyII)),
        "loai-1" => rows.sort_by_key(by(Grade::KeyI)),
        "xung-dot" => rows.sort_by_key(by(Grade::Conflict)),
        "chua-xac-dinh" => rows.sort_by_key(by(Grade::Undetermined)),
        "du-so-lieu" => rows.sort_by_key(|row| share(row.complete, row.total)),
        "cap-tinh" => rows.sort_by_key(|row| row.own.order()),
        _ => rows.sort_by_cached_key(|row| domain::fold::sort_key(&row.name)),
    }
    if sort.descending {
        rows.reverse();
    }
}

fn published(lang: Lang, of: app::seeds::Published) -> Published {
    let (quantity, value, derived, basis) = match lang {
        Lang::Vi => (of.quantity, of.value, of.derived, of.basis),
        Lang::En => (of.quantity_en, of.value_en, of.derived_en, of.basis_en),
    };
    Published { place: of.place, as_of: of.as_of, quantity: pages::format::sentence(&quantity), value, derived, basis }
}
