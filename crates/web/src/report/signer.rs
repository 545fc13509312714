//! The fields in which is named who signs the paper of a report.

use app::reports::say_capacity;
use pages::work_form::{Input, InputKind};
use programme::reports::{Capacity, Signer};
use texts::Lang;

use crate::sent::{Sent, hinted, required};

/// The fields; where somebody must be named, the name cannot be left out.
pub(super) fn signer_inputs(sent: &Sent, lang: Lang, must: bool) -> Vec<Input> {
    let capacities: Vec<(String, String)> = Capacity::ALL
        .into_iter()
        .map(|capacity| (capacity.key().to_owned(), say_capacity(capacity, lang).to_owned()))
        .collect();
    let line = |name: &str, label: &str, hint: &str| hinted(sent.input(InputKind::Line, name, label), hint);
    let name = line("nguoi-ky", lang.reports_i_signer_name(), lang.reports_signer_name_hint());
    vec![
        sent.choice("quyen-han-ky", lang.reports_i_signer_capacity(), &capacities),
        if must { required(name) } else { name },
        line("chuc-vu-ky", lang.reports_i_signer_post(), lang.reports_signer_post_hint()),
        line("cap-bac-ky", lang.reports_i_signer_rank(), lang.reports_signer_rank_hint()),
    ]
}

/// Who was named already.
pub(super) fn begin_signer(sent: &mut Sent, signer: Option<&Signer>) {
    let Some(signer) = signer else { return };
    sent.put("quyen-han-ky", signer.capacity.key());
    sent.put("nguoi-ky", signer.name.clone());
    sent.put("chuc-vu-ky", signer.post.clone().unwrap_or_default());
    sent.put("cap-bac-ky", signer.rank.clone().unwrap_or_default());
}

/// As it was typed; whether it can be kept the chain of the report decides.
pub(super) fn read_signer(sent: &Sent) -> Signer {
    let some = |key: &str| Some(sent.get(key)).filter(|text| !text.is_empty());
    Signer {
        capacity: Capacity::from_key(sent.typed("quyen-han-ky")).unwrap_or_default(),
        name: sent.get("nguoi-ky"),
        post: some("chuc-vu-ky"),
        rank: some("cap-bac-ky"),
    }
}
