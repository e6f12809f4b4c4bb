//! Puts the objects of a PDF into one order. svg2pdf numbers its fonts, and writes the names of
//! resources, in the order of a hash map, so that every run would give other bytes.

use std::collections::{BTreeMap, BTreeSet};

/// The same document with each list of resources by name, and its objects numbered and written in the
/// order in which the catalogue leads to them. A file that is not laid out as pdf-writer does it (one
/// table at the end) is returned as it is.
pub fn in_order(pdf: Vec<u8>) -> Vec<u8> {
    ordered(&pdf).unwrap_or(pdf)
}

/// What stands before the stream of an object, and the rest.
struct Object<'p> {
    head: String,
    rest: &'p [u8],
}

fn ordered(pdf: &[u8]) -> Option<Vec<u8>> {
    let tail = find_last(pdf, b"startxref\n")?;
    let table = number(&pdf[tail + b"startxref\n".len()..])?;
    let trailer = table + find(pdf.get(table..tail)?, b"trailer")?;
    let entries = entries(&pdf[table..trailer])?;
    let objects = objects(pdf, &entries, table)?;
    let trailer = std::str::from_utf8(&pdf[trailer..tail]).ok()?;
    let order = order(&objects, trailer);
    let numbers: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(at, old)| (*old, at + 1)).collect();

    let first = entries.iter().filter_map(|entry| *entry).min()?;
    let mut out = pdf.get(..first)?.to_vec();
    let mut lines = String::from("0000000000 65535 f\r\n");
    for old in &order {
        let Object { head, rest } = &objects[old];
        let (_, body) = head.split_once(" 0 obj")?;
        lines.push_str(&format!("{:010} 00000 n\r\n", out.len()));
        let body = renumbered(body, &numbers);
        out.extend_from_slice(format!("{} 0 obj{body}", numbers[old]).as_bytes());
        out.extend_from_slice(rest);
    }
    let (at, count) = (out.len(), order.len() + 1);
    let trailer = renumbered(trailer, &numbers);
    let trailer =
        trailer.replace(&format!("/Size {}\n", entries.len()), &format!("/Size {count}\n"));
    out.extend_from_slice(format!("xref\n0 {count}\n{lines}{trailer}").as_bytes());
    out.extend_from_slice(format!("startxref\n{at}\n%%EOF").as_bytes());
    Some(out)
}

/// The objects by their numbers, their lists of resources by name.
fn objects<'p>(
    pdf: &'p [u8],
    entries: &[Option<usize>],
    table: usize,
) -> Option<BTreeMap<usize, Object<'p>>> {
    let mut starts: Vec<usize> = entries.iter().filter_map(|entry| *entry).collect();
    starts.sort_unstable();
    let mut objects = BTreeMap::new();
    for (number, start) in entries.iter().enumerate() {
        let Some(start) = *start else { continue };
        let next = starts.partition_point(|other| *other <= start);
        let object = pdf.get(start..starts.get(next).copied().unwrap_or(table))?;
        if !object.starts_with(format!("{number} 0 obj").as_bytes()) {
            return None;
        }
        let end = find(object, b"\nstream").unwrap_or(object.len());
        let head = with_resources_in_order(std::str::from_utf8(&object[..end]).ok()?);
        objects.insert(number, Object { head, rest: &object[end..] });
    }
    Some(objects)
}

/// The numbers of the objects in the order in which one comes to them; last those that nothing leads
/// to.
fn order(objects: &BTreeMap<usize, Object>, trailer: &str) -> Vec<usize> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<usize> = references(trailer);
    waiting.reverse();
    while let Some(number) = waiting.pop() {
        let Some(object) = objects.get(&number).filter(|_| seen.insert(number)) else { continue };
        order.push(number);
        waiting.extend(references(&object.head).into_iter().rev());
    }
    let rest: Vec<usize> = objects.keys().copied().filter(|it| !seen.contains(it)).collect();
    order.extend(rest);
    order
}

/// The numbers in `7 0 R`, in their order.
fn references(text: &str) -> Vec<usize> {
    text.match_indices(" 0 R").filter_map(|(at, _)| reference_before(text, at)).collect()
}

fn reference_before(text: &str, at: usize) -> Option<usize> {
    let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    text[at - digits..at].parse().ok()
}

fn renumbered(text: &str, numbers: &BTreeMap<usize, usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices(" 0 R") {
        let Some(old) = reference_before(text, at) else { continue };
        let new = numbers.get(&old).unwrap_or(&old);
        out.push_str(&text[done..at - old.to_string().len()]);
        out.push_str(&new.to_string());
        done = at;
    }
    out.push_str(&text[done..]);
    out
}

/// Where each object begins, by its number, from the lines of a table `xref`; `None` for a number
/// that is free.
fn entries(table: &[u8]) -> Option<Vec<Option<usize>>> {
    let text = std::str::from_utf8(table).ok()?;
    let mut lines = text.lines();
    let head = (lines.next()?, lines.next()?);
    let count: usize = match head {
        ("xref", range) => range.strip_prefix("0 ")?.trim().parse().ok()?,
        _ => return None,
    };
    let lines: Vec<&str> = lines.map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let entry = |line: &&str| match line.strip_suffix(" 00000 n") {
        Some(offset) => offset.parse().ok().map(Some),
        None => line.ends_with(" f").then_some(None),
    };
    if lines.len() == count { lines.iter().map(entry).collect() } else { None }
}

/// Resources stand in a dictionary before the stream, a line each: `/f0 7 0 R`.
fn with_resources_in_order(head: &str) -> String {
    let mut lines: Vec<&str> = head.split('\n').collect();
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].iter().take_while(|line| is_reference(line)).count();
        if at > 0 && is_list_of_resources(lines[at - 1]) {
            lines[at..at + run].sort_unstable();
        }
        at += run.max(1);
    }
    lines.join("\n")
}

fn is_list_of_resources(line: &str) -> bool {
    const LISTS: [&str; 5] =
        ["/XObject <<", "/Pattern <<", "/ExtGState <<", "/Shading <<", "/Font <<"];
    LISTS.contains(&line.trim())
}

fn is_reference(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words[..], [name, number, "0", "R"]
        if name.starts_with('/') && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn number(bytes: &[u8]) -> Option<usize> {
    let digits: Vec<u8> = bytes.iter().copied().take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A catalogue with two fonts, which go by the given numbers.
    fn document(f0: usize, f1: usize, first: [&str; 2]) -> Vec<u8> {
        let name = |which: &str| if which == "f0" { f0 } else { f1 };
        let list: String =
            first.iter().map(|which| format!("    /{which} {} 0 R\n", name(which))).collect();
        let mut objects = [
            (1, format!("<<\n  /Font <<\n{list}  >>\n>>\nstream\n/b 9 0 R\nendstream")),
            (f0, "(regular)".to_owned()),
            (f1, "(bold)".to_owned()),
        ];
        objects.sort();
        let mut out = "%PDF-1.7\n\n".to_owned();
        let mut lines = String::from("0000000000 65535 f\r\n");
        for (number, body) in objects {
            lines += &format!("{:010} 00000 n\r\n", out.len());
            out += &format!("{number} 0 obj\n{body}\nendobj\n\n");
        }
        let table = out.len();
        out += &format!(
            "xref\n0 4\n{lines}trailer\n<<\n  /Size 4\n  /Root 1 0 R\n>>\nstartxref\n{table}\n%%EOF"
        );
        out.into_bytes()
    }

    #[test]
    fn one_document_has_one_spelling() {
        let one = document(2, 3, ["f0", "f1"]);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(text(in_order(one.clone())), text(one.clone()), "in order already");
        for other in [
            document(2, 3, ["f1", "f0"]),
            document(3, 2, ["f0", "f1"]),
            document(3, 2, ["f1", "f0"]),
        ] {
            assert_eq!(text(in_order(other)), text(one.clone()));
        }
    }

    #[test]
    fn what_is_laid_out_otherwise_is_left_alone() {
        for bytes in [
            &b""[..],
            b"%PDF-1.7",
            b"startxref\n99999\n%%EOF",
            b"xref\n0 1\ntrailer\nstartxref\n0\n%%EOF",
        ] {
            assert_eq!(in_order(bytes.to_vec()), bytes);
        }
    }
}
