//! Where the page shows a run: stateright writes the number of each action that was taken into the address.

use std::net::SocketAddr;

/// The address that opens the page after these choices, which [`HalfopenScenario::choices`](super::HalfopenScenario::choices) finds.
///
/// The first number chooses the initial state, of which there is one.
#[must_use]
pub fn address(at: SocketAddr, choices: &[usize]) -> String {
    let mut address = format!("http://{at}/#/steps/0");
    for choice in choices {
        address.push_str(&format!("/{choice}"));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::address;
    use std::net::SocketAddr;

    fn at(port: u16) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], port))
    }

    #[test]
    fn choices_become_the_path_of_the_page() {
        assert_eq!(
            address(at(3000), &[2, 0, 11]),
            "http://127.0.0.1:3000/#/steps/0/2/0/11"
        );
        assert_eq!(address(at(80), &[]), "http://127.0.0.1:80/#/steps/0");
    }
}
