//! Trees and proofs, against the values that certificate logs are tested with, and against themselves.

use proptest::prelude::*;
use vault::Digest;
use vault::tree::{
    Frontier, consistency_path, empty_root, inclusion_path, leaf, prove, root_of, verify_consistency, verify_inclusion,
};

/// The entries of the reference tree of RFC 6962's authors.
const ENTRIES: [&[u8]; 8] =
    [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"];

/// Its roots at sizes 1 to 8.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const A: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const B: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const C: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const D: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const E: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const F: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

type Holds<'a> = &'a dyn Fn(&[Digest]) -> bool;

fn digest(hex: &str) -> Digest {
    let byte = |at: usize| u8::from_str_radix(&hex[at * 2..at * 2 + 2], 16).expect("hexadecimal");
    Digest::from(std::array::from_fn::<u8, 32, _>(byte))
}

fn reference() -> Vec<Digest> {
    ENTRIES.iter().map(|bytes| leaf(bytes)).collect()
}

#[test]
fn roots_are_those_of_the_reference_tree() {
    assert_eq!(empty_root(), digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert_eq!(Frontier::new().root(), empty_root());
    let leaves = reference();
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(root_of(leaves[..size].iter().copied()), digest(root), "size {size}");
    }
}

#[test]
fn proofs_are_those_of_the_reference_tree() {
    let leaves = reference();
    let inclusion: [(u64, u64, &[&str]); 5] =
        [(0, 1, &[]), (0, 8, &[A, B, C]), (5, 8, &[D, E, ROOTS[3]]), (2, 3, &[ROOTS[1]]), (1, 5, &[ROOTS[0], B, D])];
    for (index, size, wanted) in inclusion {
        let path = inclusion_path(index, size).expect("it is there");
        let wanted: Vec<Digest> = wanted.iter().map(|hex| digest(hex)).collect();
        assert_eq!(prove(&path, &leaves), Some(wanted), "inclusion of {index} in {size}");
    }
    let consistency: [(u64, u64, &[&str]); 5] =
        [(1, 1, &[]), (0, 8, &[]), (1, 8, &[A, B, C]), (6, 8, &[F, E, ROOTS[3]]), (2, 5, &[B, D])];
    for (from, to, wanted) in consistency {
        let path = consistency_path(from, to).expect("it grew");
        let wanted: Vec<Digest> = wanted.iter().map(|hex| digest(hex)).collect();
        assert_eq!(prove(&path, &leaves), Some(wanted), "consistency of {from} with {to}");
    }
}

#[test]
fn nothing_is_proved_of_what_is_not_there() {
    assert_eq!(inclusion_path(3, 3), None);
    assert_eq!(inclusion_path(0, 0), None);
    assert_eq!(consistency_path(4, 3), None);
    assert_eq!(prove(&inclusion_path(0, 9).expect("of nine"), &reference()), None);
    let root = root_of(reference());
    assert!(!verify_inclusion(&leaf(b""), 8, 8, &root, &[]));
    assert!(!verify_inclusion(&leaf(b""), 0, 0, &leaf(b""), &[]));
    assert!(!verify_consistency(8, &root, 7, &root, &[]));
    assert!(!verify_consistency(0, &root, 8, &root, &[]), "a log without entries has one root only");
}

#[test]
fn a_proof_of_another_length_than_the_sizes_have_shows_nothing() {
    let [a, b] = [leaf(b"a"), leaf(b"b")];
    let both = root_of([a, b]);
    assert!(verify_inclusion(&a, 0, 1, &a, &[]) && !verify_inclusion(&a, 0, 2, &a, &[]));
    assert!(verify_inclusion(&a, 0, 2, &both, &[b]) && !verify_inclusion(&a, 0, 3, &both, &[b]));
    assert!(verify_consistency(1, &a, 2, &both, &[b]) && !verify_consistency(1, &a, 3, &both, &[b]));
    assert!(verify_consistency(2, &both, 2, &both, &[]) && !verify_consistency(2, &both, 2, &both, &[b]));
    let nothing = empty_root();
    assert!(verify_consistency(0, &nothing, 2, &both, &[]) && !verify_consistency(0, &nothing, 2, &both, &[b]));
    assert_eq!(Frontier::from_bytes(u64::MAX, &[0; 64 * 32]), None, "a log without room for another leaf");
}

/// Both ways of every size up to 40: what holds is shown, and shows nothing else.
#[test]
fn every_small_log_is_proved_in_every_way() {
    let leaves: Vec<Digest> = (0u8..40).map(|at| leaf(&[at])).collect();
    let roots: Vec<Digest> = (0..=leaves.len()).map(|size| root_of(leaves[..size].iter().copied())).collect();
    for (to, to_root) in (0u64..).zip(&roots).skip(1) {
        for index in 0..to {
            let proof = prove(&inclusion_path(index, to).expect("inside"), &leaves).expect("all leaves are there");
            for (at, other) in leaves.iter().enumerate() {
                let holds = verify_inclusion(other, index, to, to_root, &proof);
                assert_eq!(holds, at as u64 == index, "leaf {at} at {index} of {to}");
            }
        }
        for (from, from_root) in (0..=to).zip(&roots) {
            let proof = prove(&consistency_path(from, to).expect("it grew"), &leaves).expect("all leaves are there");
            for (at, other) in roots.iter().enumerate() {
                let holds = verify_consistency(from, other, to, to_root, &proof);
                assert_eq!(holds, at as u64 == from, "root of {at} as that of {from} in {to}");
                let holds = verify_consistency(from, from_root, to, other, &proof);
                // from nothing everything grows
                assert_eq!(holds, at as u64 == to || (from == 0 && to > 0), "root of {at} as that of {to} from {from}");
            }
        }
    }
}

proptest! {
    #[test]
    fn a_kept_frontier_goes_on_where_it_stopped(before in 0u64..200, after in 0u64..60) {
        let leaf_of = |at: u64| leaf(&at.to_be_bytes());
        let kept: Frontier = (0..before).map(leaf_of).collect();
        let bytes = kept.to_bytes();
        let mut woken = Frontier::from_bytes(before, &bytes).expect("as kept");
        prop_assert_eq!(&woken, &kept);
        (before..before + after).for_each(|at| woken.push(leaf_of(at)));
        prop_assert_eq!(woken.root(), root_of((0..before + after).map(leaf_of)));
        prop_assert_eq!(woken.size(), before + after);
        prop_assert!(Frontier::from_bytes(before, &[bytes.as_slice(), &[0; 32]].concat()).is_none());
        prop_assert!(Frontier::from_bytes(before, &[bytes.as_slice(), &[0]].concat()).is_none());
    }

    #[test]
    fn a_proof_with_anything_changed_shows_nothing(
        size in 2u64..700, at: prop::sample::Index, from: prop::sample::Index, which: prop::sample::Index, bit in 0usize..256,
    ) {
        let leaves: Vec<Digest> = (0..size).map(|at| leaf(&at.to_be_bytes())).collect();
        let root = root_of(leaves.iter().copied());
        let index = at.index(leaves.len());
        let from = 1 + from.index(leaves.len() - 1);
        let from_root = root_of(leaves[..from].iter().copied());
        let included = |proof: &[Digest]| verify_inclusion(&leaves[index], index as u64, size, &root, proof);
        let consistent = |proof: &[Digest]| verify_consistency(from as u64, &from_root, size, &root, proof);
        let inclusion = prove(&inclusion_path(index as u64, size).expect("inside"), &leaves).expect("leaves");
        let consistency = prove(&consistency_path(from as u64, size).expect("grew"), &leaves).expect("leaves");
        prop_assert!(included(&inclusion) && consistent(&consistency));
        let holds: [(&[Digest], Holds<'_>); 2] = [(&inclusion, &included), (&consistency, &consistent)];
        for (proof, holds) in holds {
            let mut flipped = proof.to_vec();
            let one = which.index(flipped.len());
            let mut bytes = *flipped[one].bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            flipped[one] = bytes.into();
            prop_assert!(!holds(&flipped));
            let mut shorter = proof.to_vec();
            shorter.remove(one);
            prop_assert!(!holds(&shorter));
            let mut longer = proof.to_vec();
            longer.insert(one, root);
            prop_assert!(!holds(&longer));
            prop_assert!(!holds(&[proof, &[root]].concat()));
        }
    }

    #[test]
    fn arbitrary_proofs_neither_hold_nor_panic(
        at: u64, from: u64, size: u64, proof in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let proof: Vec<Digest> = proof.into_iter().map(Digest::from).collect();
        prop_assert!(!verify_inclusion(&leaf(b"a"), at, size, &leaf(b"b"), &proof));
        prop_assert!(!verify_consistency(from, &leaf(b"a"), size, &leaf(b"b"), &proof));
    }
}
