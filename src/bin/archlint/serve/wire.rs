//! One request and one answer over a connection, in the little of HTTP/1.1 that a page of ours needs:
//! `httparse` reads the head.
//! What is not plain is refused: no chunks, no folded headers, no second request.

use super::guard::{Asked, LONGEST};
use crate::out::Finished;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// A head is no longer. Bytes.
const HEAD: usize = 16 * 1024;
/// And has no more headers.
const HEADERS: usize = 64;
/// It has to be there within this time, and so has what belongs to it.
const PATIENCE: Duration = Duration::from_secs(5);
/// What a client still sends after its answer is read for so long, else it might not read the answer.
const FAREWELL: Duration = Duration::from_millis(500);

/// A request whose head was read.
pub struct Request {
    pub asked: Asked,
    stream: TcpStream,
    /// What came with the head.
    body: Vec<u8>,
    until: Instant,
}

/// Reads the head of a request; `None` where the client is gone or sends nothing. One that can't be
/// read is refused at once.
pub fn read(mut stream: TcpStream) -> Option<Request> {
    let until = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
            break end;
        }
        if bytes.len() > HEAD {
            answer(stream, 431, "text/plain", &[], &Finished::default());
            return None;
        }
        more(&mut stream, &mut bytes, until).ok().filter(|read| *read > 0)?;
    };
    let body = bytes.split_off(end + 4);
    match parsed(&bytes) {
        Some(asked) => Some(Request { asked, stream, body, until }),
        None => {
            answer(stream, 400, "text/plain", &[], &Finished::default());
            None
        }
    }
}

/// Reads what is there, in the time that is left.
fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>, until: Instant) -> io::Result<usize> {
    let left = until.saturating_duration_since(Instant::now());
    stream.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
    let mut some = [0; 4096];
    let read = stream.read(&mut some)?;
    bytes.extend_from_slice(&some[..read]);
    if Instant::now() > until { Err(io::ErrorKind::TimedOut.into()) } else { Ok(read) }
}

/// The request line and the headers; nothing where they could be read in two ways.
fn parsed(head: &[u8]) -> Option<Asked> {
    let is_alone = |at: &usize| *at == 0 || head[at - 1] != b'\r';
    if head.iter().enumerate().any(|(at, byte)| *byte == b'\n' && is_alone(&at)) {
        return None;
    }
    let mut room = [httparse::EMPTY_HEADER; HEADERS];
    let mut read = httparse::Request::new(&mut room);
    read.parse(head).ok().filter(httparse::Status::is_complete)?;
    let header = |it: &httparse::Header| {
        let value = std::str::from_utf8(it.value).ok()?;
        Some((it.name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned()))
    };
    let headers: Vec<_> = read.headers.iter().map(header).collect::<Option<_>>()?;
    let all = |wanted: &str| headers.iter().filter(|(name, _)| name == wanted).count();
    if all("content-length") > 1 || all("transfer-encoding") > 0 {
        return None;
    }
    let length = match headers.iter().find(|(name, _)| name == "content-length") {
        Some((_, value)) if value.bytes().all(|it| it.is_ascii_digit()) => {
            Some(value.parse().ok()?)
        }
        Some(_) => return None,
        None => None,
    };
    Some(Asked { method: read.method?.to_owned(), url: read.path?.to_owned(), headers, length })
}

impl Request {
    /// What was sent with it: as long as it said, which the guard has looked at.
    pub fn body(&mut self) -> io::Result<&[u8]> {
        let length = self.asked.length.unwrap_or(0).min(LONGEST);
        while self.body.len() < length {
            if more(&mut self.stream, &mut self.body, self.until)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(&self.body[..length])
    }

    /// Sends the answer, and ends the connection.
    pub fn answer(self, status: u16, kind: &str, headers: &[(&str, &str)], what: &Finished) {
        answer(self.stream, status, kind, headers, what);
    }

    /// An answer that goes on: its head is sent.
    pub fn stream(mut self, kind: &str, headers: &[(&str, &str)]) -> io::Result<TcpStream> {
        self.stream.set_write_timeout(Some(PATIENCE))?;
        self.stream.write_all(head(200, kind, None, headers).as_bytes())?;
        Ok(self.stream)
    }
}

fn head(status: u16, kind: &str, length: Option<usize>, headers: &[(&str, &str)]) -> String {
    let reason = if status == 200 { "OK" } else { "Refused" };
    let mut head = format!("HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\n");
    if let Some(length) = length {
        head += &format!("Content-Length: {length}\r\n");
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + "Connection: close\r\n\r\n"
}

/// Whoever does not read it has gone, and nobody is left to be told.
fn answer(mut out: TcpStream, status: u16, kind: &str, headers: &[(&str, &str)], what: &Finished) {
    let head = head(status, kind, Some(what.bytes().len()), headers);
    let _ = out.set_write_timeout(Some(PATIENCE));
    let sent = out.write_all(head.as_bytes()).and_then(|()| out.write_all(what.bytes()));
    if sent.is_err() || out.shutdown(Shutdown::Write).is_err() {
        return;
    }
    let until = Instant::now() + FAREWELL;
    let mut rest = Vec::new();
    while let Ok(1..) = more(&mut out, &mut rest, until) {
        rest.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_head_is_read() {
        let head = "POST /a?b HTTP/1.1\r\nHost:x\r\nContent-Length: 12 \r\nX-Y: a:b\r\n\r\n";
        let asked = parsed(head.as_bytes());
        let asked = asked.expect("plain");
        assert_eq!((asked.method.as_str(), asked.url.as_str()), ("POST", "/a?b"));
        assert_eq!(asked.length, Some(12));
        assert!(asked.headers.contains(&("x-y".to_owned(), "a:b".to_owned())));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_not_read() {
        for head in [
            "",
            "GET /",
            "GET / HTTP/2",
            "GET / x HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET / HTTP/1.1\r\n Host: x",
            "GET / HTTP/1.1\r\nHost : x",
            "GET / HTTP/1.1\r\n: x",
            "GET / HTTP/1.1\r\nHost",
            "GET /\u{7} HTTP/1.1",
            "GET / HTTP/1.1\nHost: x",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1",
            "POST / HTTP/1.1\r\nContent-Length: +1",
            "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999",
        ] {
            let head = format!("{head}\r\n\r\n");
            assert!(parsed(head.as_bytes()).is_none(), "{head:?}");
        }
    }
}
