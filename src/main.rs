//! Certs.
fn main() {}
