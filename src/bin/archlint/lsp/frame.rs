//! Messages as editors frame them: a head that tells a length, an empty line, and JSON.

use serde_json::Value;
use std::io::{self, BufRead, Read, Write};

/// A message is never as long; who says so does not speak the protocol.
const MOST: u64 = 256 << 20;

/// What stood in a frame; the error tells why it is no JSON.
pub type Told = Result<Value, String>;

/// The next frame; `None` where the input ends.
///
/// # Errors
///
/// Where there is no frame: nothing behind it can be understood.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Told>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.take(1 << 10).read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() && length.is_some() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { return Err(no_frame()) };
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse::<u64>().map_err(|_| no_frame())?);
        }
    }
    let length = length.filter(|length| *length <= MOST).ok_or_else(no_frame)?;
    let mut body = Vec::new();
    if input.take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    Ok(Some(serde_json::from_slice(&body).map_err(|error| error.to_string())))
}

fn no_frame() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Writes messages, one behind the other.
pub fn write(output: &mut impl Write, messages: &[Value]) -> io::Result<()> {
    for message in messages {
        let body = message.to_string();
        write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    }
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn all(mut text: &[u8]) -> Vec<Result<Told, io::ErrorKind>> {
        let next = || read(&mut text).map_err(|error| error.kind()).transpose();
        std::iter::from_fn(next).take(9).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let messages = [json!({"id": 1, "method": "주문 🚀"}), json!([]), json!(null)];
        let mut text = Vec::new();
        write(&mut text, &messages).expect("memory takes it");
        assert_eq!(all(&text), messages.map(|it| Ok(Ok(it))));
    }

    #[test]
    fn heads_may_say_more_and_differ_in_case() {
        let text = b"content-LENGTH: 2\nContent-Type: utf-8\r\n\r\n{}Content-Length:2\r\n\r\n[]";
        assert_eq!(all(text), [Ok(Ok(json!({}))), Ok(Ok(json!([])))]);
    }

    #[test]
    fn no_json_is_told_and_passed_over() {
        let text = b"Content-Length: 3\r\n\r\n{\"aContent-Length: 2\r\n\r\n{}";
        let read = all(text);
        assert!(matches!(read[..], [Ok(Err(_)), Ok(Ok(_))]), "{read:?}");
    }

    #[test]
    fn what_is_no_frame_ends_it() {
        for text in [
            &b"GET / HTTP/1.1\r\n\r\n"[..],
            b"Content-Length: x\r\n\r\n",
            b"\r\n\r\n",
            b"\xff\xfe\n",
        ] {
            assert_eq!(all(text)[0], Err(io::ErrorKind::InvalidData), "{text:?}");
        }
        for text in [&b""[..], b"Content-Length: 5\r\n", b"Content-Length: 5\r\n\r\n{}"] {
            assert_eq!(all(text), [], "{text:?}");
        }
    }
}
