//! The newest state of the design, and who waits for the next one.

use crate::icons;
use crate::one::One;
use archlint::Refused;
use archlint::say::{Lang, Text};
use archlint::sink::Printed;
use archlint::view::{self, Look, State, printed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Both languages; the one of the program stands first.
pub type Both = [State; 2];

/// What the pages are told.
#[derive(Clone)]
pub struct Notice {
    pub revision: u64,
    /// What was found, without the pictures: there at once.
    pub findings: Arc<Printed>,
    /// The pictures are there too.
    pub is_drawn: bool,
}

/// Where the newest design hangs.
pub struct Board {
    shown: Mutex<Shown>,
    changed: Condvar,
    lang: Lang,
}

struct Shown {
    one: Arc<One>,
    drawn: Arc<Both>,
    notice: Notice,
}

impl Board {
    pub fn new(one: One) -> Self {
        let lang = one.lang;
        let drawn = both(&one, lang, 1);
        let notice = Notice { revision: 1, findings: Arc::default(), is_drawn: true };
        let shown = Shown { one: Arc::new(one), drawn: Arc::new(drawn), notice };
        Self { shown: Mutex::new(shown), changed: Condvar::new(), lang }
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The design as it was last read.
    pub fn one(&self) -> Arc<One> {
        self.lock().one.clone()
    }

    /// All that the page shows of it.
    pub fn states(&self) -> Arc<Both> {
        self.lock().drawn.clone()
    }

    /// Hangs a new design up: first what was found in it, then its pictures.
    pub fn put(&self, one: One) {
        let mut shown = self.lock();
        if is_alike(&shown.one, &one) && shown.notice.is_drawn {
            return;
        }
        let revision = shown.notice.revision + 1;
        let one = Arc::new(one);
        shown.one = one.clone();
        drop(shown);
        let found = found(&one, self.lang, revision);
        self.tell(Notice { revision, findings: Arc::new(printed(&found)), is_drawn: false }, None);
        let drawn = both(&one, self.lang, revision);
        let findings = self.lock().notice.findings.clone();
        self.tell(Notice { revision, findings, is_drawn: true }, Some(drawn));
    }

    /// Says why the design can't be read now. What is shown stays.
    pub fn refuse(&self, reason: &Text, file: &str) {
        let revision = self.lock().notice.revision + 1;
        let refused = Refused { reason: reason.clone() };
        let states = langs(self.lang).map(|lang| view::refused(file, "", &refused, lang, revision));
        let findings = Arc::new(printed(&states));
        self.tell(Notice { revision, findings, is_drawn: false }, None);
    }

    fn tell(&self, notice: Notice, drawn: Option<Both>) {
        let mut shown = self.lock();
        shown.notice = notice;
        if let Some(drawn) = drawn {
            shown.drawn = Arc::new(drawn);
        }
        drop(shown);
        self.changed.notify_all();
    }

    /// The next notice after that one; `None` when nothing has happened for so long.
    pub fn after(&self, known: Option<(u64, bool)>, patience: Duration) -> Option<Notice> {
        let is_known =
            |shown: &mut Shown| Some((shown.notice.revision, shown.notice.is_drawn)) == known;
        let shown = self.lock();
        let waited = self.changed.wait_timeout_while(shown, patience, is_known);
        let (shown, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        (!waited.timed_out()).then(|| shown.notice.clone())
    }
}

fn langs(first: Lang) -> [Lang; 2] {
    match first {
        Lang::Ko => [Lang::Ko, Lang::En],
        Lang::En => [Lang::En, Lang::Ko],
    }
}

fn both(one: &One, lang: Lang, revision: u64) -> Both {
    let icons = icons::read(one);
    let look = |lang| Look { lang, icons: Some(&icons), ..Look::default() };
    at_once(lang, |lang| view::state(&one.reviewed, &look(lang), revision))
}

/// One for each language, made at the same time.
fn at_once(lang: Lang, make: impl Fn(Lang) -> State + Sync) -> Both {
    let [first, second] = langs(lang);
    let (first, second) = rayon::join(|| make(first), || make(second));
    [first, second]
}

/// The same without the pictures, which take the longest.
fn found(one: &One, lang: Lang, revision: u64) -> Both {
    let undrawn = |lang| Look { lang, no_pictures: true, ..Look::default() };
    at_once(lang, |lang| view::state(&one.reviewed, &undrawn(lang), revision))
}

/// Whether the same was read.
fn is_alike(one: &One, other: &One) -> bool {
    let texts = |it: &One| -> Vec<(String, String)> {
        let all = it.reviewed.sources.iter();
        all.map(|(_, source)| (source.name.clone(), source.text.to_string())).collect()
    };
    texts(one) == texts(other) && one.reviewed.findings == other.reviewed.findings
}
