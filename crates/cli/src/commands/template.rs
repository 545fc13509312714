//! `anlanh template`: workbooks to fill in.

use app::template::Template;
use domain::units::Level;
use texts::Lang;

use crate::args;
use crate::args::TemplateWhat;
use crate::output::{Failure, deliver, say};
use crate::wiring;

pub fn run(args: &args::Template, lang: Lang) -> Result<(), Failure> {
    let TemplateWhat::Facts { province, year, level, out } = &args.what;
    let packs = wiring::packs(lang)?;
    let pack = packs.iter().find(|p| p.id == app::DEFAULT_PACK);
    let pack = pack.ok_or_else(|| Failure::Usage(lang.cli_unknown_pack(app::DEFAULT_PACK, "")))?;
    let window =
        pack.window(*year).filter(|w| pack.covers(*w)).ok_or_else(|| Failure::Usage(lang.refusal_year(year)))?;
    let register = domain::units::shipped().map_err(|e| Failure::Fault(e.to_string()))?;
    let province = match province {
        None => None,
        Some(code) => match register.at_code(code, Level::Province, window.to) {
            Some(found) => Some(found),
            None => return Err(Failure::Usage(lang.cli_unknown_province(code))),
        },
    };
    let template = Template { pack, register: &register, level: (*level).into(), year: *year, window, province, lang };
    let bytes = template.write().map_err(|e| Failure::Fault(e.to_string()))?;
    deliver(Some(out), |file| file.write_all(&bytes))?;
    say(&lang.cli_written(out.display()))
}
