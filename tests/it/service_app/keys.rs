//! A private key as people have it: which is read, which is refused, and that none is ever shown.

use certs::config::{Config, OktaAccess, PrivateKey, Problems};
use secrecy::ExposeSecret;

/// One key in every way in which it is written.
pub struct Written {
    pub jwk: &'static str,
    pub pems: &'static [&'static str],
    algorithm: &'static str,
}

pub const RSA: Written = Written {
    jwk: include_str!("keys/rsa.jwk.json"),
    pems: &[include_str!("keys/rsa.pkcs8.pem"), include_str!("keys/rsa.pkcs1.pem")],
    algorithm: "RS256",
};
pub const EC: Written = Written {
    jwk: include_str!("keys/ec.jwk.json"),
    pems: &[include_str!("keys/ec.pkcs8.pem"), include_str!("keys/ec.sec1.pem")],
    algorithm: "ES256",
};

const OTHERS: &[(&str, &str)] = &[
    ("OKTA_ORG_URL", "https://acme.okta.com"),
    ("OKTA_HOOK_SECRET", "hook-Reiher"),
    ("SLACK_BOT_TOKEN", "xoxb-Storch"),
    ("SLACK_SIGNING_SECRET", "sign-Ibis"),
];
const EXPECTED: &str = "expected an RSA key of at least 2048 bits or an EC key on P-256, as PEM (PKCS#8, PKCS#1 or SEC1, not encrypted) or as a JWK";

fn read(settings: &[(&str, &str)]) -> Result<Config, Problems> {
    let all = [OTHERS, settings].concat();
    let value =
        |name: &str| all.iter().rev().find(|(have, _)| *have == name).map(|(_, value)| (*value).to_owned());
    Config::from_lookup(&value)
}

/// The problems of a service app with these settings.
fn problems(settings: &[(&str, &str)]) -> Vec<String> {
    read(settings).map_or_else(|problems| problems.0, |_| Vec::new())
}

#[test]
fn every_way_of_writing_a_key_is_read() {
    for key in [&RSA, &EC] {
        let escaped: Vec<String> = key.pems.iter().map(|pem| pem.trim().replace('\n', "\\n")).collect();
        let in_windows = key.pems[0].replace('\n', "\r\n");
        let with_more = format!(
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{}",
            key.pems[1]
        );
        let mut all = vec![key.jwk.to_owned(), in_windows, with_more];
        all.extend(key.pems.iter().map(|&pem| pem.to_owned()));
        all.extend(escaped);
        for text in all {
            let read = PrivateKey::read(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read.algorithm(), key.algorithm);
            assert_eq!(format!("{read:?}"), format!("PrivateKey({})", key.algorithm));
        }
    }
}

#[test]
fn a_key_that_cannot_be_used_is_refused_with_what_was_expected_and_not_shown() {
    let public_alone = RSA.jwk.replace("\"d\"", "\"not_d\"");
    let of_another = RSA.pems[0].replace("MII", "MIJ");
    let bad = [
        "Kranich",
        "{}",
        "{\"kty\":\"oct\",\"k\":\"Kranich\"}",
        "-----BEGIN PRIVATE KEY-----\nKranich\n-----END PRIVATE KEY-----",
        &public_alone,
        &of_another,
        include_str!("keys/rsa.encrypted.pem"),
        include_str!("keys/p384.pem"),
        include_str!("keys/rsa1024.pem"),
    ];
    for text in bad {
        let app = [("OKTA_CLIENT_ID", "0oa1"), ("OKTA_PRIVATE_KEY", text), ("OKTA_KEY_ID", "k")];
        assert_eq!(problems(&app), [format!("OKTA_PRIVATE_KEY is not understood; {EXPECTED}")], "{text}");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "Kranich").unwrap();
    let path = file.path().to_str().unwrap();
    let app = [("OKTA_CLIENT_ID", "0oa1"), ("OKTA_PRIVATE_KEY_FILE", path), ("OKTA_KEY_ID", "k")];
    assert_eq!(
        problems(&app),
        [format!("OKTA_PRIVATE_KEY_FILE names a file that is not understood; {EXPECTED}")]
    );
    // As when the key itself is put there.
    let app = [("OKTA_CLIENT_ID", "0oa1"), ("OKTA_PRIVATE_KEY_FILE", "Kranich"), ("OKTA_KEY_ID", "k")];
    let shown = problems(&app);
    assert_eq!(shown.len(), 1);
    assert!(
        shown[0].starts_with("OKTA_PRIVATE_KEY_FILE cannot be read: entity not found; expected the path"),
        "{shown:?}"
    );
}

#[test]
fn a_key_comes_from_the_setting_or_from_a_file_and_its_id_from_the_setting_or_from_a_jwk() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), EC.pems[1]).unwrap();
    let path = file.path().to_str().unwrap();
    let with_id = RSA.jwk.replace("\"kty\"", "\"kid\": \"of-the-jwk\", \"kty\"");
    for (settings, key_id, algorithm) in [
        ([("OKTA_PRIVATE_KEY_FILE", path), ("OKTA_KEY_ID", "of-the-setting")], "of-the-setting", "ES256"),
        ([("OKTA_PRIVATE_KEY", &*with_id), ("OKTA_KEY_ID", "")], "of-the-jwk", "RS256"),
        ([("OKTA_PRIVATE_KEY", &*with_id), ("OKTA_KEY_ID", "of-the-setting")], "of-the-setting", "RS256"),
    ] {
        let config = read(&[&[("OKTA_CLIENT_ID", "0oa1")][..], &settings].concat()).unwrap();
        let OktaAccess::ServiceApp(app) = &config.okta.access else { panic!("{:?}", config.okta) };
        assert_eq!((app.key_id.as_str(), app.key.algorithm()), (key_id, algorithm));
        assert!(!format!("{config:?}").contains("Kb8"), "no part of a key");
    }
}

#[test]
fn it_is_the_token_or_the_app_and_what_is_missing_is_named() {
    let token = ("OKTA_API_TOKEN", "00token");
    let config = read(&[token]).unwrap();
    assert!(matches!(&config.okta.access, OktaAccess::Token(token) if token.expose_secret() == "00token"));
    let neither = "OKTA_API_TOKEN is not set; expected an Okta API token (Security > API > Tokens), or OKTA_CLIENT_ID, OKTA_PRIVATE_KEY and OKTA_KEY_ID of a service app";
    assert_eq!(problems(&[]), [neither]);
    let app = [("OKTA_CLIENT_ID", "0oa1"), ("OKTA_PRIVATE_KEY", EC.jwk), ("OKTA_KEY_ID", "k")];
    let both = "OKTA_API_TOKEN is set beside OKTA_CLIENT_ID; expected one way to be let in: the API token, or the service app";
    assert_eq!(problems(&[&app[..], &[token]].concat()), [both]);
    let file = (
        "OKTA_PRIVATE_KEY_FILE",
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/service_app/keys/rsa.pkcs8.pem"),
    );
    let two = "OKTA_PRIVATE_KEY_FILE is set beside OKTA_PRIVATE_KEY; expected one of the two";
    assert_eq!(problems(&[&app[..], &[file]].concat()), [two]);
    let no_key = format!("OKTA_PRIVATE_KEY is not set; {EXPECTED}");
    let no_id = "OKTA_KEY_ID is not set; expected the id (KID) that Okta shows beside the app's public key; a JWK may bear it as kid";
    let no_client = "OKTA_CLIENT_ID is not set; expected the client id of a service app (0oa…)";
    assert_eq!(problems(&app[..1]), std::slice::from_ref(&no_key));
    assert_eq!(problems(&app[..2]), [no_id]);
    assert_eq!(problems(&app[1..]), [no_client]);
    assert_eq!(problems(&app[2..]), [no_client.to_owned(), no_key]);
    let spaced = [("OKTA_CLIENT_ID", "0oa 1"), app[1], ("OKTA_KEY_ID", "k\n1")];
    let shown = problems(&spaced);
    assert!(
        shown[0].starts_with("OKTA_CLIENT_ID is not understood")
            && shown[1].starts_with("OKTA_KEY_ID is not"),
        "{shown:?}"
    );
}
