//! Who may ask what: a page of another site, or a name that leads here by a trick, gets nothing.

/// A request as far as it decides about itself.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub method: String,
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub length: Option<usize>,
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Page,
    /// The newest state in both languages.
    State,
    /// News, from the revision on that the page has.
    Events(Option<u64>),
    Ask,
    /// A picture as a file: its name, and how it is asked for.
    Export(String, Vec<(String, String)>),
}

/// More is not read of a question. Bytes.
pub const LONGEST: usize = 64 * 1024;

/// What is asked for, or the status with which it is refused.
pub fn route(asked: &Asked, port: u16, token: &str) -> Result<Route, u16> {
    let names = [format!("127.0.0.1:{port}"), format!("[::1]:{port}"), format!("localhost:{port}")];
    let is_ours = |host: &str| names.iter().any(|name| name == host);
    match asked.all("host").as_slice() {
        [host] if is_ours(host) => {}
        _ => return Err(421),
    }
    let is_own_page = |origin: &&str| origin.strip_prefix("http://").is_some_and(is_ours);
    if !asked.all("origin").iter().all(is_own_page) {
        return Err(403);
    }
    if !asked.all("sec-fetch-site").iter().all(|site| ["same-origin", "none"].contains(site)) {
        return Err(403);
    }
    let is_question = match asked.method.as_str() {
        "GET" => false,
        "POST" => true,
        _ => return Err(405),
    };
    let (path, query) = asked.url.split_once('?').unwrap_or((&asked.url, ""));
    let below = path.strip_prefix('/').and_then(|rest| rest.strip_prefix(token));
    let Some(below) = below.and_then(|rest| rest.strip_prefix('/')) else { return Err(404) };
    let query = parsed(query);
    let revision = || query.iter().find(|(name, _)| name == "revision")?.1.parse().ok();
    let route = match below.split_once('/') {
        None if below.is_empty() => Route::Page,
        None if below == "state" => Route::State,
        None if below == "events" => Route::Events(revision()),
        None if below == "ask" => Route::Ask,
        Some(("export", name)) => Route::Export(name.to_owned(), query),
        _ => return Err(404),
    };
    match (is_question, route) {
        (true, Route::Ask) => question(asked),
        (false, Route::Ask) | (true, _) => Err(405),
        (false, route) => Ok(route),
    }
}

fn question(asked: &Asked) -> Result<Route, u16> {
    let is_json = |kind: &&str| {
        kind.split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
    };
    if !asked.all("content-type").first().is_some_and(is_json) {
        return Err(415);
    }
    match asked.length {
        Some(length) if length <= LONGEST => Ok(Route::Ask),
        Some(_) => Err(413),
        None => Err(411),
    }
}

impl Asked {
    fn all(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    }
}

/// `a=b&c=d`, percent-decoded; what can't be is left out.
fn parsed(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(name, value)| Some((decoded(name)?, decoded(value)?))).collect()
}

fn decoded(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        match first {
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = &rest[2..];
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(*byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &str, url: &str, headers: &[(&str, &str)]) -> Result<Route, u16> {
        let own = [("host", "127.0.0.1:4747")];
        let has_host = headers.iter().any(|(name, _)| *name == "host");
        let all = own.iter().filter(|_| !has_host).chain(headers);
        let headers = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let asked =
            Asked { method: method.to_owned(), url: url.to_owned(), headers, length: Some(10) };
        route(&asked, 4747, "t0ken")
    }

    #[test]
    fn only_our_own_page_under_our_own_name_is_answered() {
        assert_eq!(asked("GET", "/t0ken/", &[]), Ok(Route::Page));
        for host in ["evil.example", "127.0.0.1", "127.0.0.1:4748", "LOCALHOST.evil:4747", ""] {
            assert_eq!(asked("GET", "/t0ken/", &[("host", host)]), Err(421), "{host}");
        }
        let twice = [("host", "127.0.0.1:4747"), ("host", "evil.example")];
        assert_eq!(asked("GET", "/t0ken/", &twice), Err(421));
        assert_eq!(asked("GET", "/t0ken/", &[("host", "[::1]:4747")]), Ok(Route::Page));
        for origin in ["http://evil.example", "null", "https://127.0.0.1:4747", "http://127.0.0.1"]
        {
            assert_eq!(asked("GET", "/t0ken/state", &[("origin", origin)]), Err(403), "{origin}");
        }
        let own = [("origin", "http://localhost:4747"), ("sec-fetch-site", "same-origin")];
        assert_eq!(asked("GET", "/t0ken/state", &own), Ok(Route::State));
        for site in ["cross-site", "same-site"] {
            assert_eq!(asked("GET", "/t0ken/", &[("sec-fetch-site", site)]), Err(403));
        }
    }

    #[test]
    fn nothing_but_the_routes_is_there() {
        for url in [
            "/",
            "/t0ken",
            "/other/",
            "/t0ken/../t0ken/",
            "/t0ken/%2e%2e/state",
            "//t0ken/",
            "/t0ken/state/",
            "/t0ken/etc/passwd",
            "http://evil.example/t0ken/",
            "/T0KEN/",
            "",
        ] {
            assert_eq!(asked("GET", url, &[]), Err(404), "{url}");
        }
        for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "get"] {
            assert_eq!(asked(method, "/t0ken/", &[]), Err(405), "{method}");
        }
        assert_eq!(asked("POST", "/t0ken/state", &[]), Err(405));
        assert_eq!(asked("GET", "/t0ken/ask", &[]), Err(405));
        assert_eq!(asked("GET", "/t0ken/events?revision=7", &[]), Ok(Route::Events(Some(7))));
        let picture = asked("GET", "/t0ken/export/picture.svg?sheet=group%2F%EC%A3%BC+x", &[]);
        let query = vec![("sheet".to_owned(), "group/주 x".to_owned())];
        assert_eq!(picture, Ok(Route::Export("picture.svg".to_owned(), query)));
    }

    #[test]
    fn a_question_is_json_of_a_stated_size() {
        let json = [("content-type", "application/json; charset=utf-8")];
        assert_eq!(asked("POST", "/t0ken/ask", &json), Ok(Route::Ask));
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
            assert_eq!(asked("POST", "/t0ken/ask", &[("content-type", kind)]), Err(415), "{kind}");
        }
        for (length, status) in [(None, 411), (Some(LONGEST + 1), 413)] {
            let headers = vec![
                ("host".to_owned(), "localhost:1".to_owned()),
                ("content-type".to_owned(), "application/json".to_owned()),
            ];
            let asked = Asked { method: "POST".into(), url: "/t/ask".into(), headers, length };
            assert_eq!(route(&asked, 1, "t"), Err(status));
        }
    }
}
