//! The canonical form of what an entry is about.

use uuid::Uuid;
use vault::Digest;
use vault::payload::Payload;

fn of(fields: fn(&mut Payload) -> &mut Payload) -> Digest {
    let mut payload = Payload::new("facts");
    fields(&mut payload);
    payload.digest()
}

#[test]
fn the_form_is_lengths_and_bytes() {
    let bytes = [
        &[0, 0, 0, 0, 0, 0, 0, 5][..],
        b"facts",
        &[0, 0, 0, 0, 0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
        &[0xff; 8],
        &[0, 0, 0, 0, 0, 0, 0, 16],
        &[0xff; 16],
        &[0, 0, 0, 0, 0, 0, 0, 3],
        "xã".as_bytes(),
    ]
    .concat();
    let digest = of(|it| it.number(-2).absent().id(Uuid::max()).text("xã"));
    assert_eq!(digest, Digest::of(&bytes));
    let optional = of(|it| {
        it.number_or_absent(Some(-2)).id_or_absent(None).id_or_absent(Some(Uuid::max())).text_or_absent(Some("xã"))
    });
    assert_eq!(optional, digest);
}

#[test]
fn other_fields_give_another_digest() {
    let forms: [fn(&mut Payload) -> &mut Payload; 8] = [
        |it| it,
        |it| it.text(""),
        |it| it.absent(),
        |it| it.text("").text(""),
        |it| it.text("ab"),
        |it| it.text("a").text("b"),
        |it| it.text_or_absent(None).number_or_absent(None),
        |it| it.number(0),
    ];
    let mut all = vec![Payload::new("hamlets").digest()];
    all.extend(forms.map(of));
    for (at, one) in all.iter().enumerate() {
        assert!(!all[..at].contains(one), "{at}");
    }
}
