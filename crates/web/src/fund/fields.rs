//! The fields of each act on a source of money, and what was typed into them.

use pages::work_form::{Input, InputKind};
use programme::funds::{Fund, FundAct, Money, Voucher};
use texts::Lang;
use uuid::Uuid;

use super::words;
use crate::sent::{Sent, hinted, required};

/// The fields of a new source.
pub fn opening(lang: Lang, plans: &[(Uuid, String)], sent: &Sent) -> Vec<Input> {
    let money = Money::ALL.map(|money| (money.key().to_owned(), words::money(lang, money).to_owned()));
    let none = (String::new(), lang.fund_no_plan().to_owned());
    let plans = plans.iter().map(|(id, title)| (id.to_string(), title.clone()));
    let plans: Vec<_> = std::iter::once(none).chain(plans).collect();
    vec![
        required(sent.input(InputKind::Line, "ten", lang.fund_name())),
        required(sent.choice("nguon", lang.fund_money(), &money)),
        sent.choice("ke-hoach", lang.fund_plan(), &plans),
    ]
}

/// A new source as it was typed; otherwise a sentence.
pub fn read_opening(lang: Lang, plans: &[(Uuid, String)], sent: &Sent) -> Result<FundAct, String> {
    let money = Money::from_key(&sent.get("nguon")).ok_or_else(|| lang.fund_fault_choice(lang.fund_money()))?;
    let typed = sent.get("ke-hoach");
    let plan = plans.iter().find(|(id, _)| id.to_string() == typed).map(|(id, _)| *id);
    if plan.is_none() && !typed.is_empty() {
        return Err(lang.fund_fault_choice(lang.fund_plan()));
    }
    Ok(FundAct::Open { name: sent.get("ten"), money, plan })
}

/// The fields of an act.
pub fn of(lang: Lang, fund: &Fund, act: &str, sent: &Sent) -> Vec<Input> {
    let mut inputs = match act {
        "budget" | "allot" | "spend" => vec![
            required(sent.input(InputKind::Number, "nam-kinh-phi", lang.fund_year())),
            hinted(required(sent.input(InputKind::Line, "so-tien", lang.fund_amount())), lang.fund_amount_hint()),
            required(sent.input(InputKind::Line, "so", lang.fund_document())),
            required(sent.input(InputKind::Date, "ngay", lang.fund_document_day())),
        ],
        "cancel" => vec![required(sent.choice("khoan", lang.fund_entry(), &entries(lang, fund)))],
        _ => Vec::new(),
    };
    match act {
        "spend" => inputs.extend([
            required(sent.input(InputKind::Line, "viec-chi", lang.fund_purpose())),
            hinted(sent.input(InputKind::Line, "ly-do", lang.fund_over_reason()), lang.fund_over_hint()),
        ]),
        "cancel" | "close" => inputs.push(required(sent.input(InputKind::Line, "ly-do", lang.fund_reason()))),
        _ => {}
    }
    inputs
}

/// What was typed, as an act; otherwise a sentence.
pub fn read(lang: Lang, act: &str, sent: &Sent) -> Result<FundAct, String> {
    let reason = sent.get("ly-do");
    match act {
        "budget" => {
            Ok(FundAct::Budget { year: year(lang, sent)?, amount: amount(lang, sent)?, voucher: voucher(lang, sent)? })
        }
        "allot" => {
            Ok(FundAct::Allot { year: year(lang, sent)?, amount: amount(lang, sent)?, voucher: voucher(lang, sent)? })
        }
        "spend" => Ok(FundAct::Spend {
            year: year(lang, sent)?,
            amount: amount(lang, sent)?,
            voucher: voucher(lang, sent)?,
            purpose: sent.get("viec-chi"),
            over: Some(reason).filter(|reason| !reason.is_empty()),
        }),
        "cancel" => {
            let entry = sent.get("khoan").parse();
            Ok(FundAct::Cancel { entry: entry.map_err(|_| lang.fund_fault_choice(lang.fund_entry()))?, reason })
        }
        _ => Ok(FundAct::Close { reason }),
    }
}

fn entries(lang: Lang, fund: &Fund) -> Vec<(String, String)> {
    let entry = |line: &programme::funds::Line| {
        let text = format!(
            "{} {}: {} · {}",
            words::what(lang, line.what),
            line.year,
            words::dong(lang, line.amount),
            line.voucher.number
        );
        (line.id.to_string(), text)
    };
    fund.live().map(entry).collect()
}

fn year(lang: Lang, sent: &Sent) -> Result<i16, String> {
    let typed = sent.get("nam-kinh-phi");
    typed.parse().map_err(|_| lang.fund_fault_year(&typed))
}

fn voucher(lang: Lang, sent: &Sent) -> Result<Voucher, String> {
    let typed = sent.get("ngay");
    let date = crate::days::read(&typed).ok_or_else(|| lang.fund_fault_day(lang.fund_document_day(), &typed))?;
    Ok(Voucher { number: sent.get("so"), date })
}

/// Whole đồng; thousands may be set apart, and then in threes, so that `1.5` is no fifteen.
fn amount(lang: Lang, sent: &Sent) -> Result<u64, String> {
    let typed = sent.get("so-tien");
    read_amount(&typed).ok_or_else(|| lang.fund_fault_amount(&typed))
}

fn read_amount(typed: &str) -> Option<u64> {
    let parts: Vec<&str> = typed.split(['.', ' ']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = parts.split_first()?;
    let in_threes = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|part| part.len() == 3));
    (parts.iter().all(digits) && in_threes).then(|| parts.concat().parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::read_amount;

    #[test]
    fn amounts_are_whole_dong() {
        assert_eq!(read_amount("25000000"), Some(25_000_000));
        assert_eq!(read_amount("25.000.000"), Some(25_000_000));
        assert_eq!(read_amount("25 000 000"), Some(25_000_000));
        for bad in ["", "1.5", "1.50", "25,5", "-3", "25.000.00", "1..000", "25 triệu", "99999999999999999999999"] {
            assert_eq!(read_amount(bad), None, "{bad}");
        }
    }
}
