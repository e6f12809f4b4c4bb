//! The drawing that draw.io keeps inside a PNG.

use super::unpack::INFLATED;
use percent_encoding::percent_decode_str;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The text of the drawing in a PNG's chunk `mxfile`; `None` for other bytes and other pictures.
pub fn drawing_in_png(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (data, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        // The checksum of the chunk; a torn file ends somewhere.
        rest = after.get(4..)?;
        let text = match kind {
            b"tEXt" => data.strip_prefix(b"mxfile\0").map(<[u8]>::to_vec),
            b"zTXt" => data.strip_prefix(b"mxfile\0\0").and_then(inflated),
            b"IEND" => return None,
            _ => None,
        };
        if let Some(text) = text {
            let text = String::from_utf8(text).ok()?;
            return Some(percent_decode_str(&text).decode_utf8().ok()?.into_owned());
        }
    }
}

fn inflated(data: &[u8]) -> Option<Vec<u8>> {
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(data, INFLATED).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = (data.len() as u32).to_be_bytes();
        [&length[..], kind, data, &[0; 4]].concat()
    }

    #[test]
    fn a_drawing_in_a_png_is_found_plain_and_compressed() {
        let encoded = b"%3Cmxfile%20a%3D%22%ED%95%9C%22%3E";
        let text = "<mxfile a=\"한\">";
        let head = [SIGNATURE, &chunk(b"IHDR", &[0; 13])].concat();
        let plain = chunk(b"tEXt", &[b"mxfile\0", &encoded[..]].concat());
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(encoded, 6);
        let packed = chunk(b"zTXt", &[b"mxfile\0\0", &packed[..]].concat());
        for text_chunk in [plain, packed] {
            let whole = [&head[..], &text_chunk, &chunk(b"IEND", &[])].concat();
            assert_eq!(drawing_in_png(&whole).as_deref(), Some(text));
            for cut in 0..whole.len() {
                drawing_in_png(&whole[..cut]);
            }
        }
        assert_eq!(drawing_in_png(&[&head[..], &chunk(b"IEND", &[])].concat()), None);
        assert_eq!(drawing_in_png(b"<mxfile>"), None);
    }
}
