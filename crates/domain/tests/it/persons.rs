use domain::persons::{
    Act, Basis, Change, Doing, Field, Holder, Identity, IdentityFault, PersonError, Query, Rank, Sealed, Standing,
    correct, erase, erase_again, open, transfer,
};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

const DAY: Date = date(2026, 7, 15);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn holder(n: u128) -> Holder {
    Holder { unit: UnitId(id(n)), province_code: "38".to_owned() }
}

fn doing(n: u128, occurred_on: Date) -> Doing {
    let basis = Basis {
        clause: "điều giả định".to_owned(), document_number: format!("{n}/QĐ-GĐ"), document_date: DAY
    };
    // 2026-07-15 00:30 in Hà Nội, still the 14th in Greenwich
    let at = "2026-07-14T17:30:00Z".parse::<Timestamp>().expect("an instant");
    Doing { id: id(100 + n), occurred_on, at, basis }
}

fn identity() -> Identity {
    Identity::new([
        (Field::FullName, "Giả  Định Hoà"),
        (Field::BirthDate, "1990"),
        (Field::Id12, "0970 9000 0001"),
        (Field::Phone, ""),
    ])
    .expect("an identity")
}

fn opened() -> Standing {
    open(id(1), holder(11), identity(), doing(1, date(2026, 7, 10))).expect("opens").standing().clone()
}

#[test]
fn fields_come_into_one_form() {
    let it = identity();
    assert_eq!(it.get(Field::FullName), Some("Giả Định Hoà"));
    assert_eq!(it.get(Field::Id12), Some("097090000001"));
    assert_eq!((it.get(Field::Phone), it.birth_year()), (None, Some(1990)));
    let put_right = it.corrected([(Field::BirthDate, "1990-02-28"), (Field::Id12, "")]).expect("an identity");
    assert_eq!((put_right.get(Field::BirthDate), put_right.get(Field::Id12)), (Some("1990-02-28"), None));
    assert_eq!(put_right.get(Field::FullName), it.get(Field::FullName));
}

#[test]
fn what_is_no_identity_is_refused_by_field() {
    let name = (Field::FullName, "Giả Định");
    for (field, text, fault) in [
        (Field::FullName, "  ", IdentityFault::NoName),
        (Field::Id12, "09709000000", IdentityFault::Malformed(Field::Id12)),
        (Field::Id9, "09709000x", IdentityFault::Malformed(Field::Id9)),
        (Field::Sex, "nam", IdentityFault::Malformed(Field::Sex)),
        (Field::BirthDate, "1990-02-30", IdentityFault::Malformed(Field::BirthDate)),
        (Field::BirthDate, "+990", IdentityFault::Malformed(Field::BirthDate)),
        (Field::BirthDate, "1890", IdentityFault::Malformed(Field::BirthDate)),
        (Field::Dwelling, "a\u{7}b", IdentityFault::Malformed(Field::Dwelling)),
    ] {
        assert_eq!(Identity::new([name, (field, text)]), Err(fault), "{field:?} {text}");
    }
    assert_eq!(
        Identity::new([name, (Field::Dwelling, &*"a".repeat(501))]),
        Err(IdentityFault::TooLong(Field::Dwelling))
    );
}

#[test]
fn debugging_shows_fields_and_nothing_in_them() {
    assert_eq!(format!("{:?}", identity()), "[FullName, BirthDate, Id12]");
}

#[test]
fn an_act_without_law_or_paper_is_refused() {
    let with = |basis: &dyn Fn(&mut Basis)| {
        let mut doing = doing(1, DAY);
        basis(&mut doing.basis);
        open(id(1), holder(11), identity(), doing).map(drop)
    };
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|basis| basis.clause = " ".to_owned()), Err(PersonError::NoBasis));
    assert_eq!(with(&|basis| basis.document_number.clear()), Err(PersonError::NoBasis));
    assert_eq!(with(&|basis| basis.clause = "a\nb".to_owned()), Err(PersonError::NotALine));
    let tomorrow = date(2026, 7, 16);
    assert_eq!(with(&|basis| basis.document_date = tomorrow), Err(PersonError::NotYet { on: tomorrow }));
    assert_eq!(
        open(id(1), holder(11), identity(), doing(1, tomorrow)).map(drop),
        Err(PersonError::NotYet { on: tomorrow })
    );
}

#[test]
fn a_file_moves_forward_only() {
    let start = opened();
    let moved = transfer(&start, holder(12), doing(2, date(2026, 7, 12))).expect("moves");
    let version = moved.version();
    assert_eq!((version.number, version.act, &version.holder), (2, Act::Transfer, &holder(12)));
    assert!(moved.identity().is_none(), "a key moves, no field is sealed anew");
    let there = moved.standing().clone();
    assert_eq!(there.placed_on, date(2026, 7, 12));
    assert_eq!(transfer(&there, holder(12), doing(3, DAY)).map(drop), Err(PersonError::SameUnit));
    let early = date(2026, 7, 11);
    let too_early = PersonError::TooEarly { on: early, since: date(2026, 7, 12) };
    assert_eq!(transfer(&there, holder(11), doing(3, early)).map(drop), Err(too_early));
    assert_eq!(correct(&there, identity(), doing(3, early)).map(drop), Err(too_early));
}

#[test]
fn destroying_takes_two_people_and_ends_everything() {
    let (start, two) = (opened(), [id(7), id(8)]);
    for alone in [[id(7), id(7)], [id(7), Uuid::nil()], [Uuid::nil(), id(7)]] {
        assert_eq!(erase(&start, alone, doing(2, DAY)).map(drop), Err(PersonError::OneApprover));
    }
    let gone = erase(&start, two, doing(2, DAY)).expect("two agree");
    assert_eq!((gone.version().act, gone.version().approved_by), (Act::Erase, Some(two)));
    let gone = gone.standing().clone();
    assert!(gone.erased);
    assert_eq!(correct(&gone, identity(), doing(3, DAY)).map(drop), Err(PersonError::Erased));
    assert_eq!(transfer(&gone, holder(12), doing(3, DAY)).map(drop), Err(PersonError::Erased));
    assert_eq!(erase(&gone, two, doing(3, DAY)).map(drop), Err(PersonError::Erased));
    assert_eq!(erase_again(&gone, doing(3, DAY)).map(drop), Err(PersonError::Erased));
}

#[test]
fn every_field_is_sealed_also_the_empty_ones() {
    let change = open(id(1), holder(11), identity(), doing(1, DAY)).expect("opens");
    let sealed: Change<Sealed> =
        change.sealed(|field, text| Ok::<_, ()>(format!("{}={text}", field.key()).into_bytes())).expect("seals");
    let fields = sealed.identity().expect("opening brings an identity").fields();
    assert_eq!(fields.len(), Field::ALL.len());
    assert!(fields.contains(&b"phone=".to_vec()));
}

#[test]
fn names_are_found_however_they_are_typed() {
    let rank = |typed: &str, name: &str, born: Option<i16>| Query::new(typed).expect("words").rank(name, born);
    for (typed, name, born, expected) in [
        ("Giả Định Hoà", "Giả Định Hòa", None, Some(Rank::Marked)),
        ("gia\u{309} đi\u{323}nh hòa", "Giả Định Hòa", None, Some(Rank::Marked)),
        ("gia dinh hoa", "Giả Định Hòa", None, Some(Rank::Plain)),
        ("hoa dinh gia", "Giả Định Hòa", None, Some(Rank::Plain)),
        ("Dao Giả", "Đào Giả", None, Some(Rank::Plain)),
        ("Lí Giả", "Lý Giả", None, Some(Rank::Plain)),
        ("H'Giả Êban", "H’Giả Êban", None, Some(Rank::Marked)),
        ("hoa 1990", "Giả Định Hòa", Some(1990), Some(Rank::GivenAndYear)),
        ("hoa 1991", "Giả Định Hòa", Some(1990), None),
        ("hoa 1990", "Giả Định Hòa", None, Some(Rank::Words)),
        ("dinh hoa", "Giả Định Hòa", None, Some(Rank::Words)),
        ("gdh", "Giả Định Hòa", None, Some(Rank::Initials)),
        ("g", "Giả Định Hòa", None, None),
        ("hoang", "Giả Định Hòa", None, None),
        ("gia gia", "Giả Định Hòa", None, None),
    ] {
        assert_eq!(rank(typed, name, born), expected, "{typed} / {name}");
    }
    assert!(Query::new(" 1990 ").is_none(), "a year alone is no name");
}

#[test]
fn nobody_is_taken_for_older_than_their_birth_is_known() {
    let born = |text: &str| {
        let fields = [(Field::FullName, "Người Giả Định"), (Field::BirthDate, text)];
        Identity::new(fields).expect("a sound identity").born_at_latest()
    };
    assert_eq!(born("2011"), Some(date(2011, 12, 31)));
    assert_eq!(born("2012-02"), Some(date(2012, 2, 29)));
    assert_eq!(born("2011-03-01"), Some(date(2011, 3, 1)));
    assert_eq!(born(""), None);
}
