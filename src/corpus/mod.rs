//! Files and folders -> records: walking, unpacking, decoding, detecting, reading.
//!
//! It knows no index and no query, and writes nothing.

pub mod decode;
pub mod input;
pub mod unpack;
