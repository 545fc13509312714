//! A passkey in software, which can also do what no honest one does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use uuid::Uuid;

/// Whom it takes our pages for, unless told otherwise.
pub const ORIGIN: &str = "https://anlanh.test";
const RP_ID: &str = "anlanh.test";

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// Its key pair and how it answers.
pub struct Authenticator {
    pair: EcdsaKeyPair,
    id: Vec<u8>,
    user: Vec<u8>,
    /// How often it has signed.
    pub counter: u32,
    /// The address of the page that it believes to be asked by.
    pub origin: String,
    /// The host that its key is bound to.
    pub rp_id: String,
    /// Whether it makes sure of its user.
    pub verifies: bool,
}

impl Authenticator {
    /// A fresh one, honest.
    pub fn new(n: u8) -> Self {
        let random = SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a pair");
        Self {
            pair: pair(der.as_ref()),
            id: [vec![n; 16], digest(&SHA256, der.as_ref()).as_ref().to_vec()].concat(),
            user: Vec::new(),
            counter: 0,
            origin: ORIGIN.to_owned(),
            rp_id: RP_ID.to_owned(),
            verifies: true,
        }
    }

    /// What a browser sends after `navigator.credentials.create`.
    pub fn make<T: serde::de::DeserializeOwned>(&mut self, options: &impl serde::Serialize) -> T {
        let options = serde_json::to_value(options).expect("options are JSON");
        let options = &options["publicKey"];
        self.user = B64.decode(text(&options["user"]["id"])).expect("base64");
        let client = self.client("webauthn.create", text(&options["challenge"]));
        let (length, point) = (u16::try_from(self.id.len()).expect("short"), self.pair.public_key().as_ref());
        let cose = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20][..],
            &point[1..33],
            &[0x22, 0x58, 0x20],
            &point[33..65],
        ]
        .concat();
        let data = [self.head(ATTESTED), vec![0; 16], length.to_be_bytes().to_vec(), self.id.clone(), cose].concat();
        let size = u8::try_from(data.len()).expect("short");
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", &[size][..], &data].concat();
        let answer = json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key",
            "response": { "attestationObject": B64.encode(object), "clientDataJSON": B64.encode(client) },
            "extensions": {},
        });
        serde_json::from_value(answer).expect("a credential")
    }

    /// What a browser sends after `navigator.credentials.get`.
    pub fn sign<T: serde::de::DeserializeOwned>(&mut self, options: &impl serde::Serialize) -> T {
        let options = serde_json::to_value(options).expect("options are JSON");
        let client = self.client("webauthn.get", text(&options["publicKey"]["challenge"]));
        self.counter += 1;
        let data = self.head(0);
        let signed = [data.clone(), digest(&SHA256, client.as_bytes()).as_ref().to_vec()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("signs");
        let answer = json!({
            "id": B64.encode(&self.id), "rawId": B64.encode(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": B64.encode(data), "clientDataJSON": B64.encode(client),
                "signature": B64.encode(signature.as_ref()), "userHandle": B64.encode(&self.user),
            },
            "extensions": {},
        });
        serde_json::from_value(answer).expect("an assertion")
    }

    /// Says that it is of another account.
    pub fn pose_as(&mut self, account: Uuid) {
        self.user = account.as_bytes().to_vec();
    }

    /// The same name, another key behind it.
    pub fn forge(&mut self) {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).expect("a pair");
        self.pair = pair(der.as_ref());
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let hash = digest(&SHA256, self.rp_id.as_bytes());
        [hash.as_ref(), &[PRESENT | verified | more], &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, challenge: &str) -> String {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string()
    }
}

fn pair(der: &[u8]) -> EcdsaKeyPair {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der, &SystemRandom::new()).expect("a pair")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
