//! Keys, notes and checkpoints.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use vault::Digest;
use vault::checkpoint::{Checkpoint, CheckpointFault};
use vault::key::{KeyFault, SigningKey, VerifyingKey, pkcs8_of_seed};
use vault::note::{Note, NoteFault, SIGNATURES_MAX};
use vault::tree::leaf;

use super::sample::{ORIGIN, foreign_key, key, note};

/// Key and note of the package in which the format was first published.
const PUBLISHED_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PUBLISHED_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: ORIGIN.to_owned(), size: 12, root: leaf("giả định".as_bytes()), extensions: Vec::new() }
}

fn note_fault(note: &str) -> CheckpointFault {
    Checkpoint::open(note, key().verifying()).expect_err("refused")
}

#[test]
fn a_published_note_opens_with_its_published_key() {
    let key: VerifyingKey = PUBLISHED_KEY.parse().expect("a key");
    assert_eq!((key.name(), key.id_text().as_str()), ("PeterNeumann", "c74f20a3"));
    assert_eq!(key.to_string(), PUBLISHED_KEY);
    let note = Note::parse(PUBLISHED_NOTE).expect("a note");
    assert!(note.open(&key).expect("signed").ends_with("what your problem is.\n"));
    assert_eq!(note.to_string(), PUBLISHED_NOTE);
    let altered = Note::parse(&PUBLISHED_NOTE.replace("answer", "Answer")).expect("a note");
    assert_eq!(altered.open(&key), Err(NoteFault::WrongSignature));
    assert_eq!(Checkpoint::open(PUBLISHED_NOTE, &key), Err(CheckpointFault::NotACheckpoint));
}

#[test]
fn a_seed_gives_the_key_of_rfc_8032() {
    // RFC 8032 §7.1, test 1
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let bytes = |hex: &str| std::array::from_fn(|at| u8::from_str_radix(&hex[at * 2..][..2], 16).expect("hex"));
    let key = SigningKey::from_pkcs8("rfc", &pkcs8_of_seed(&bytes(seed))).expect("a key");
    assert_eq!(*key.verifying(), VerifyingKey::new("rfc", bytes(public)).expect("a key"));
}

#[test]
fn a_signing_key_does_not_show_itself() {
    let shown = format!("{:?}", key());
    assert_eq!(shown, format!("SigningKey(of {})", key().verifying()));
    let seed = [7u8; 32];
    for secret in [format!("{seed:?}"), "07070707".to_owned(), "BwcHBwcH".to_owned()] {
        assert!(!shown.contains(&secret), "{shown}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    let sound = pkcs8_of_seed(&[7; 32]);
    for der in [&sound[..47], &[&sound[..], &[0]].concat(), &sound[16..], b"", &[0; 48]] {
        assert_eq!(SigningKey::from_pkcs8(ORIGIN, der).err(), Some(KeyFault::NotAKey));
    }
    for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b", &"x".repeat(256)] {
        assert_eq!(SigningKey::from_pkcs8(name, &sound).err(), Some(KeyFault::Name), "{name}");
    }
    let text = key().verifying().to_string();
    assert_eq!(text.parse::<VerifyingKey>().as_ref(), Ok(key().verifying()));
    let other_name = text.replacen("anlanh", "anders", 1);
    for text in ["", "a", "a+b", "a+00000000+", "a+00000000+AQ==", &text[..text.len() - 1], &other_name] {
        assert_eq!(text.parse::<VerifyingKey>(), Err(KeyFault::NotAPublicKey), "{text}");
    }
}

#[test]
fn a_checkpoint_comes_back_as_it_was_signed() {
    let mut it = checkpoint();
    for extensions in [vec![], vec!["witnessed weekly".to_owned(), "giả định".to_owned()]] {
        it.extensions = extensions;
        let note = it.signed(&key()).expect("sound");
        assert_eq!(Checkpoint::open(&note, key().verifying()), Ok(it.clone()));
    }
    it.extensions = vec![];
    let note = it.signed(&key()).expect("sound");
    let lead = format!("{ORIGIN}\n12\n{}\n\n\u{2014} {ORIGIN} ", it.root);
    assert!(note.starts_with(&lead), "{note}");
    assert_eq!(it.root.to_string().len(), 44);
}

#[test]
fn what_could_not_be_read_again_is_not_signed() {
    let with = |change: fn(&mut Checkpoint)| {
        let mut it = checkpoint();
        change(&mut it);
        it.signed(&key()).expect_err("refused")
    };
    assert_eq!(with(|it| it.origin = "elsewhere".to_owned()), CheckpointFault::OtherOrigin);
    assert_eq!(with(|it| it.extensions = vec![String::new()]), CheckpointFault::NotACheckpoint);
    assert_eq!(with(|it| it.extensions = vec!["a\nb".to_owned()]), CheckpointFault::NotACheckpoint);
    assert_eq!(with(|it| it.extensions = vec!["a\tb".to_owned()]), CheckpointFault::Note(NoteFault::NotANote));
    assert_eq!(with(|it| it.extensions = vec!["a".repeat(17_000)]), CheckpointFault::Note(NoteFault::NotANote));
}

/// Rows: what is signed by the right key and still no checkpoint.
#[test]
fn signed_text_that_is_no_checkpoint_is_refused() {
    let root = checkpoint().root;
    let spare_bits = format!("{}t=", &root.to_string()[..42]);
    for text in [
        format!("{ORIGIN}\n12\n"),
        format!("{ORIGIN}\n012\n{root}\n"),
        format!("{ORIGIN}\n+12\n{root}\n"),
        format!("{ORIGIN}\n-1\n{root}\n"),
        format!("{ORIGIN}\n18446744073709551616\n{root}\n"),
        format!("{ORIGIN}\n12\n{}\n", &root.to_string()[..40]),
        format!("{ORIGIN}\n12\n{spare_bits}\n"),
        format!("{ORIGIN}\n12\n {root}\n"),
        format!("{ORIGIN}\n12\n{root}\n\nmore\n"),
        format!("\n12\n{root}\n"),
    ] {
        let note = Note::sign(&text, &key()).expect("any text can be signed").to_string();
        assert_eq!(note_fault(&note), CheckpointFault::NotACheckpoint, "{text}");
    }
    let note = Note::sign(&format!("elsewhere\n12\n{root}\n"), &key()).expect("any text").to_string();
    assert_eq!(note_fault(&note), CheckpointFault::OtherOrigin);
}

#[test]
fn another_key_under_the_same_name_is_refused() {
    let forged = note(&foreign_key(), 12, checkpoint().root);
    assert_eq!(note_fault(&forged), CheckpointFault::Note(NoteFault::OtherKey));
    // the forger writes our key's id before his signature
    let theirs = Note::sign("a\n", &foreign_key()).expect("signed").to_string();
    let blob = STANDARD.decode(theirs.trim_end().rsplit(' ').next().expect("a signature")).expect("base64");
    let blob = STANDARD.encode([&key().verifying().id(), &blob[4..]].concat());
    let pretended = Note::parse(&format!("a\n\n\u{2014} {ORIGIN} {blob}\n")).expect("a note");
    assert_eq!(pretended.open(key().verifying()), Err(NoteFault::WrongSignature));
}

#[test]
fn witnesses_may_sign_beside_the_log() {
    let ours = note(&key(), 12, checkpoint().root);
    let witness = SigningKey::from_pkcs8("witness.example", &pkcs8_of_seed(&[9; 32])).expect("a key");
    let text = ours.split_once("\n\n").expect("a note").0.to_owned() + "\n";
    let theirs = Note::sign(&text, &witness).expect("signed").to_string();
    let line = theirs.rsplit_once("\n\n").expect("a note").1;
    let both = format!("{ours}{line}");
    assert_eq!(Checkpoint::open(&both, key().verifying()), Ok(checkpoint()));
    assert_eq!(Note::parse(&both).expect("a note").open(witness.verifying()), Ok(text.as_str()));
    for odd in
        ["wit+ness AAAAAAAA", "wit\u{a0}ness AAAAAAAA", " AAAAAAAA", "witness AAAAAA==", "witness AAAA AAAA", "witness"]
    {
        let fault = note_fault(&format!("{ours}\u{2014} {odd}\n"));
        assert_eq!(fault, CheckpointFault::Note(NoteFault::NotANote), "{odd}");
    }
    let twice = format!("{both}{line}");
    assert_eq!(note_fault(&twice), CheckpointFault::Note(NoteFault::NotANote));
    let many: Vec<String> = (0..SIGNATURES_MAX).map(|at| format!("\u{2014} w{at} AAAAAAAA\n")).collect();
    assert_eq!(note_fault(&format!("{ours}{}", many.concat())), CheckpointFault::Note(NoteFault::NotANote));
}

#[test]
fn every_flip_of_a_checkpoint_is_refused() {
    let note = note(&key(), 12, checkpoint().root);
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(text) = String::from_utf8(bytes) {
                note_fault(&text);
            }
        }
        if note.is_char_boundary(at) {
            note_fault(&note[..at]);
            note_fault(&format!("{}{}", &note[..at], note[at..].chars().skip(1).collect::<String>()));
        }
    }
}

#[test]
fn a_digest_has_one_text() {
    let digest = Digest::of(b"a");
    let text = digest.to_string();
    assert_eq!(text.parse(), Ok(digest));
    for other in [&text[..43], &format!("{text}\n"), &text.replace('=', ""), "", "AAAA"] {
        assert!(other.parse::<Digest>().is_err(), "{other}");
    }
}

proptest! {
    #[test]
    fn arbitrary_text_is_no_note(text in "\\PC{0,80}\n\n— \\PC{0,80}\n") {
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.to_string(), text);
            prop_assert_eq!(note.open(key().verifying()), Err(NoteFault::OtherKey));
        }
    }
}
