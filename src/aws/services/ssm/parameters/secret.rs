//! A `SecureString` as one sees it who does not ask for its value.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::state::parameters::{Parameter, ParameterType};

/// What a text that KMS has encrypted begins with.
const HEADER: [u8; 5] = [0x01, 0x02, 0x02, 0x00, 0x78];

/// How much longer than its plain text it is.
const OVERHEAD: usize = 125;

/// The value of a parameter as an answer shows it: of a `SecureString`, unless it is to be decrypted, something of the
/// form and length of its cipher text. It is made of the name and the version, never of the value.
pub fn shown(name: &str, parameter: &Parameter, with_decryption: bool) -> String {
    if parameter.kind != ParameterType::SecureString || with_decryption {
        return parameter.value.to_string();
    }
    let identity = format!("{name}\0{}\0{}", parameter.version(), parameter.last_modified);
    let mut random = fastrand::Rng::with_seed(fnv1a(identity.as_bytes()));
    let length = OVERHEAD + parameter.value.len();
    let bytes: Vec<u8> = HEADER.into_iter().chain(std::iter::repeat_with(|| random.u8(..)).take(length)).collect();
    STANDARD.encode(bytes)
}

/// FNV-1a: the same on every machine and with every compiler.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
