//! Answers requests: the page, its states, what it asks, and its pictures as files.

use super::guard::{self, Route};
use super::push::Board;
use super::wire::{self, Request};
use crate::args::Look;
use crate::files::Naming;
use crate::out::Finished;
use crate::{icons, picture, serve};
use archlint::model::Place;
use archlint::render::scene::Scene;
use archlint::render::theme::Theme;
use archlint::render::{self, Arrangement, DiffOptions, Extent, Options};
use archlint::say::Lang;
use archlint::sink::{Json, Written};
use archlint::view::{self, Delivery, Question};
use archlint::{Reviewed, project};
use serde::Deserialize;
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

/// What is served.
pub struct Site {
    pub port: u16,
    pub token: String,
    pub board: Arc<Board>,
    pub theme: Theme,
    pub editor: Editor,
    pub naming: Arc<Naming>,
    /// How many streams of news are open.
    pub streams: AtomicUsize,
}

/// Who opens a place in a text that the page leads to.
pub enum Editor {
    Nobody,
    /// As in `code -g {file}:{line}:{column}`.
    Command(String),
    /// The editor that asked for the page.
    Asker(Box<dyn Fn(Spot) -> bool + Send + Sync>),
}

/// A place in a text; both numbers count from 1.
pub struct Spot {
    pub file: String,
    pub line: u64,
    pub column: u64,
}

/// So many connections are held at a time, idle ones included; a browser has six.
const MOST: usize = 128;
/// So many of them may be streams of news: open pages.
const MOST_STREAMS: usize = 32;
/// A stream of news says something at least this often, so that a page that is gone is noticed.
const BEAT: Duration = Duration::from_secs(15);

/// Sent with everything.
const ALWAYS: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
];

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";

/// Answers all requests of one address, each in a thread of its own.
pub fn answer(listener: &TcpListener, site: &Arc<Site>) {
    let busy = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming().filter_map(Result::ok) {
        if busy.fetch_add(1, SeqCst) >= MOST {
            // Closed without a word: whoever holds so many is no page of ours.
            busy.fetch_sub(1, SeqCst);
            continue;
        }
        let (site, busy) = (site.clone(), busy.clone());
        std::thread::spawn(move || {
            if let Some(request) = wire::read(stream) {
                serve(request, &site);
            }
            busy.fetch_sub(1, SeqCst);
        });
    }
}

fn serve(request: Request, site: &Site) {
    match guard::route(&request.asked, site.port, &site.token) {
        Err(status) => refuse(request, status),
        Ok(Route::Page) => {
            let states = site.board.states();
            let page = view::page(states.to_vec(), site.theme, Delivery::Live);
            respond(request, HTML, &page.into());
        }
        Ok(Route::State) => respond(request, JSON, &view::printed(&*site.board.states()).into()),
        Ok(Route::Events(known)) => {
            if site.streams.fetch_add(1, SeqCst) >= MOST_STREAMS {
                refuse(request, 503);
            } else {
                // Whoever has gone does not need to be told.
                let _ = stream(request, site, known);
            }
            site.streams.fetch_sub(1, SeqCst);
        }
        Ok(Route::Ask) => ask(request, site),
        Ok(Route::Export(name, query)) => export(request, site, &name, &query),
    }
}

fn respond(request: Request, kind: &str, what: &Finished) {
    request.answer(200, kind, &ALWAYS, what);
}

fn refuse(request: Request, status: u16) {
    request.answer(status, "text/plain", &ALWAYS, &Finished::default());
}

/// Tells the page what changes until it is gone.
fn stream(request: Request, site: &Site, known: Option<u64>) -> io::Result<()> {
    let mut out = request.stream("text/event-stream", &ALWAYS)?;
    out.write_all(b"retry: 500\n\n")?;
    let mut known = known.map(|revision| (revision, true));
    loop {
        let Some(notice) = site.board.after(known, BEAT) else {
            out.write_all(b": still here\n\n")?;
            continue;
        };
        // The pictures may be there before anybody looked: what was found is told all the same.
        let is_news = known.is_none_or(|(revision, _)| revision != notice.revision);
        known = Some((notice.revision, notice.is_drawn));
        let head = format!("id: {}\nevent: ", notice.revision);
        let mut event = Vec::new();
        let findings: Finished = (*notice.findings).clone().into();
        if is_news && !findings.bytes().is_empty() {
            event.extend_from_slice(head.as_bytes());
            event.extend_from_slice(b"findings\ndata: ");
            event.extend_from_slice(findings.bytes());
            event.extend_from_slice(b"\n\n");
        }
        if notice.is_drawn {
            event.extend_from_slice(head.as_bytes());
            event.extend_from_slice(b"state\ndata: \n\n");
        }
        out.write_all(&event)?;
    }
}

/// What the page may ask of the server alone.
#[derive(Deserialize)]
#[serde(tag = "ask", rename = "open")]
struct Open {
    file: String,
    line: u64,
    column: u64,
}

#[derive(Deserialize)]
struct Spoken {
    lang: String,
}

fn ask(mut request: Request, site: &Site) {
    let Ok(body) = request.body().map(<[u8]>::to_vec) else { return refuse(request, 400) };
    if let Ok(Open { file, line, column }) = serde_json::from_slice(&body) {
        let opened = open(site, Spot { file, line, column });
        return respond(request, JSON, &if opened { OPENED } else { NOT_OPENED }.into());
    }
    let one = site.board.one();
    let spoken = serde_json::from_slice::<Spoken>(&body).ok();
    let lang = spoken.and_then(|spoken| Lang::parse(&spoken.lang)).unwrap_or(one.lang);
    let answer = match serde_json::from_slice::<Question>(&body) {
        Ok(question) => view::answer(&one.reviewed, &question, lang),
        Err(_) => return refuse(request, 400),
    };
    respond(request, JSON, &view::told(answer, lang).into());
}

const OPENED: Words = Words("{\"answer\":true}");
const NOT_OPENED: Words = Words("{\"answer\":false}");

/// Words of the program itself.
struct Words(&'static str);

impl From<Words> for Finished {
    fn from(words: Words) -> Self {
        Written::<Json>::from(words.0).into()
    }
}

/// Only a text of the design is opened.
fn open(site: &Site, place: Spot) -> bool {
    let one = site.board.one();
    let is_known = one.reviewed.sources.iter().any(|(_, source)| source.name == place.file);
    is_known
        && match &site.editor {
            Editor::Nobody => false,
            Editor::Command(command) => {
                let file = site.naming.absolute(Path::new(&place.file));
                serve::edit(command, &file, place.line, place.column)
            }
            Editor::Asker(show) => show(place),
        }
}

fn export(request: Request, site: &Site, name: &str, query: &[(String, String)]) {
    let form = name.strip_prefix("picture.").and_then(crate::args::Picture::of_extension);
    let kind = match name {
        "picture.svg" => "image/svg+xml",
        "picture.png" => "image/png",
        "picture.pdf" => "application/pdf",
        _ => return refuse(request, 404),
    };
    let one = site.board.one();
    let of = |key: &str| query.iter().find(|(name, _)| name == key).map(|(_, it)| it.as_str());
    let lang = of("lang").and_then(Lang::parse).unwrap_or(one.lang);
    let icons = icons::read(&one);
    let options = Options { lang, icons: Some(&icons), ..Options::default() };
    let drawn = drawn(&one.reviewed, of("sheet").unwrap_or("whole"), &options);
    let look = Look { theme: site.theme, ..picture::plain() };
    let made = drawn.zip(form).map(|(drawn, form)| picture::bytes(&one, &[&drawn], form, &look));
    match made {
        Some(Ok(bytes)) => respond(request, kind, &bytes),
        Some(Err(failure)) => {
            let said = failure.text();
            let said = Finished::lines(said.get(lang));
            request.answer(422, "text/plain; charset=utf-8", &ALWAYS, &said);
        }
        None => refuse(request, 404),
    }
}

/// The picture that the page calls by that name.
fn drawn(reviewed: &Reviewed, sheet: &str, options: &Options) -> Option<Scene> {
    let (design, marks) = (&reviewed.design, reviewed.marks());
    let (lang, plain) = (options.lang, options);
    let options = Options { findings: &marks, ..*plain };
    let with = |extent| Some(reviewed.picture(&Options { extent, ..options }));
    match (sheet, &design.base) {
        ("whole", _) => with(Extent::Whole),
        ("overview", _) => with(Extent::Overview),
        ("as-is", Some(base)) => Some(render::picture(base, plain)),
        ("change", Some(base)) => {
            let arrangement = Arrangement::Overlay;
            let options =
                DiffOptions { lang, arrangement, new_findings: &marks, ..DiffOptions::default() };
            Some(render::diff(base, design, &options))
        }
        _ => {
            let name = sheet.strip_prefix("group/")?;
            match project::place(design, name, |place| matches!(place, Place::Group(_))).ok()? {
                Place::Group(group) => with(Extent::Group(group)),
                Place::Component(_) => None,
            }
        }
    }
}
