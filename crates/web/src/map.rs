//! The maps: geometry of the use cases, figures of the year.

use app::map::Drawing;
use app::{App, Book, Line};
use pages::grade::Grade;
use pages::map::{Cell, Map, Paint, Place};

use crate::grades::{grade, heading};
use crate::problem::Problem;
use crate::scope::Scope;

/// The country: provinces by their share of drug-free communes.
pub async fn nation(app: &App, scope: &Scope, book: &Book) -> Result<Map, Problem> {
    let drawing = app.nation_map(scope.day()).await?;
    let cells = drawing.shapes.iter().map(|shape| {
        let province = book.province(&shape.code);
        let (paint, caption) = province.map_or((Paint::Plain, shape.code.clone()), |line| share(scope, book, line));
        Cell {
            code: shape.code.clone(),
            caption,
            path: shape.path.clone(),
            paint,
            href: province.map(|_| format!("/tinh/{}", shape.code)),
            label: String::new(),
            x: shape.x,
            y: shape.y,
        }
    });
    let cells = cells.collect();
    Ok(Map { cells, large_text: true, ..bare(app, scope, &drawing).await? })
}

/// A province: communes by their result.
pub async fn province(app: &App, scope: &Scope, book: &Book, code: &str) -> Result<Map, Problem> {
    let drawing = app.province_map(code, scope.day()).await?;
    let lang = scope.lang();
    let cells = drawing.shapes.iter().filter_map(|shape| {
        let line = book.commune(&shape.code)?;
        let result = grade(line.result(&scope.pack));
        Some(Cell {
            code: shape.code.clone(),
            caption: format!("{}: {}", heading(&line.unit), result.name(lang)),
            path: shape.path.clone(),
            paint: Paint::Grade(result),
            href: Some(format!("/xa/{}", shape.code)),
            label: result.mark().to_owned(),
            x: shape.x,
            y: shape.y + 4,
        })
    });
    let cells = cells.collect();
    Ok(Map { cells, ..bare(app, scope, &drawing).await? })
}

fn share(scope: &Scope, book: &Book, province: &Line) -> (Paint, String) {
    let lang = scope.lang();
    let (mut total, mut free, mut known) = (0_u64, 0_u64, 0_u64);
    for line in book.communes_of(&province.unit.code) {
        let result = grade(line.result(&scope.pack));
        total += 1;
        free += u64::from(result == Grade::DrugFree);
        known += u64::from(result != Grade::Undetermined);
    }
    let name = heading(&province.unit);
    if known == 0 {
        return (Paint::Grade(Grade::Undetermined), format!("{name}: {}", Grade::Undetermined.name(lang)));
    }
    let shown = pages::format::share(lang, free, total);
    (Paint::of_share(free, total), format!("{name}: {}", lang.pages_map_caption(free, total, shown)))
}

/// What a drawing has besides its cells.
async fn bare(app: &App, scope: &Scope, drawing: &Drawing) -> Result<Map, Problem> {
    let place = |named: &app::map::Named| Place {
        name: named.name.clone(),
        x: named.x,
        y: named.y + 28,
        islets: named.islets.clone(),
    };
    Ok(Map {
        width: drawing.width,
        height: drawing.height,
        places: drawing.named.iter().map(place).collect(),
        insets: drawing.insets.clone(),
        credit: if drawing.true_boundaries { credit(app, scope).await? } else { String::new() },
        ..Map::default()
    })
}

/// Whose boundaries these are, and on what terms.
async fn credit(app: &App, scope: &Scope) -> Result<String, Problem> {
    let drawn = app.boundary_imports().await?.into_iter().next();
    Ok(drawn.map_or_else(
        || scope.lang().pages_map_true().to_owned(),
        |import| scope.lang().pages_map_credit(import.source, import.licence),
    ))
}
