use super::{Secret, decrypt, encrypt};

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal")).collect()
}

/// Cases 13 to 16 of the specification of GCM (`McGrew`, Viega 2005, appendix B), the ones with 256-bit keys and
/// 96-bit nonces, through the two calls that everything sealed goes through.
#[test]
fn the_cipher_is_the_one_of_the_specification() {
    const KEY: &str = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    const IV: &str = "cafebabefacedbaddecaf888";
    const PLAIN: &str = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
                         1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
    const CIPHER: &str = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                          8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
    let (zero_key, zero_iv) = ("00".repeat(32), "00".repeat(12));
    let cases = [
        (zero_key.as_str(), zero_iv.as_str(), String::new(), "", String::new(), "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            &zero_key,
            &zero_iv,
            "00".repeat(16),
            "",
            "cea7403d4d606b6e074ec5d3baf39d18".to_owned(),
            "d0d1c8a799996bf0265b98b5d48ab919",
        ),
        (KEY, IV, PLAIN.to_owned(), "", CIPHER.to_owned(), "b094dac5d93471bdec1a502270e3cc6c"),
        (
            KEY,
            IV,
            PLAIN[..120].to_owned(),
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            CIPHER[..120].to_owned(),
            "76fc6ece0f4e1768cddf8853bb2d551b",
        ),
    ];
    for (key, nonce, plain, bound, cipher, tag) in cases {
        let key = Secret::new(hex(key).try_into().expect("32 bytes"));
        let nonce = hex(nonce).try_into().expect("12 bytes");
        let mut body = hex(&plain);
        let made = encrypt(&key, nonce, &hex(bound), &mut body).expect("short");
        assert_eq!((body.clone(), made.to_vec()), (hex(&cipher), hex(tag)));
        body.extend(made);
        assert_eq!(*decrypt(&key, nonce, &hex(bound), &body).expect("whole"), hex(&plain));
    }
}
