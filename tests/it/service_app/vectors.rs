//! What is signed, held to the examples of the standards.

use certs::config::PrivateKey;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use super::keys::{EC, RSA};

/// RFC 7515, A.2: the signing input and the signature, which is the same each time.
const INPUT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const SIGNATURE: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

#[test]
fn an_rsa_signature_is_that_of_the_standard_however_the_key_is_written() {
    for text in RSA.pems.iter().chain([&RSA.jwk]) {
        let key = PrivateKey::read(text).unwrap();
        let signature = key.sign(INPUT.as_bytes()).unwrap();
        assert_eq!(super::encoded(&signature), SIGNATURE);
        assert_eq!(key.public_point(), None);
    }
}

#[test]
fn an_ec_signature_is_two_numbers_that_the_public_key_accepts() {
    for text in EC.pems.iter().chain([&EC.jwk]) {
        let key = PrivateKey::read(text).unwrap();
        let (x, y) = key.public_point().unwrap();
        // RFC 7515, A.3.1.
        assert_eq!(super::encoded(x), "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
        assert_eq!(super::encoded(y), "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, [&[4], x, y].concat());
        let signature = key.sign(INPUT.as_bytes()).unwrap();
        assert_eq!(signature.len(), 64);
        public.verify(INPUT.as_bytes(), &signature).unwrap();
        assert!(public.verify(b"something else", &signature).is_err());
    }
}

#[test]
fn a_key_of_ones_own_is_another_one_each_time() {
    let one = PrivateKey::generate().unwrap();
    let other = PrivateKey::generate().unwrap();
    assert_eq!(one.algorithm(), "ES256");
    assert_ne!(one.public_point(), other.public_point());
}
