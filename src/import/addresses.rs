//! Addresses in values: the hosts that a piece of configuration names.

use std::ops::Range;

/// A host in a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    pub port: Option<u16>,
    /// `redis`, `jdbc:mysql`, …; empty where only `host:port` stands.
    pub scheme: String,
    /// A password stands before the host.
    pub has_password: bool,
    /// Where the host stands in the value.
    pub range: Range<usize>,
}

/// The hosts that a value names by a URL or as `host:port`, in order.
pub fn addresses(value: &str) -> Vec<Address> {
    let mut found = Vec::new();
    // Most values are none, and every one is asked.
    if !value.as_bytes().contains(&b':') {
        return found;
    }
    let mut at = 0;
    for word in value.split([
        ',', ' ', '\t', '\n', '"', '\'', ';', '|', '(', ')', '[', ']', '{', '}', '=', '`', '<', '>',
    ]) {
        let start = at;
        at += word.len() + 1;
        if let Some(address) = address(word, start) {
            found.push(address);
        }
    }
    // A list behind one scheme: `mongodb://a:1,b:2/x`.
    let scheme = found.first().map(|first| first.scheme.clone()).unwrap_or_default();
    if !scheme.is_empty() {
        found
            .iter_mut()
            .filter(|one| one.scheme.is_empty())
            .for_each(|one| one.scheme = scheme.clone());
    }
    found
}

fn address(word: &str, start: usize) -> Option<Address> {
    let (scheme, rest, at) = match word.find("://") {
        Some(end) => (word[..end].to_lowercase(), &word[end + 3..], end + 3),
        None => (String::new(), word, 0),
    };
    if !scheme.is_empty()
        && !scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b":+-._@".contains(&b))
    {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let (user, host_port, skipped) = match authority.rfind('@') {
        Some(end) => (&authority[..end], &authority[end + 1..], end + 1),
        None => ("", authority, 0),
    };
    // Oracle and others: `jdbc:oracle:thin:@//host:1521/x`.
    let (host, port) = match host_port.rsplit_once(':') {
        Some((host, port)) => (host, port.parse::<u16>().ok()),
        None => (host_port, None),
    };
    // What is left of `$(PORT)`: a variable that the file does not tell.
    let is_told_elsewhere = host_port.ends_with(":$");
    let is_no_port = !is_told_elsewhere
        && host_port
            .rsplit_once(':')
            .is_some_and(|(_, port)| !port.is_empty() && port.parse::<u16>().is_err());
    let is_named =
        host.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'));
    let has_port = port.is_some() || is_told_elsewhere;
    if host.is_empty() || !is_named || is_no_port || (scheme.is_empty() && !has_port) {
        return None;
    }
    let from = start + at + skipped;
    Some(Address {
        host: host.to_owned(),
        port,
        scheme,
        has_password: user.contains(':') && !user.ends_with(':'),
        range: from..from + host.len(),
    })
}

/// Keys whose value is a host or an address even where it stands bare.
pub fn is_address_key(key: &str) -> bool {
    const ENDS: &[&str] = &[
        "HOST",
        "HOSTNAME",
        "ADDR",
        "ADDRESS",
        "ADDRESSES",
        "URL",
        "URI",
        "SERVER",
        "SERVERS",
        "ENDPOINT",
        "ENDPOINTS",
        "BROKER",
        "BROKERS",
        "NODES",
        "HOSTS",
        "CONTACTPOINTS",
        "DSN",
    ];
    let last = key.rsplit(['_', '.', '-']).next().unwrap_or(key);
    // `dbHost`, too.
    let humped = last.rfind(|letter: char| letter.is_ascii_uppercase()).map(|at| &last[at..]);
    [Some(last), humped]
        .into_iter()
        .flatten()
        .any(|word| ENDS.iter().any(|end| end.eq_ignore_ascii_case(word)))
}

/// Whether a key holds a secret by its name.
pub fn is_secret_key(key: &str) -> bool {
    let key = key.to_uppercase().replace(['-', '.'], "_");
    if key.ends_with("_FILE")
        || key.contains("PUBLIC")
        || key.contains("ALLOW_EMPTY")
        || key.contains("KEY_ID")
    {
        return false;
    }
    let words: Vec<&str> = key.split('_').collect();
    let last = words.last().copied().unwrap_or_default();
    let before = words.len().checked_sub(2).map(|at| words[at]).unwrap_or_default();
    matches!(
        last,
        "PASSWORD" | "PASSWD" | "PASS" | "PWD" | "SECRET" | "TOKEN" | "PASSPHRASE" | "CREDENTIALS"
    ) || last.ends_with("PASSWORD")
        || words.windows(2).any(|pair| pair == ["SECRET", "KEY"])
        || (last == "KEY"
            && matches!(
                before,
                "SECRET"
                    | "API"
                    | "ACCESS"
                    | "PRIVATE"
                    | "ENCRYPTION"
                    | "JWT"
                    | "SIGNING"
                    | "MASTER"
                    | "APP"
                    | "AUTH"
            ))
}

/// A value that is a secret itself, not a way to one.
pub fn is_plain_secret(value: &str) -> bool {
    let value = value.trim();
    let refers = value.starts_with("/run/secrets")
        || value.starts_with('/')
        || value.contains("${")
        || value.starts_with('$')
        || value.contains("{{")
        || value.starts_with('<');
    let says_nothing = ["", "true", "false", "yes", "no", "none", "null", "changeme", "file"]
        .contains(&value.to_lowercase().as_str());
    !refers && !says_nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_urls_and_lists() {
        type Row<'r> = (&'r str, &'r [(&'r str, Option<u16>)]);
        let table: &[Row] = &[
            ("jdbc:mysql://orders:3306/shop?useSSL=false", &[("orders", Some(3306))]),
            ("redis://:pw@cache:6379/0", &[("cache", Some(6379))]),
            ("kafka-1:9092,kafka-2:9092", &[("kafka-1", Some(9092)), ("kafka-2", Some(9092))]),
            ("mongodb://u:p@m1:27017,m2:27017/db", &[("m1", Some(27017)), ("m2", Some(27017))]),
            ("http://api", &[("api", None)]),
            ("PLAINTEXT://broker:29092", &[("broker", Some(29092))]),
            ("shop", &[]),
            ("12:30", &[("12", Some(30))]),
            ("--server=api:80 -x", &[("api", Some(80))]),
            ("http://api:$(PORT)/x", &[("api", None)]),
            ("http://$(HOST):80", &[]),
        ];
        for (value, hosts) in table {
            let found = addresses(value);
            let found: Vec<_> = found.iter().map(|one| (one.host.as_str(), one.port)).collect();
            assert_eq!(found, *hosts, "{value}");
        }
        assert!(addresses("redis://:pw@cache:6379")[0].has_password);
    }

    #[test]
    fn a_key_tells_that_its_value_is_a_host() {
        for key in ["DB_HOST", "spring.redis.host", "--mongo-uri", "dbHost", "BROKERS"] {
            assert!(is_address_key(key), "{key}");
        }
        for key in ["MYSQL_DATABASE", "GHOST", "hostPath", "LOCALHOST"] {
            assert!(!is_address_key(key), "{key}");
        }
    }

    #[test]
    fn secrets_are_told_by_their_keys_and_values() {
        for key in [
            "MYSQL_ROOT_PASSWORD",
            "JWT_SECRET",
            "AWS_SECRET_ACCESS_KEY",
            "spring.datasource.password",
            "API_KEY",
        ] {
            assert!(is_secret_key(key), "{key}");
        }
        for key in
            ["POSTGRES_PASSWORD_FILE", "PARTITION_KEY", "PUBLIC_KEY", "MONKEY", "AWS_ACCESS_KEY_ID"]
        {
            assert!(!is_secret_key(key), "{key}");
        }
        assert!(
            is_plain_secret("hunter2")
                && !is_plain_secret("/run/secrets/db")
                && !is_plain_secret("${X}")
        );
    }
}
