//! Published ports of a compose service.

use super::super::yaml::Node;
use crate::source::Span;
use std::rc::Rc;

/// A published port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The address that it is published on; empty for all.
    pub address: String,
    /// The host's port or range of ports; empty where docker chooses.
    pub host: String,
    pub container: String,
    pub at: Span,
    /// A variable without a value stands in it.
    pub is_open: bool,
}

impl Port {
    /// Reached from other machines.
    pub fn is_public(&self) -> bool {
        !matches!(self.address.as_str(), "127.0.0.1" | "localhost" | "::1" | "[::1]")
    }

    /// Debuggers listen there.
    pub fn is_debug(&self) -> bool {
        matches!(self.container.as_str(), "5005" | "9229" | "8000/debug" | "40000" | "5678")
    }

    /// One host port that two copies can't share.
    pub fn is_fixed(&self) -> bool {
        !self.host.is_empty() && !self.host.contains('-') && !self.is_open
    }
}

/// The published ports of a service, in order.
pub fn of(node: &Rc<Node>) -> Vec<Port> {
    let list = node.get("ports").map(|list| list.items()).unwrap_or_default();
    list.iter().filter_map(port).collect()
}

fn port(node: &Rc<Node>) -> Option<Port> {
    if node.is_map() {
        let text = |key: &str| node.get(key).and_then(|value| value.text().map(str::to_owned));
        let at = node.get("published").or_else(|| node.get("target")).map_or(node.span, |n| n.span);
        return Some(Port {
            address: text("host_ip").unwrap_or_default(),
            host: text("published").unwrap_or_default(),
            container: text("target")?,
            at,
            is_open: node.get("published").is_some_and(|value| value.is_open),
        });
    }
    let text = node.text()?.split('/').next()?.to_owned();
    let (head, container) = match text.rsplit_once(':') {
        Some((head, container)) => (head.to_owned(), container.to_owned()),
        None => (String::new(), text),
    };
    let (address, host) = match head.rsplit_once(':') {
        Some((address, host)) => (address.to_owned(), host.to_owned()),
        None => (String::new(), head),
    };
    Some(Port { address, host, container, at: node.span, is_open: node.is_open })
}

#[cfg(test)]
mod tests {
    use super::super::super::yaml;
    use super::*;
    use crate::source::SourceId;

    #[test]
    fn every_way_to_publish_a_port_is_read() {
        let text = "ports: ['80', '8080:80', '127.0.0.1:3306:3306', '53:53/udp', {target: 80, published: 8443}, '3000-3002:3000']";
        let root = &yaml::read(text, SourceId(0), 0).roots[0];
        let read: Vec<_> = of(root).into_iter().map(|p| (p.address, p.host, p.container)).collect();
        let expected = [
            ("", "", "80"),
            ("", "8080", "80"),
            ("127.0.0.1", "3306", "3306"),
            ("", "53", "53"),
            ("", "8443", "80"),
            ("", "3000-3002", "3000"),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(read, expected);
    }
}
