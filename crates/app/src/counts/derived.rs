//! Inputs of the criteria that files give, beside the figures recorded for the year; recorded only by an officer's deed.

use domain::access::Purpose;
use domain::counts::{Asked, Choices, Number};
use domain::facts::Value;
use domain::units::{Level, Version};
use jiff::civil::Date;
use uuid::Uuid;

use super::CountAsk;
use crate::app::App;
use crate::figures::{Recorded, Signed, Typed};
use crate::problem::Problem;
use crate::sessions::Session;

/// One input: what files give, and what is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Which input; its key is the input's id.
    pub number: Number,
    /// How many people, by files, as of the last day of the year's window.
    pub people: i64,
    /// The figure in force for that year; unknown where there is none.
    pub recorded: Value,
}

/// The inputs of a commune for one evaluation year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DerivedInputs {
    /// The last day of the window, as of which files are counted.
    pub day: Date,
    /// The inputs.
    pub inputs: Vec<Derived>,
}

impl App {
    /// The inputs that files of the officer's own commune give for a year under what was chosen where the text is
    /// silent, beside what is recorded. [`Problem::Hidden`] where the unit is no commune; refused to whoever may not list
    /// its files.
    pub async fn derived_inputs(
        &self,
        session: &Session,
        acting: Uuid,
        purpose: Purpose,
        year: i16,
        choices: Choices,
    ) -> Result<DerivedInputs, Problem> {
        let window = self.window(year)?;
        let (commune, province) = self.own_commune(session, acting, window.to)?;
        let asked = Asked { from: window.from, to: window.to, plan: None, choices };
        let counts = self.own_counts(session, acting, purpose, &CountAsk { asked, known_at: None }).await?;
        let mut tx = self.db().snapshot().await?;
        let facts = store::facts::of_window(&mut tx, Some(&province.code), window, None).await?;
        let recorded = |number: Number| {
            facts.iter().find(|fact| fact.unit == commune.unit && fact.input == number.key()).map(|fact| fact.value)
        };
        let inputs = counts.inputs.iter().map(|input| Derived {
            number: input.number,
            people: input.people,
            recorded: recorded(input.number).unwrap_or_default(),
        });
        Ok(DerivedInputs { day: window.to, inputs: inputs.collect() })
    }

    /// Records what files give now, under what was chosen, as the figures of the officer's own commune for a year, all
    /// or none. The source says what was chosen.
    pub async fn record_derived(
        &self,
        session: &Session,
        acting: Uuid,
        purpose: Purpose,
        (year, choices): (i16, Choices),
        signed: Signed,
        batch: Uuid,
    ) -> Result<Recorded, Problem> {
        let derived = self.derived_inputs(session, acting, purpose, year, choices).await?;
        let (commune, province) = self.own_commune(session, acting, derived.day)?;
        let typed = derived.inputs.iter().map(|input| Typed {
            code: commune.code.clone(),
            input: input.number.key().to_owned(),
            value: Value::Number(input.people),
        });
        self.record_typed(&province.code, Level::Commune, year, typed.collect(), signed, batch).await
    }

    /// The commune of an appointment on a day, and its province.
    fn own_commune(&self, session: &Session, acting: Uuid, day: Date) -> Result<(Version, Version), Problem> {
        let (unit, register) = (self.acting(session, acting)?.place.unit(), self.register());
        let commune = register.version(unit, day).filter(|version| version.kind.level() == Level::Commune);
        let pair = commune.cloned().zip(register.province(unit, day).cloned());
        pair.ok_or(Problem::Hidden)
    }
}
