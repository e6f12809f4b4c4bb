//! Takes a half-written file away when the process is told to stop meanwhile.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

/// Knows the file that is being written; made once a run, watches from the first file on.
#[derive(Debug, Default)]
pub struct Rubbish {
    half_written: OnceLock<Arc<Mutex<Option<PathBuf>>>>,
}

impl Rubbish {
    /// The file is being written.
    pub fn watch(&self, path: &Path) {
        *self.slot() = Some(path.to_path_buf());
    }

    /// It is whole, or gone.
    pub fn forget(&self) {
        *self.slot() = None;
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<PathBuf>> {
        let shared = self.half_written.get_or_init(|| {
            let shared = Arc::new(Mutex::new(None));
            take_away_when_stopped(shared.clone());
            shared
        });
        shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Where no signals can be had, the system's own way of stopping has to do.
#[cfg(unix)]
fn take_away_when_stopped(half_written: Arc<Mutex<Option<PathBuf>>>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // The lock is kept: nothing more is written.
            let slot = half_written.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(path) = &*slot {
                let _ = std::fs::remove_file(path);
            }
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

#[cfg(not(unix))]
fn take_away_when_stopped(_half_written: Arc<Mutex<Option<PathBuf>>>) {}
