//! The schematic map: cells whose geometry somebody else has computed.

use crate::grade::Grade;

/// What a cell's fill says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The result of one unit.
    Grade(Grade),
    /// Share of drug-free units in a province: 0 none … 4 half or more.
    Step(u8),
    /// Part of the country outside the figures shown.
    Plain,
}

impl Paint {
    /// Class name of the style sheet.
    pub const fn css(self) -> &'static str {
        match self {
            Self::Grade(grade) => grade.css(),
            Self::Step(0) => "s-0",
            Self::Step(1) => "s-1",
            Self::Step(2) => "s-2",
            Self::Step(3) => "s-3",
            Self::Step(_) => "s-4",
            Self::Plain => "s-plain",
        }
    }

    /// Step for `drug_free` of `total` units: under 10, 20, 35, 50 percent, and above.
    pub const fn of_share(drug_free: u64, total: u64) -> Self {
        let hundreds = drug_free.saturating_mul(100);
        Self::Step(if hundreds < total.saturating_mul(10) {
            0
        } else if hundreds < total.saturating_mul(20) {
            1
        } else if hundreds < total.saturating_mul(35) {
            2
        } else if hundreds < total.saturating_mul(50) {
            3
        } else {
            4
        })
    }
}

/// One unit on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Unit code; ties the cell to its table row.
    pub code: String,
    /// What a reader hears or sees on the cell: name and figures.
    pub caption: String,
    /// SVG path data.
    pub path: String,
    /// What its fill says.
    pub paint: Paint,
    /// Page of the unit; none for parts that only complete the country.
    pub href: Option<String>,
    /// Text drawn in the cell; empty for none.
    pub label: String,
    /// Middle of the text.
    pub x: i32,
    /// Base line of the text.
    pub y: i32,
}

/// A text on the map that belongs to no cell, such as the name of an archipelago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name drawn.
    pub name: String,
    /// Middle of the text.
    pub x: i32,
    /// Base line of the text.
    pub y: i32,
    /// Radius of small islands to draw beneath it: centres.
    pub islets: Vec<(i32, i32)>,
}

/// A schematic map, drawn by the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Width of the drawing.
    pub width: u32,
    /// Height of the drawing.
    pub height: u32,
    /// Cells in drawing order.
    pub cells: Vec<Cell>,
    /// Named places such as Hoàng Sa and Trường Sa.
    pub places: Vec<Place>,
    /// Frames of insets: x, y, width, height.
    pub insets: Vec<(i32, i32, u32, u32)>,
    /// Whose true boundaries these are, and on what terms; empty for schematic cells.
    pub credit: String,
    /// Size of the texts in drawing units.
    pub large_text: bool,
}

impl Map {
    /// Whether there is anything to draw.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Results that occur on the map, for its legend.
    pub fn grades(&self) -> Vec<Grade> {
        Grade::ALL.into_iter().filter(|grade| self.cells.iter().any(|c| c.paint == Paint::Grade(*grade))).collect()
    }

    /// Whether the fills say shares instead of results.
    pub fn shows_shares(&self) -> bool {
        self.cells.iter().any(|c| matches!(c.paint, Paint::Step(_)))
    }
}
