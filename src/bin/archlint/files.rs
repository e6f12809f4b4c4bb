//! Which files are meant, how they are called, and their text.

mod find;

pub use find::{Filters, find, is_foreign, is_markdown, walk};

use crate::args::Common;
use crate::failure::{Failure, reason};
use crate::out::Rubbish;
use archlint::config::FILE_NAME;
use archlint::say::Text;
use archlint::sink::secrets;
use archlint::text;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// No design needs more. Bytes.
pub const SIZE_LIMIT: u64 = 16 * 1024 * 1024;

/// What standard input is, where it is a file.
const STDIN: &str = "/dev/stdin";

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it is called in output.
    pub name: String,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Path(PathBuf),
    Stdin,
}

/// Gives every file of a run one name, however its path is spelled, and knows which were read.
#[derive(Debug)]
pub struct Naming {
    here: PathBuf,
    /// Below it included files are read, if the run says so.
    root: Option<PathBuf>,
    read: Mutex<BTreeSet<Identity>>,
    /// By what names, for who watches them.
    #[cfg(feature = "watch")]
    names: Mutex<BTreeSet<PathBuf>>,
    written: Mutex<BTreeSet<Identity>>,
    shows_secrets: bool,
    rubbish: Rubbish,
}

impl Naming {
    pub fn new(common: &Common) -> Result<Self, Failure> {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let here = here.map_err(|error| Failure::reading(".", &error))?;
        let root = common.root.as_ref().map(|root| {
            let whole =
                root.canonicalize().map_err(|error| Failure::reading(root.display(), &error));
            whole.and_then(|whole| match whole.is_dir() {
                true => Ok(whole),
                false => {
                    let shown = root.display();
                    Err(text!(shown; "{shown}: 폴더가 아닙니다", "{shown}: it is not a folder")
                        .into())
                }
            })
        });
        let root = root.transpose()?;
        Ok(Self {
            here,
            root,
            read: Mutex::default(),
            #[cfg(feature = "watch")]
            names: Mutex::default(),
            written: Mutex::default(),
            shows_secrets: common.show_secrets,
            rubbish: Rubbish::default(),
        })
    }

    /// The folder that a design's other files must be below: what the run says, else the nearest
    /// upwards that holds a repository or a configuration, else the design's own. Upwards on the
    /// path as it is written: a link in a project does not take its root along.
    pub fn root_of(&self, file: &Path) -> PathBuf {
        self.root.clone().unwrap_or_else(|| self.usual_root_of(file))
    }

    /// The same without what the run says.
    fn usual_root_of(&self, file: &Path) -> PathBuf {
        let whole = cleaned(&self.here.join(file));
        let folder = whole.parent().unwrap_or(&whole);
        let marks = |at: &&Path| at.join(".git").exists() || at.join(FILE_NAME).exists();
        let root = folder.ancestors().find(marks).unwrap_or(folder);
        root.canonicalize().unwrap_or_else(|_| root.to_path_buf())
    }

    /// What `--root` has to say for a design at `written` that extends the file `from`, where it takes
    /// one: as it is typed here.
    pub fn root_needed(&self, written: &Path, from: &Path) -> Option<String> {
        let usual = self.usual_root_of(written);
        let from = from.canonicalize().unwrap_or_else(|_| from.to_path_buf());
        if from.starts_with(&usual) {
            return None;
        }
        let both = usual.components().zip(from.components()).take_while(|(a, b)| a == b);
        let root: PathBuf = both.map(|(part, _)| part).collect();
        let here = self.here.canonicalize().unwrap_or_else(|_| self.here.clone());
        let typed = root.strip_prefix(&here).unwrap_or(&root).to_string_lossy().replace('\\', "/");
        Some(if typed.is_empty() { ".".to_owned() } else { typed })
    }

    /// The folder that the files which a configuration names must be below: what the run says, else
    /// the nearest upwards that holds a repository, else the topmost that holds a configuration.
    pub fn root_of_configuration(&self, file: &Path) -> PathBuf {
        if let Some(root) = &self.root {
            return root.clone();
        }
        let whole = cleaned(&self.here.join(file));
        let folder = whole.parent().unwrap_or(&whole);
        let repository = folder.ancestors().find(|at| at.join(".git").exists());
        let topmost = || folder.ancestors().filter(|at| at.join(FILE_NAME).exists()).last();
        let root = repository.or_else(topmost).unwrap_or(folder);
        root.canonicalize().unwrap_or_else(|_| root.to_path_buf())
    }

    /// Remembers that a file was read, so that nothing is written over it.
    fn remember(&self, path: &Path) {
        note(&self.read, path);
        #[cfg(feature = "watch")]
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf());
    }

    /// The folders of all that was read.
    #[cfg(feature = "watch")]
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = |path: &PathBuf| Some(self.absolute(path).parent()?.to_path_buf());
        names.iter().filter_map(folder).collect()
    }

    /// Whether this run read the file, by whatever name.
    pub fn has_read(&self, path: &Path) -> bool {
        knows(&self.read, path)
    }

    /// Remembers that a file was written, so that no other output takes its place.
    pub fn note_written(&self, path: &Path) {
        note(&self.written, path);
    }

    /// Whether this run wrote the file, by whatever name.
    pub fn has_written(&self, path: &Path) -> bool {
        knows(&self.written, path)
    }

    pub fn rubbish(&self) -> &Rubbish {
        &self.rubbish
    }

    /// Relative to the current folder where the file is below it or was given by a relative path;
    /// else absolute. Always with slashes, and without the secrets that a file's name may tell.
    pub fn name(&self, path: &Path) -> String {
        let whole = self.absolute(path);
        let shown = match whole.strip_prefix(&self.here) {
            Ok(below) => below.to_path_buf(),
            Err(_) if path.is_absolute() => whole,
            Err(_) => relative(&whole, &self.here),
        };
        let shown = shown.to_string_lossy();
        let shown = if cfg!(windows) { shown.replace('\\', "/") } else { shown.into_owned() };
        match self.shows_secrets {
            true => shown,
            false => discreet(shown),
        }
    }

    /// With links and dots resolved as far as the file exists.
    pub fn absolute(&self, path: &Path) -> PathBuf {
        let joined = self.here.join(path);
        joined.canonicalize().unwrap_or_else(|_| cleaned(&joined))
    }
}

/// What makes a file the same one under two names.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let data = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.canonicalize().ok()
}

fn note(files: &Mutex<BTreeSet<Identity>>, path: &Path) {
    if let Some(identity) = identity(path) {
        files.lock().unwrap_or_else(PoisonError::into_inner).insert(identity);
    }
}

fn knows(files: &Mutex<BTreeSet<Identity>>, path: &Path) -> bool {
    let files = files.lock().unwrap_or_else(PoisonError::into_inner);
    identity(path).is_some_and(|identity| files.contains(&identity))
}

/// The name with the secrets masked that its last part tells; folders are found by their names.
fn discreet(name: String) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let found = secrets::find(file);
    match (found.is_empty(), folder) {
        (true, _) => name,
        (false, "") => secrets::masked(file, &found),
        (false, folder) => format!("{folder}/{}", secrets::masked(file, &found)),
    }
}

/// `path` as seen from the folder `from`; both absolute.
pub fn relative(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

/// Without its dots.
pub fn cleaned(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

impl Found {
    pub fn read(&self, naming: &Naming) -> Result<String, Failure> {
        let text = match &self.place {
            Place::Stdin => {
                naming.remember(Path::new(STDIN));
                read(io::stdin().lock())
            }
            Place::Path(path) => match leads_outside(path, naming) {
                Some(reason) => Err(reason),
                None => {
                    naming.remember(path);
                    File::open(path).map_err(|error| reason(&error)).and_then(read)
                }
            },
        };
        text.map_err(|reason| self.unreadable(reason))
    }

    /// The same of a file that only this program takes in, such as its configuration: nobody waits
    /// for a pipe.
    pub fn read_regular(&self, naming: &Naming) -> Result<String, Failure> {
        if let Place::Path(path) = &self.place {
            regular(path).map_err(|reason| self.unreadable(reason))?;
        }
        self.read(naming)
    }

    fn unreadable(&self, reason: Text) -> Failure {
        let name = &self.name;
        text!(name, reason; "{name}: {reason}", "{name}: {reason}").into()
    }

    pub fn is_markdown(&self) -> bool {
        is_markdown(Path::new(&self.name))
    }
}

/// A link in a project that leads out of it, the file's own or that of a folder on the way: whoever
/// made it may want to see a file of the machine that checks it, or to have it changed.
fn leads_outside(path: &Path, naming: &Naming) -> Option<Text> {
    let root = naming.root_of(path);
    // What is no file has no place in any project: a pipe that was given on the command line.
    let is_file = std::fs::metadata(path).is_ok_and(|data| data.is_file());
    let inside = path.canonicalize().map_or(true, |whole| whole.starts_with(&root));
    (is_file && !inside).then(|| is_outside(&root))
}

fn is_outside(root: &Path) -> Text {
    let root = root.display();
    text!(root;
        "{root} 폴더 밖에 있어 읽지 않습니다. 믿는 파일이면 `--root`로 최상위 폴더를 정하세요",
        "it is outside of {root}, so it is not read; if you trust it, set the root with `--root`"
    )
}

/// The text behind a path written in a design: a regular file below the root only, and nothing of
/// any other is told. Nobody waits for a pipe.
pub fn read_included(path: &Path, root: &Path, naming: &Naming) -> Result<String, Text> {
    if !path.starts_with(root) {
        return Err(is_outside(root));
    }
    naming.remember(path);
    regular(path)?;
    read(File::open(path).map_err(|error| reason(&error))?)
}

/// The bytes of a regular file up to [`SIZE_LIMIT`]; `None` where there is none.
pub fn bytes_of_regular(path: &Path) -> Option<Vec<u8>> {
    regular(path).ok()?;
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn regular(path: &Path) -> Result<(), Text> {
    let data = std::fs::metadata(path).map_err(|error| reason(&error))?;
    match (data.is_dir(), data.is_file()) {
        (true, _) => Err(text!("폴더입니다", "it is a folder")),
        (_, false) => Err(text!("일반 파일이 아닙니다", "it is not a regular file")),
        _ => Ok(()),
    }
}

/// The names in a folder below the root, sorted; those of folders end in `/`.
pub fn list(folder: &Path, root: &Path) -> Result<Vec<String>, Text> {
    if !folder.starts_with(root) {
        return Err(is_outside(root));
    }
    let entries = std::fs::read_dir(folder).map_err(|error| reason(&error))?;
    let name = |entry: io::Result<std::fs::DirEntry>| {
        let entry = entry.ok()?;
        let kind = entry.file_type().ok()?;
        let name = entry.file_name().into_string().ok()?;
        if kind.is_dir() { Some(format!("{name}/")) } else { kind.is_file().then_some(name) }
    };
    let mut names: Vec<String> = entries.filter_map(name).collect();
    names.sort();
    Ok(names)
}

fn read(from: impl Read) -> Result<String, Text> {
    let mut bytes = Vec::new();
    from.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        let limit = SIZE_LIMIT / 1024 / 1024;
        return Err(text!(limit; "{limit} MiB보다 큽니다", "it is larger than {limit} MiB"));
    }
    if let Some(text) = archlint::import::drawing_in_png(&bytes) {
        return Ok(text);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(archive());
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    String::from_utf8(bytes).map_err(|_| not_utf8(utf16))
}

/// A plan that Terraform saved is one, and so are Visio and Office files.
fn archive() -> Text {
    text!(
        "압축된 이진 파일입니다. Terraform 플랜이면 `terraform show -json plan.tfplan > plan.json`으로 바꾸세요",
        "it is a binary archive; if it is a Terraform plan: `terraform show -json plan.tfplan > plan.json`"
    )
}

fn not_utf8(utf16: bool) -> Text {
    let encoding = if utf16 { "UTF-16" } else { "CP949" };
    text!(encoding;
        "UTF-8이 아닙니다. {encoding}로 저장된 파일이면 `iconv -f {encoding} -t UTF-8`로 바꾸세요",
        "it is not UTF-8; if it was saved as {encoding}, convert it with `iconv -f {encoding} -t UTF-8`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_as_seen_from_a_folder() {
        let seen = |path: &str, from: &str| relative(Path::new(path), Path::new(from));
        assert_eq!(seen("/a/b/c", "/a/b"), Path::new("c"));
        assert_eq!(seen("/a/x/c", "/a/b"), Path::new("../x/c"));
        assert_eq!(seen("/x", "/a/b"), Path::new("../../x"));
    }

    #[test]
    fn bytes_that_are_no_text_say_how_to_make_them_text() {
        let error = read([0xc1, 0xd6, 0xb9, 0xae].as_slice()).expect_err("CP949");
        assert!(error.en.contains("iconv -f CP949"), "{error:?}");
        let error = read([0xff, 0xfe, b'a', 0].as_slice()).expect_err("UTF-16");
        assert!(error.ko.contains("iconv -f UTF-16"), "{error:?}");
    }

    #[test]
    fn a_text_over_the_limit_is_not_read() {
        let endless = io::repeat(b'a');
        assert!(read(endless).expect_err("too large").en.contains("larger than 16 MiB"));
    }
}
