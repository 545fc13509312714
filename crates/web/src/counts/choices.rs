//! What was chosen where the text of the criteria is silent, in addresses and forms: the name of a switch, and 1 or 0.

use app::counts::{say_counted, say_switch};
use domain::counts::{Choices, SWITCHES, Switch};
use pages::counts::Switchable;
use texts::Lang;

use crate::cx::Cx;

/// What an address chooses; whatever is no choice leaves the default.
pub fn read(cx: &Cx) -> Choices {
    let mut choices = Choices::default();
    for switch in SWITCHES {
        let on = match cx.value(switch.id) {
            Some("1") => true,
            Some("0") => false,
            _ => continue,
        };
        // one of the switches by construction
        let _ = choices.choose(switch.id, on);
    }
    choices
}

/// What was chosen otherwise than by default, as parts of an address.
pub fn query(choices: &Choices) -> impl Iterator<Item = String> {
    choices.chosen().map(|(switch, on)| written(switch, on))
}

/// The same in one field of a form.
pub fn field(choices: Choices) -> String {
    query(&choices).collect::<Vec<_>>().join(" ")
}

/// Reads [`field`]; the word that is no choice where there is one.
pub fn of_field(text: &str) -> Result<Choices, String> {
    let mut choices = Choices::default();
    for word in text.split_whitespace() {
        let known = match word.split_once('=') {
            Some((id, "1")) => choices.choose(id, true),
            Some((id, "0")) => choices.choose(id, false),
            _ => false,
        };
        if !known {
            return Err(word.to_owned());
        }
    }
    Ok(choices)
}

/// A switch as a form offers it, without the people whom it is about.
pub fn offered(lang: Lang, switch: &Switch, choices: Choices) -> Switchable {
    let option = |on: bool| {
        let word = say_counted(lang, on);
        if on == switch.default { format!("{word} ({})", lang.counts_switch_default()) } else { word.to_owned() }
    };
    Switchable {
        key: switch.id,
        text: say_switch(lang, switch.id),
        on: choices.on(switch.id),
        yes: option(true),
        no: option(false),
        owner: lang.counts_confirm(format!("{} · {}", switch.owner, switch.citation)),
        people: Vec::new(),
    }
}

fn written(switch: &Switch, on: bool) -> String {
    format!("{}={}", switch.id, u8::from(on))
}

#[cfg(test)]
mod tests {
    use domain::counts::{Choices, SWITCHES};

    use super::{field, of_field};

    #[test]
    fn what_was_chosen_is_read_back_and_nothing_else() {
        let mut choices = Choices::default();
        assert_eq!(field(choices), "", "the default needs no words");
        for switch in SWITCHES {
            assert!(choices.choose(switch.id, !switch.default));
            assert_eq!(of_field(&field(choices)), Ok(choices));
        }
        for wrong in ["nobody=1", "post_on_file", "post_on_file=2"] {
            assert_eq!(of_field(wrong), Err(wrong.to_owned()));
        }
    }
}
