//! The values of a workload that may name hosts: its environment, what it runs, the configuration
//! that it mounts.

use super::super::addresses::{addresses, is_address_key};
use super::super::yaml::Node;
use super::Work;
use super::objects::Object;
use crate::source::Span;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A value with the hosts in it.
pub struct Said {
    pub key: String,
    pub hosts: Vec<Host>,
    pub at: Span,
}

/// A host as it is written, with its port.
pub struct Host {
    pub name: String,
    pub port: Option<u16>,
}

impl Host {
    /// Another container of the same pod.
    pub fn is_own_pod(&self) -> bool {
        matches!(self.name.as_str(), "localhost" | "127.0.0.1")
    }
}

/// Variables of a container, by name.
type Variables = BTreeMap<String, String>;

/// A value with its variables put in grows no longer than this.
const LONGEST: usize = 4096;

/// All that a workload says, and where it takes a ConfigMap that others take, too.
pub fn of(
    one: &Work,
    at: usize,
    work: &[Work],
    objects: &[Object],
    shared: &mut Vec<(Span, String)>,
) -> Vec<Said> {
    let maps = Maps { one, at, work, objects };
    let mut list = Vec::new();
    for container in one.containers.iter().chain(&one.inits) {
        let is_init = one.inits.iter().any(|init| Rc::ptr_eq(init, container));
        let mut variables = Variables::new();
        for item in items(container, "envFrom") {
            let Some(reference) = item.get("configMapRef") else { continue };
            let prefix = text_of(&item, "prefix");
            for (key, value) in maps.entries(&reference) {
                variables.insert(format!("{prefix}{key}"), value.text().unwrap_or("").to_owned());
            }
        }
        for item in items(container, "env") {
            let key = text_of(&item, "name");
            let Some(value) = maps.value(&item) else { continue };
            let text = expanded(value.text().unwrap_or_default(), &variables, false);
            let hosts = named(&key, &text);
            variables.insert(key.clone(), text);
            list.push(Said { key, hosts, at: value.span });
        }
        for item in items(container, "envFrom") {
            if let Some(reference) = item.get("configMapRef") {
                maps.whole(&reference, &mut list, shared);
            }
        }
        run(container, is_init, &variables, &mut list);
    }
    for reference in mounted(one) {
        maps.whole(&reference, &mut list, shared);
    }
    list
}

fn items(node: &Rc<Node>, key: &str) -> Vec<Rc<Node>> {
    node.get(key).map(|list| list.items()).unwrap_or_default()
}

fn text_of(node: &Rc<Node>, key: &str) -> String {
    node.get(key).and_then(|node| node.text().map(str::to_owned)).unwrap_or_default()
}

/// The ConfigMaps among the volumes that the containers mount.
fn mounted(one: &Work) -> Vec<Rc<Node>> {
    let mounts: Vec<String> = one
        .containers
        .iter()
        .chain(&one.inits)
        .flat_map(|container| items(container, "volumeMounts"))
        .map(|mount| text_of(&mount, "name"))
        .collect();
    let volumes = one.pod.as_ref().map(|pod| items(pod, "volumes")).unwrap_or_default();
    let mounted = volumes.into_iter().filter(|volume| mounts.contains(&text_of(volume, "name")));
    let sources = mounted.flat_map(|volume| {
        let projected = volume.at(&["projected", "sources"]).map(|list| list.items());
        projected.unwrap_or_default().into_iter().chain([volume])
    });
    sources.filter_map(|source| source.get("configMap")).collect()
}

/// The ConfigMaps, as one workload among others sees them.
struct Maps<'m> {
    one: &'m Work,
    at: usize,
    work: &'m [Work],
    objects: &'m [Object],
}

impl Maps<'_> {
    fn find(&self, name: &str) -> Option<Rc<Node>> {
        let is_meant = |object: &&Object| {
            object.kind == "ConfigMap"
                && object.name == name
                && object.namespace == self.one.namespace
        };
        self.objects.iter().find(is_meant).and_then(|object| object.node.get("data"))
    }

    /// Of an entry of `env`: what stands there, or what it takes from a ConfigMap.
    fn value(&self, item: &Rc<Node>) -> Option<Rc<Node>> {
        if let Some(value) = item.get("value") {
            return Some(value);
        }
        let reference = item.at(&["valueFrom", "configMapKeyRef"])?;
        self.find(&text_of(&reference, "name"))?.get(&text_of(&reference, "key"))
    }

    fn entries(&self, reference: &Rc<Node>) -> Vec<(String, Rc<Node>)> {
        // A volume and a reference say `name`, a projected source too.
        let data = self.find(&text_of(reference, "name"));
        let entries = data.map(|data| data.entries()).unwrap_or_default();
        let text = |key: &Node| key.text().unwrap_or_default().to_owned();
        entries.into_iter().map(|(key, value)| (text(&key), value)).collect()
    }

    /// A ConfigMap taken as a whole tells who calls only while one workload uses it.
    fn whole(&self, reference: &Rc<Node>, list: &mut Vec<Said>, shared: &mut Vec<(Span, String)>) {
        let name = text_of(reference, "name");
        let mut others = self.work.iter().enumerate().filter(|(at, _)| *at != self.at);
        let is_shared = others.any(|(_, other)| {
            other.namespace == self.one.namespace
                && !Rc::ptr_eq(&other.object, &self.one.object)
                && uses(other, &name)
        });
        if is_shared {
            if self.find(&name).is_some() {
                shared.push((reference.span, name));
            }
            return;
        }
        for (key, value) in self.entries(reference) {
            let hosts = named(&key, value.text().unwrap_or_default());
            list.push(Said { key, hosts, at: value.span });
        }
    }
}

fn uses(work: &Work, name: &str) -> bool {
    let takes = |container: &Rc<Node>| {
        let references = items(container, "envFrom");
        references.iter().any(|item| {
            item.at(&["configMapRef", "name"]).is_some_and(|node| node.text() == Some(name))
        })
    };
    work.containers.iter().any(takes)
        || mounted(work).iter().any(|reference| text_of(reference, "name") == name)
}

/// What a container runs. One that only waits before the others start asks whom they will ask.
fn run(container: &Rc<Node>, is_init: bool, variables: &Variables, list: &mut Vec<Said>) {
    let words: Vec<(String, Span)> = ["command", "args"]
        .iter()
        .flat_map(|key| items(container, key))
        .filter_map(|word| Some((expanded(word.text()?, variables, true), word.span)))
        .collect();
    for (at, (word, span)) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].0.as_str());
        let after = words.get(at + 1).map_or("", |(after, _)| after.as_str());
        let mut hosts = found(word);
        let bare = match word.split_once('=') {
            Some((key, value)) => Some(value).filter(|_| is_address_key(key)),
            None if before.starts_with('-') && is_address_key(before) => Some(word.as_str()),
            None if is_asked(before, word, after) => Some(word.as_str()),
            None => None,
        };
        hosts.extend(bare.filter(|bare| is_bare(bare)).map(host));
        hosts.extend(asked(word).into_iter().map(host));
        let key = if is_init { "initContainers" } else { "command" };
        list.push(Said { key: key.to_owned(), hosts, at: *span });
    }
}

fn host(name: &str) -> Host {
    Host { name: name.trim_end_matches('.').to_owned(), port: None }
}

fn found(text: &str) -> Vec<Host> {
    let host = |one: super::super::addresses::Address| Host { name: one.host, port: one.port };
    addresses(text).into_iter().map(host).collect()
}

/// The hosts of a value by its key: in addresses, bare behind a key that says so, and line by line
/// in a file.
fn named(key: &str, text: &str) -> Vec<Host> {
    let mut hosts = found(text);
    let is_listed = |text: &str| text.split(',').all(|one| is_bare(one.trim()));
    if hosts.is_empty() && is_listed(text) && (is_address_key(key) || is_of_cluster(text)) {
        hosts.extend(text.split(',').map(|one| host(one.trim())));
    }
    for line in text.lines().filter(|_| text.contains('\n')) {
        let Some((key, value)) = line.split_once([':', '=']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if is_bare(value) && is_address_key(key.trim()) {
            hosts.push(host(value));
        }
    }
    hosts
}

/// Words that may be one host.
fn is_bare(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter))
}

fn is_of_cluster(text: &str) -> bool {
    text.ends_with(".svc") || text.trim_end_matches('.').ends_with(".svc.cluster.local")
}

/// The hosts that a line of a shell asks for: `nc -z orders 3306`, `nslookup orders`.
fn asked(line: &str) -> Vec<&str> {
    let separates = |letter: char| letter.is_whitespace() || ";|&()<>\"'`{}".contains(letter);
    let words: Vec<&str> = line.split(separates).filter(|word| !word.is_empty()).collect();
    let mut hosts = Vec::new();
    for (at, word) in words.iter().enumerate().filter(|_| words.len() > 1) {
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let after = words.get(at + 1).copied().unwrap_or_default();
        if is_bare(word) && is_asked(before, word, after) {
            hosts.push(*word);
        }
        let device = word.strip_prefix("/dev/tcp/").and_then(|rest| rest.split('/').next());
        hosts.extend(device);
    }
    hosts
}

fn is_asked(before: &str, word: &str, after: &str) -> bool {
    const ASKS: [&str; 8] = ["nslookup", "ping", "host", "dig", "hosts", "-h", "-H", "--host"];
    let is_port = after.len() > 1 && after.parse::<u16>().is_ok();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    ASKS.contains(&before) && !word.starts_with('-') || is_port && !is_number
}

/// A text with `$(NAME)` put in, of a shell also `$NAME` and `${NAME}`. Every container is told the
/// host of each Service as `NAME_SERVICE_HOST`.
fn expanded(text: &str, variables: &Variables, is_shell: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        let closing = match behind.as_bytes().get(1) {
            Some(b'(') => Some(')'),
            Some(b'{') if is_shell => Some('}'),
            _ => None,
        };
        let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let (name, used) = match closing.and_then(|closing| behind.find(closing)) {
            Some(end) => (&behind[2..end], end + 1),
            None if is_shell => {
                let name = behind[1..].split(|letter| !is_of_name(letter)).next().unwrap_or("");
                (name, 1 + name.len())
            }
            None => ("", 1),
        };
        let linked = name.strip_suffix("_SERVICE_HOST").filter(|name| !name.is_empty());
        let linked = linked.map(|name| name.to_lowercase().replace('_', "-"));
        match variables.get(name).or(linked.as_ref()) {
            Some(value) if out.len() + value.len() < LONGEST => out.push_str(value),
            _ => out.push_str(&behind[..used]),
        }
        rest = &behind[used..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_shell_name_whom_they_ask() {
        let table: &[(&str, &[&str])] = &[
            ("until nc -z -w 2 orders 3306; do echo waiting for mysql; sleep 2; done", &["orders"]),
            (
                "until nslookup orders.shop.svc.cluster.local; do sleep 2; done",
                &["orders.shop.svc.cluster.local"],
            ),
            ("pg_isready -h orders -U app && exec ./run", &["orders"]),
            ("while ! (echo > /dev/tcp/orders/5432) 2>/dev/null; do sleep 1; done", &["orders"]),
            ("sleep 30", &["sleep"]),
            ("orders", &[]),
            ("java -jar app.jar --port 8080", &[]),
        ];
        for (line, hosts) in table {
            assert_eq!(asked(line), *hosts, "{line}");
        }
    }

    #[test]
    fn variables_are_put_in_where_they_are_known() {
        let variables = Variables::from([("HOST".to_owned(), "orders".to_owned())]);
        let table = [
            ("http://$(HOST):80", false, "http://orders:80"),
            ("http://$(ORDER_API_SERVICE_HOST)/", false, "http://order-api/"),
            ("$HOST ${HOST}", false, "$HOST ${HOST}"),
            ("nc $HOST ${HOST} $OTHER $", true, "nc orders orders $OTHER $"),
            ("$(한글", true, "$(한글"),
        ];
        for (text, is_shell, expected) in table {
            assert_eq!(expanded(text, &variables, is_shell), expected);
        }
    }

    #[test]
    fn a_bare_word_is_a_host_behind_a_key_that_says_so() {
        let names = |key: &str, text: &str| -> Vec<String> {
            named(key, text).into_iter().map(|host| host.name).collect()
        };
        assert_eq!(names("DB_HOST", "orders"), ["orders"]);
        assert_eq!(names("MYSQL_DATABASE", "orders"), Vec::<String>::new());
        assert_eq!(
            names("ANY", "orders.shop.svc.cluster.local."),
            ["orders.shop.svc.cluster.local"]
        );
        assert_eq!(names("NODES", "a-0.a, a-1.a"), ["a-0.a", "a-1.a"]);
        assert_eq!(names("app.yml", "redis:\n  host: cache\n  database: orders\n"), ["cache"]);
    }
}
