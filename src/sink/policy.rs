//! The policy of a page (Content-Security-Policy): nothing is loaded from anywhere, and of styles and
//! scripts only those run whose digest it names.

use super::{Html, Written};
use sha2::{Digest, Sha256};

/// The `content` of the page's policy. The styles and scripts are exactly what stands between the
/// tags, each once.
pub fn page_policy(styles: &[&str], scripts: &[&str]) -> Written<Html> {
    let mut policy = Written::default();
    policy.ours("default-src 'none'; img-src data: blob:; base-uri 'none'; form-action 'none'");
    for (what, texts) in [("; style-src", styles), ("; script-src", scripts)] {
        policy.ours(what);
        if texts.is_empty() {
            policy.ours(" 'none'");
        }
        let mut hashes: Vec<String> = texts.iter().map(|text| hash(text)).collect();
        hashes.dedup();
        hashes.iter().for_each(|hash| {
            policy.ours(" 'sha256-").theirs(hash).ours("'");
        });
    }
    policy
}

fn hash(text: &str) -> String {
    base64(&Sha256::digest(text.as_bytes()))
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= group.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_browsers_read_them() {
        for (text, encoded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        // The example of the specification (CSP level 2, section 5.1).
        assert_eq!(hash("alert('Hello, world.');"), "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }

    #[test]
    fn a_page_without_scripts_allows_none() {
        let policy = page_policy(&["a{}"], &[]).into_string();
        assert!(policy.contains("script-src 'none'") && !policy.contains("unsafe"), "{policy}");
    }
}
