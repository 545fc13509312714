//! The workbook that officers fill in.

use criteria::{InputKind as Kind, Pack, SwitchScope, show_value};
use documents::WriteError;
use documents::facts_template::{FactsTemplate, Guidance, InputKind, Refusals, TemplateColumn, write};
use domain::facts::{Route, Value, Window};
use domain::units::{Level, Register, Version};
use texts::Lang;

/// What the workbook is for.
pub struct Template<'a> {
    /// The pack whose inputs are asked.
    pub pack: &'a Pack,
    /// The register.
    pub register: &'a Register,
    /// The level.
    pub level: Level,
    /// The evaluation year.
    pub year: i16,
    /// Its window.
    pub window: Window,
    /// Only the communes of this province.
    pub province: Option<&'a Version>,
    /// The language of notes; headings are Vietnamese.
    pub lang: Lang,
}

impl Template<'_> {
    /// The finished workbook.
    pub fn write(&self) -> Result<Vec<u8>, WriteError> {
        let lang = self.lang;
        let of = self.province.map_or_else(|| lang.template_nation().to_owned(), Version::full_name);
        write(&FactsTemplate {
            year: self.year,
            level: self.level.key().to_owned(),
            pack: self.pack.id.clone(),
            title: lang.template_title(self.year, of),
            notes: vec![
                lang.template_note_window(self.window.from.strftime("%d/%m/%Y"), self.window.to.strftime("%d/%m/%Y")),
                lang.template_note_unknown().to_owned(),
            ],
            fixed: [lang.tables_code().to_owned(), lang.tables_unit().to_owned(), lang.tables_province().to_owned()],
            columns: self.pack.inputs_of(self.level).map(|(_, input)| self.column(input)).collect(),
            units: self.units(),
            guidance: self.guidance(),
            refusals: Refusals {
                count: lang.template_refuse_count().to_owned(),
                area: lang.template_refuse_area().to_owned(),
                choice: lang.template_refuse_choice().to_owned(),
            },
        })
    }

    fn column(&self, input: &criteria::Input) -> TemplateColumn {
        let kind = match input.kind {
            Kind::Area => InputKind::Area,
            Kind::Route => InputKind::Choice(routes(self.lang)),
            _ => InputKind::Count,
        };
        let note = format!("{}\n{}", input.definition, self.lang.template_by(&input.citation));
        TemplateColumn { heading: input.title.clone(), note, kind }
    }

    fn units(&self) -> Vec<[String; 3]> {
        let day = self.window.to;
        let mut units: Vec<&Version> = match (self.level, self.province) {
            (Level::Province, Some(province)) => vec![province],
            (_, Some(province)) => self.register.children(province.unit, day).collect(),
            (level, None) => self.register.level(level, day).collect(),
        };
        units.sort_by_key(|u| self.register.province(u.unit, day).map(|p| p.code.clone()));
        units
            .into_iter()
            .map(|u| {
                let province = self.register.province(u.unit, day).map_or_else(String::new, |p| p.name.clone());
                [u.code.clone(), u.full_name(), province]
            })
            .collect()
    }

    fn guidance(&self) -> Guidance {
        let lang = self.lang;
        let mut rows: Vec<Vec<String>> = self
            .pack
            .inputs_of(self.level)
            .map(|(_, i)| {
                let when = if i.over_window { lang.template_over_window() } else { lang.template_at_end() };
                vec![i.title.clone(), i.id.clone(), when.to_owned(), i.citation.clone(), i.definition.clone()]
            })
            .collect();
        for switch in self.pack.switches.iter().filter(|s| s.scope == SwitchScope::Inputs) {
            let default = switch.options.get(switch.default).map_or("", |o| o.title.as_str());
            rows.push(vec![
                switch.title.clone(),
                switch.id.clone(),
                default.to_owned(),
                switch.citation.clone(),
                switch.why.clone(),
            ]);
        }
        Guidance {
            title: lang.template_guidance().to_owned(),
            headings: [
                lang.template_figure(),
                lang.template_column(),
                lang.template_when(),
                lang.template_article(),
                lang.template_meaning(),
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        }
    }
}

fn routes(lang: Lang) -> Vec<String> {
    [Route::None, Route::Local, Route::Inter].map(|r| show_value(lang, Kind::Route, Value::Route(r))).to_vec()
}
