//! CIDR blocks and the addresses in them.

use std::net::Ipv4Addr;

use ipnet::{Ipv4Net, Ipv6Net};

/// An IPv4 block, written with the address of its network: `10.0.0.0/8` is one, `10.0.0.1/8` is not.
pub(crate) fn block(text: &str) -> Option<Ipv4Net> {
    text.parse::<Ipv4Net>().ok().filter(|net| net.network() == net.addr())
}

/// An IPv6 block, written with the address of its network.
pub(crate) fn block6(text: &str) -> Option<Ipv6Net> {
    text.parse::<Ipv6Net>().ok().filter(|net| net.network() == net.addr())
}

/// Whether two blocks share an address.
pub(crate) fn overlap(a: &Ipv4Net, b: &Ipv4Net) -> bool {
    a.contains(b) || b.contains(a)
}

/// The block of the cloud's own services.
pub(crate) const SERVICE_BLOCK: &str = "100.64.0.0/10";

/// Whether a block is one that no VPC can have: multicast, loopback, link-local and the service's own.
pub(crate) fn is_reserved(net: &Ipv4Net) -> bool {
    ["0.0.0.0/8", SERVICE_BLOCK, "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"]
        .iter()
        .filter_map(|text| block(text))
        .any(|reserved| overlap(net, &reserved))
}

/// The first block of a size within some others that overlaps none of those taken.
pub(crate) fn free_block(within: &[Ipv4Net], size: u8, taken: &[Ipv4Net]) -> Option<Ipv4Net> {
    let subnets = within.iter().filter_map(|net| net.subnets(size).ok()).flatten();
    // Bounds the search when a large network is split into small blocks.
    subnets.take(100_000).find(|subnet| !taken.iter().any(|net| overlap(net, subnet)))
}

/// Whether the service keeps an address of a vSwitch for itself: the first and the last three.
fn is_kept(net: &Ipv4Net, address: Ipv4Addr) -> bool {
    let (first, last) = (u32::from(net.network()), u32::from(net.broadcast()));
    let address = u32::from(address);
    address == first || address > last - 3
}

/// Why an address cannot be allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressError {
    Malformed,
    Outside,
    Used,
    Full,
}

/// The address that is asked for in a block, or a free one outside of what is reserved in it.
pub(crate) fn address_in(
    net: &Ipv4Net,
    used: &[Ipv4Addr],
    reserved: &[Ipv4Net],
    asked: Option<&str>,
) -> Result<Ipv4Addr, AddressError> {
    match asked {
        Some(text) => {
            let address: Ipv4Addr = text.parse().map_err(|_| AddressError::Malformed)?;
            match (net.contains(&address) && !is_kept(net, address), used.contains(&address)) {
                (false, _) => Err(AddressError::Outside),
                (true, true) => Err(AddressError::Used),
                (true, false) => Ok(address),
            }
        }
        None => {
            let outside = |address: &Ipv4Addr| !reserved.iter().any(|net| net.contains(address));
            let mut addresses = net.hosts().filter(outside).take(used.len() + 2);
            addresses.find(|address| !is_kept(net, *address) && !used.contains(address)).ok_or(AddressError::Full)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_written_with_their_network() {
        assert!(block("10.0.0.0/8").is_some());
        for wrong in ["10.0.0.1/8", "10.0.0.0", "10.0.0.0/33", "", "::/0"] {
            assert!(block(wrong).is_none(), "{wrong}");
        }
        assert!(is_reserved(&block("100.64.0.0/16").unwrap()));
        assert!(!is_reserved(&block("192.168.0.0/16").unwrap()));
    }

    #[test]
    fn addresses_are_given_out_but_for_those_kept() {
        let net = block("10.0.0.0/29").unwrap();
        let mut used = Vec::new();
        while let Ok(address) = address_in(&net, &used, &[], None) {
            used.push(address);
        }
        let texts: Vec<_> = used.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]);
        assert_eq!(address_in(&net, &used, &[], Some("10.0.0.1")), Err(AddressError::Used));
        assert_eq!(address_in(&net, &used, &[], Some("10.0.0.7")), Err(AddressError::Outside));
        assert_eq!(address_in(&net, &used, &[], Some("10.0.1.1")), Err(AddressError::Outside));
        assert_eq!(address_in(&net, &used, &[], Some("x")), Err(AddressError::Malformed));
        let reserved = [block("10.0.0.0/30").unwrap()];
        assert_eq!(address_in(&net, &[], &reserved, None).map(|address| address.to_string()), Ok("10.0.0.4".to_owned()));
    }

    #[test]
    fn free_blocks_do_not_overlap() {
        let within = [block("10.0.0.0/23").unwrap()];
        let first = free_block(&within, 24, &[]).unwrap();
        let second = free_block(&within, 24, &[first]).unwrap();
        assert_eq!((first.to_string(), second.to_string()), ("10.0.0.0/24".into(), "10.0.1.0/24".into()));
        assert_eq!(free_block(&within, 24, &[first, second]), None);
        assert_eq!(free_block(&within, 8, &[]), None);
    }
}
