//! archlint for a browser: a question goes in and an answer comes out, both documents of JSON (see
//! `Bench` of the library, and `Talk` for what an editor says). Nothing is imported: no clock, no files, no randomness, no network.
//!
//! The caller asks for memory (`take`), writes the question there, and calls. What comes back is an
//! address in the upper half and a length in the lower; it is given back (`give`) once it is read.
//! After a trap the caller reads why (`why`) and makes a new instance.

use archlint::{Bench, Lang, Talk};
use std::cell::RefCell;

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
    static TALK: RefCell<Talk> = RefCell::new(Talk::new(Lang::En));
    static WHY: RefCell<String> = RefCell::default();
}

/// Memory for a question of that many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn take(len: usize) -> *mut u8 {
    Box::into_raw(vec![0_u8; len].into_boxed_slice()).cast()
}

/// Gives memory back.
///
/// # Safety
///
/// The address and the length are those of a question that was taken or an answer that was had, and
/// are not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn give(at: *mut u8, len: usize) {
    // SAFETY: the caller had both from `take`, `call` or `why`, which made them of a boxed slice.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(at, len)) });
}

/// Answers a question, whose memory it takes.
///
/// # Safety
///
/// The address and the length are those of a question that was taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn call(at: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's, who says the same.
    let question = unsafe { taken(at, len) };
    handed(BENCH.with(|bench| bench.borrow_mut().ask(&question)))
}

/// Says something to the language server, and takes that memory.
///
/// # Safety
///
/// As `call`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn say(at: *mut u8, len: usize) -> u64 {
    // SAFETY: the caller's, who says the same.
    let said = unsafe { taken(at, len) };
    handed(TALK.with(|talk| talk.borrow_mut().say(&said)))
}

/// What a panic said before it trapped; empty without one.
#[unsafe(no_mangle)]
pub extern "C" fn why() -> u64 {
    handed(WHY.with(|why| why.borrow().clone()))
}

/// # Safety
///
/// As `call`.
unsafe fn taken(at: *mut u8, len: usize) -> String {
    std::panic::set_hook(Box::new(|info| {
        WHY.with(|why| *why.borrow_mut() = info.to_string());
    }));
    // SAFETY: as `give`.
    let bytes = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(at, len)) };
    String::from_utf8_lossy(&bytes).into_owned()
}

fn handed(text: String) -> u64 {
    let bytes = text.into_bytes().into_boxed_slice();
    let len = bytes.len() as u64;
    let at = Box::into_raw(bytes).cast::<u8>() as usize as u64;
    at << 32 | len
}
