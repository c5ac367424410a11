//! Who may call the API.

use schemars::{Schema, SchemaGenerator, json_schema};

pub(super) fn allowed_sources(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": {
            "type": "string",
            "pattern": r"^([0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}|[0-9A-Fa-f:.]{2,45}/[0-9]{1,3})$",
            "patternErrorMessage": "a CIDR block such as 203.0.113.0/24 or 2001:db8::/32",
            "examples": ["203.0.113.0/24", "198.51.100.7/32", "2001:db8::/32"]
        },
        "examples": [["203.0.113.0/24", "198.51.100.7/32"]]
    })
}
