//! stateright's own explorer, behind the page: what is asked of it is passed on.

use std::io::{Error, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer: status, type, body.
pub(super) type Answer = (u16, String, Vec<u8>);

/// How long stateright may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stateright answers. Just after the start it may not listen yet.
pub(super) fn passed_on(to: SocketAddr, method: &str, path: &str) -> Result<Answer, Error> {
    let mut stream = connected(to)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: {to}\r\nContent-Length: 0\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parsed(&answer)
        .ok_or_else(|| Error::new(ErrorKind::InvalidData, "stateright's answer is no HTTP"))
}

fn connected(to: SocketAddr) -> Result<TcpStream, Error> {
    let mut attempts = 0;
    loop {
        match TcpStream::connect(to) {
            Err(error) if error.kind() == ErrorKind::ConnectionRefused && attempts < 40 => {
                attempts += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            connected => return connected,
        }
    }
}

fn parsed(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let of_type = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.eq_ignore_ascii_case("content-type");
        named.then(|| value.trim().to_owned())
    });
    Some((
        status,
        of_type.unwrap_or_default(),
        answer[end + 4..].to_vec(),
    ))
}

#[cfg(test)]
mod tests {
    use super::parsed;

    #[test]
    fn an_answer_has_a_status_a_type_and_a_body() {
        let answer = parsed(b"HTTP/1.0 404 Not Found\r\nContent-Type: text/x\r\n\r\nno");
        assert_eq!(answer, Some((404, "text/x".to_owned(), b"no".to_vec())));
        assert_eq!(parsed(b"HTTP/1.0 200 OK\r\n"), None);
    }
}
