//! JSON as API Gateway reads, queries and writes it.
//!
//! The messages that API Gateway logs for a body which is not JSON are those of json-smart, letter for letter (recorded in
//! <https://github.com/ToQoz/api-gateway-mapping-template/blob/master/test/_.md>), and its paths are Jayway's JsonPath.
//! What is here was learnt by comparing with json-smart 2.3 and JsonPath 2.4; which versions AWS runs is unknown.

pub mod path;
pub mod read;
pub mod write;

pub use path::{JsonPath, PathError};
pub use read::{ReadError, read};
pub use write::{Slash, write};
