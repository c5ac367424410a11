//! Who may call the API.

use super::api::{Throttle, resolve_throttle};
use super::quantity::count;
use super::{limits, texts};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::pointer::At;
use crate::spec::{self, Period, Text};
use std::net::IpAddr;

/// What the API key may do.
#[derive(Debug)]
pub struct ApiKey {
    /// How many requests it may send, if not as many as the stage takes.
    pub throttle: Option<Throttle>,
    /// How many requests it may send in a period, if that is limited.
    pub quota: Option<Quota>,
}

/// Requests in a period.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// So many.
    pub limit: u32,
    /// In this.
    pub period: Period,
}

pub(super) fn api_key(key: &spec::ApiKey, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<ApiKey> {
    let before = out.len();
    let throttle = key.throttle.as_ref().and_then(|throttle| resolve_throttle(throttle, &at.key("throttle"), out));
    let quota = key.quota.as_ref().and_then(|quota| {
        let limit = count(Some(quota.limit), 0, limits::USAGE_QUOTA, &at.key("quota").key("limit"), out)?;
        Some(Quota { limit, period: quota.period })
    });
    (out.len() == before).then_some(ApiKey { throttle, quota })
}

/// The CIDR blocks that requests may come from, as they are written; empty when the key is not there.
pub(super) fn allowed_sources(sources: Option<Vec<Text>>, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Vec<String> {
    sources.and_then(|sources| texts(&sources, at, cidr, out)).unwrap_or_default()
}

/// A CIDR block (RFC 4632, section 3.1; RFC 4291, section 2.3) whose address is that of its network.
fn cidr(text: &str, at: &At<'_>) -> Option<Diagnostic> {
    let problem = |help: String| {
        Some(Diagnostic::at_value(Code::InvalidCidr, at, format!("{} is not a CIDR block", quoted(text))).help(help))
    };
    let general = "write a network and the length of its prefix, such as 203.0.113.0/24 or 2001:db8::/32";
    let Some((address, length)) = text.split_once('/') else {
        return match text.parse::<IpAddr>() {
            Ok(address) => problem(format!("write `{address}/{}` for this one address", bits(address))),
            Err(_) => problem(general.to_owned()),
        };
    };
    let Ok(address) = address.parse::<IpAddr>() else { return problem(general.to_owned()) };
    let digits = !length.is_empty() && length.len() <= 3 && length.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && (length == "0" || !length.starts_with('0'));
    let longest = bits(address);
    let Some(length) = length.parse::<u32>().ok().filter(|length| plain && *length <= longest) else {
        return problem(format!("write a length from 0 to {longest} behind the slash, without a zero in front"));
    };
    let network = network(address, length);
    (network != address).then(|| {
        let message = format!("{} has bits set behind its prefix of {length} bits", quoted(text));
        Diagnostic::at_value(Code::InvalidCidr, at, message)
            .help(format!("write `{network}/{length}` for the whole network, or `{address}/{longest}` for this one address"))
    })
}

fn bits(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

/// The address with every bit behind the prefix cleared.
fn network(address: IpAddr, length: u32) -> IpAddr {
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            IpAddr::V4((u32::from(address) & mask).into())
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            IpAddr::V6((u128::from(address) & mask).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str) -> Option<String> {
        cidr(text, &At::top()).and_then(|diagnostic| diagnostic.help)
    }

    #[test]
    fn networks_of_both_families_are_cidr_blocks() {
        for right in ["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7/32", "::/0", "2001:db8::/32", "2001:DB8::1/128", "10.0.0.0/8"] {
            assert_eq!(help(right), None, "{right}");
        }
        for wrong in
            ["", "/", "a/8", "1.2.3/8", "1.2.3.0/", "1.2.3.0/024", "1.2.3.0/33", "1.2.3.0/-1", "::/129", "01.2.3.0/24", "*"]
        {
            assert!(help(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn an_address_inside_a_network_is_answered_with_the_network() {
        assert!(
            help("203.0.113.7/24").is_some_and(|help| help.contains("`203.0.113.0/24`") && help.contains("`203.0.113.7/32`"))
        );
        assert!(help("2001:db8::1/32").is_some_and(|help| help.contains("`2001:db8::/32`")));
        assert!(help("203.0.113.7").is_some_and(|help| help.contains("`203.0.113.7/32`")));
        assert!(help("1.2.3.4/0").is_some_and(|help| help.contains("`0.0.0.0/0`")));
    }
}
