//! The maps: geometry of the use cases, figures of the year.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use app::map::Drawing;
use app::{Book, Line};
use domain::units::{Register, Version};
use jiff::civil::Date;
use pages::grade::Grade;
use pages::map::{Cell, Map, Paint, Place};

use crate::grades::{grade, heading};
use crate::scope::Scope;

/// Which drawing: a province's code, or none for the nation; on which day.
type Key = (Option<String>, Date);

/// Drawings made so far. They depend on the register alone, which changes a few times a year.
#[derive(Clone, Default)]
pub struct Drawings(Arc<Mutex<(Option<Arc<Register>>, HashMap<Key, Arc<Drawing>>)>>);

/// More than the nation and its provinces on two dates.
const DRAWINGS_MAX: usize = 80;

impl Drawings {
    fn of(&self, register: &Arc<Register>, key: Key, draw: impl FnOnce() -> Drawing) -> Arc<Drawing> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = kept.0.as_ref().is_some_and(|known| Arc::ptr_eq(known, register));
        if !same || kept.1.len() >= DRAWINGS_MAX {
            *kept = (Some(Arc::clone(register)), HashMap::new());
        }
        Arc::clone(kept.1.entry(key).or_insert_with(|| Arc::new(draw())))
    }

    /// The country: provinces by their share of drug-free communes.
    pub fn nation(&self, register: &Arc<Register>, scope: &Scope, book: &Book) -> Map {
        let day = scope.day();
        let drawing = self.of(register, (None, day), || app::map::nation(register, day));
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
        Map { cells: cells.collect(), large_text: true, ..bare(&drawing) }
    }

    /// A province: communes by their result.
    pub fn province(&self, register: &Arc<Register>, scope: &Scope, book: &Book, province: &Version) -> Map {
        let day = scope.day();
        let drawing =
            self.of(register, (Some(province.code.clone()), day), || app::map::province(register, province.unit, day));
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
        Map { cells: cells.collect(), ..bare(&drawing) }
    }
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
fn bare(drawing: &Drawing) -> Map {
    let place = |named: &app::map::Named| Place {
        name: named.name.clone(),
        x: named.x,
        y: named.y + 28,
        islets: named.islets.clone(),
    };
    Map {
        width: drawing.width,
        height: drawing.height,
        places: drawing.named.iter().map(place).collect(),
        insets: drawing.insets.clone(),
        true_boundaries: drawing.true_boundaries,
        ..Map::default()
    }
}
