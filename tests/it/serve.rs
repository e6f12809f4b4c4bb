//! `archlint serve` as a browser and as a stranger meet it: over sockets.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const ONE: &str = "user fan\nwas api { replicas = 2 }\nfan -> api\n";
const OTHER: &str = "user fan\nwas api { replicas = 2 }\nmysql orders\nfan -> api -> orders\n";
const BROKEN: &str = "user fan\nwas api { replicas = }\nfan -> api\n";

struct Served {
    folder: TempDir,
    child: Child,
    port: u16,
    /// `/TOKEN/`
    path: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(text: &str, more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("shop.arch"), text).expect("written");
        let mut child = Command::new(env!("CARGO_BIN_EXE_archlint"))
            .args(["serve", "shop.arch", "--port", "0", "--lang", "en"])
            .args(more)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut address = String::new();
        let out = child.stdout.take().expect("piped");
        BufReader::new(out).read_line(&mut address).expect("an address");
        let rest = address.trim().strip_prefix("http://127.0.0.1:").expect("on loopback");
        let (port, path) = rest.split_once('/').expect("a path");
        let (port, path) = (port.parse().expect("a port"), format!("/{path}"));
        Self { folder, child, port, path }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("shop.arch")
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a limit");
        stream
    }

    /// The status and the whole answer to a request written by hand.
    fn raw(&self, request: &str) -> (u16, String) {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        let status = answer.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        (status, answer)
    }

    fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> (u16, String) {
        let named = headers.iter().any(|it| it.starts_with("Host:"));
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        request += if named { "" } else { &host };
        headers.iter().for_each(|header| request += &format!("{header}\r\n"));
        if method == "POST" && !headers.iter().any(|it| it.starts_with("Content-Length")) {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        self.raw(&format!("{request}\r\n{body}"))
    }

    fn get(&self, below: &str) -> (u16, String) {
        self.ask("GET", &format!("{}{below}", self.path), &[], "")
    }

    fn question(&self, json: &str) -> (u16, String) {
        self.ask("POST", &format!("{}ask", self.path), &["Content-Type: application/json"], json)
    }

    fn events(&self) -> Events {
        let mut stream = self.connect();
        let (path, port) = (&self.path, self.port);
        let request =
            format!("GET {path}events?revision=1 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut events = Events(BufReader::new(stream));
        // The stream is open before anything happens.
        events.until("retry:");
        events
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn until(&mut self, wanted: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).expect("the stream goes on");
            assert!(read > 0, "the stream ended before {wanted}");
            if line.contains(wanted) {
                return line;
            }
        }
    }
}

#[test]
fn the_page_its_states_and_its_answers_are_served() {
    let served = Served::start(OTHER, &[]);
    let (status, page) = served.get("");
    assert_eq!(status, 200);
    assert!(
        page.contains("data-live") && page.contains("connect-src &#39;self&#39;")
            || page.contains("connect-src 'self'"),
        "{page}"
    );
    for header in [
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "frame-ancestors 'none'",
        "Referrer-Policy: no-referrer",
        "Cross-Origin-Resource-Policy: same-origin",
    ] {
        assert!(page.contains(header), "{header}");
    }
    assert!(!page.to_lowercase().contains("access-control"));
    let (status, states) = served.get("state");
    assert!(status == 200 && states.contains("\"lang\":\"ko\"") && !states.contains("<svg"));
    assert!(states.contains("\\u003csvg"), "pictures stand in strings");
    let (status, told) = served.question(r#"{"ask":"simulate","fail":["orders"],"lang":"en"}"#);
    assert!(status == 200 && told.contains("\"state\":\"down\""), "{told}");
    let (_, told) = served.question(r#"{"ask":"simulate","fail":["ordrs"],"lang":"en"}"#);
    assert!(told.contains("did you mean `orders`"), "{told}");
    let (_, told) = served.question(r#"{"ask":"explain","rule":"missing-replica","lang":"ko"}"#);
    assert!(told.contains("왜 문제인가"), "{told}");
    assert_eq!(served.question("{").0, 400);
    assert_eq!(served.question(r#"{"ask":"nope"}"#).0, 400);
    let (status, picture) = served.get("export/picture.svg?sheet=whole&lang=en");
    assert!(status == 200 && picture.contains("<svg"), "{picture}");
    assert_eq!(served.get("export/picture.svg?sheet=nope").0, 404);
    assert_eq!(served.get("export/shop.arch").0, 404);
}

#[test]
fn strangers_get_nothing() {
    let served = Served::start(ONE, &[]);
    let own = served.path.clone();
    let json = "Content-Type: application/json";
    let long = "x".repeat(70_000);
    for (method, path, headers, body, status) in [
        ("GET", own.as_str(), &["Host: evil.example"][..], "", 421),
        ("GET", &own, &["Host: 127.0.0.1"], "", 421),
        ("GET", &own, &["Origin: http://evil.example"], "", 403),
        ("GET", &own, &["Origin: null"], "", 403),
        ("GET", &own, &["Sec-Fetch-Site: cross-site"], "", 403),
        ("GET", &own, &["Sec-Fetch-Site: same-site"], "", 403),
        ("GET", "/", &[], "", 404),
        ("GET", "/0123456789abcdef0123456789abcdef/", &[], "", 404),
        ("GET", &format!("{own}../state"), &[], "", 404),
        ("GET", &format!("{own}%2e%2e/state"), &[], "", 404),
        ("GET", &format!("{own}shop.arch"), &[], "", 404),
        ("GET", &format!("http://evil.example{own}"), &[], "", 404),
        ("PUT", &own, &[], "", 405),
        ("DELETE", &format!("{own}state"), &[], "", 405),
        ("OPTIONS", &format!("{own}ask"), &[], "", 405),
        ("POST", &format!("{own}state"), &[json], "{}", 405),
        ("POST", &format!("{own}ask"), &[json], &long, 413),
        ("POST", &format!("{own}ask"), &["Content-Type: text/plain"], "{}", 415),
        ("POST", &format!("{own}ask"), &[], "{}", 415),
    ] {
        let (got, answer) = served.ask(method, path, headers, body);
        assert_eq!(got, status, "{method} {path} {headers:?}: {answer}");
        assert!(!answer.contains("svg"), "{answer}");
    }
}

#[test]
fn whatever_way_a_file_is_saved_the_page_hears_of_it() {
    let served = Served::start(ONE, &[]);
    hears(&served);
}

#[test]
fn where_no_events_come_files_are_compared() {
    let served = Served::start(ONE, &["--poll"]);
    hears(&served);
}

fn hears(served: &Served) {
    let mut events = served.events();
    let (file, aside) = (served.file(), served.folder.path().join("shop.arch~"));
    let copied = |aside: &Path| {
        fs::copy(aside, &file).expect("written over");
    };
    let saved = |text: &str, way: &dyn Fn(&Path)| {
        fs::write(&aside, text).expect("written");
        way(&aside);
        let _ = fs::remove_file(&aside);
    };
    saved(OTHER, &copied);
    assert!(events.until("data: [{").contains("missing-replica"));
    events.until("event: state");
    saved(ONE, &|aside| fs::rename(aside, &file).expect("renamed over"));
    assert!(!events.until("data: [{").contains("missing-replica"));
    fs::remove_file(&file).expect("removed");
    assert!(events.until("data: [{").contains("\"refused\":true"));
    assert!(served.get("state").1.contains("\\u003csvg"), "what was there stays");
    saved(OTHER, &copied);
    let mut heard = events.until("data: [{");
    // An empty file may be seen before its text is in it.
    while !heard.contains("missing-replica") {
        heard = events.until("data: [{");
    }
    saved(BROKEN, &copied);
    while !heard.contains("\"errors\":[{") {
        heard = events.until("data: [{");
    }
}

#[test]
fn parts_and_configurations_are_followed_as_they_come() {
    let served =
        Served::start("include \"parts/stores.arch\"\nuser fan\nwas api\nfan -> api\n", &[]);
    let mut events = served.events();
    let parts = served.folder.path().join("parts");
    fs::create_dir(&parts).expect("made");
    // A folder that was not there is looked into with the next reading.
    fs::write(
        served.file(),
        "include \"parts/stores.arch\"\nuser fan\nwas api\nfan -> api -> orders\n",
    )
    .expect("written");
    events.until("data: [{");
    fs::write(parts.join("stores.arch"), "mysql orders\n").expect("written");
    let mut heard = events.until("data: [{");
    while heard.contains("\"errors\":[{") {
        heard = events.until("data: [{");
    }
    assert!(heard.contains("missing-replica"), "{heard}");
    fs::write(served.folder.path().join("archlint.toml"), "[rules]\nmissing-replica = \"off\"\n")
        .expect("written");
    while heard.contains("missing-replica") {
        heard = events.until("data: [{");
    }
}

#[test]
fn nothing_is_written() {
    let served = Served::start(OTHER, &["--editor", "no-such-editor {file}:{line}"]);
    for below in ["", "state", "export/picture.svg", "export/picture.pdf"] {
        served.get(below);
    }
    served.question(r#"{"ask":"export","form":"markdown"}"#);
    let (_, opened) = served.question(r#"{"ask":"open","file":"/etc/passwd","line":1,"column":1}"#);
    assert!(opened.contains("\"answer\":false"), "only texts of the design are opened: {opened}");
    let names: Vec<_> = fs::read_dir(served.folder.path()).expect("a folder").flatten().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(fs::read_to_string(served.file()).expect("a text"), OTHER);
}

#[test]
fn what_can_t_be_followed_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, said) in [("-", "can't be followed"), ("nope.arch", "no such file")] {
        let ran = Command::new(env!("CARGO_BIN_EXE_archlint"))
            .args(["serve", file, "--port", "0", "--lang", "en"])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .expect("it ends");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code() == Some(2) && told.contains(said), "{told}");
    }
}

#[test]
fn idle_strangers_do_not_hold_it_up() {
    let served = Served::start(ONE, &[]);
    let idle: Vec<TcpStream> = (0..32).map(|_| served.connect()).collect();
    assert_eq!(served.get("").0, 200);
    drop(idle);
}
