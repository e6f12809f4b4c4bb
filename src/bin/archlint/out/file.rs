//! Files as targets: whole or not at all, through links, and never over what the run has read.

use super::Finished;
use crate::failure::Failure;
use crate::files::Naming;
use archlint::text;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is written, and so where it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// A design: the only thing that may go by the name of one.
    Design,
    /// Anything made from a design.
    Derived,
}

/// Writes a file whole, if it is none that this run read, and none that it wrote. What a link leads
/// to is replaced and not the link; a device or a pipe, such as `/dev/null`, just gets the bytes, and
/// what is open already, such as `/dev/stdout`, gets them behind its own.
pub fn write(
    path: &Path,
    what: &Finished,
    product: Product,
    naming: &Naming,
) -> Result<(), Failure> {
    let target = permitted(path, product, naming)?;
    put(path, &target, what, naming)
}

/// Refuses what [`write`] would refuse, and a target that is named twice. Asked before the first of
/// several is written, so that a run which is refused leaves nothing behind.
pub fn permit(targets: &[(&Path, Product)], naming: &Naming) -> Result<(), Failure> {
    let mut known = Vec::new();
    for (path, product) in targets {
        let target = naming.absolute(&permitted(path, *product, naming)?);
        if is_regular(&target) && known.contains(&target) {
            return Err(is_output(path));
        }
        known.push(target);
    }
    Ok(())
}

/// A file, or the name of one to be: no device, pipe or open file, which has nothing beside it.
pub fn is_regular(path: &Path) -> bool {
    let is_other = |data: fs::Metadata| !data.is_file();
    !is_descriptor(path) && !fs::metadata(path).is_ok_and(is_other)
}

/// Where a path leads, if it may be written there.
fn permitted(path: &Path, product: Product, naming: &Naming) -> Result<PathBuf, Failure> {
    let target = followed(path).map_err(|error| Failure::writing(path.display(), error))?;
    if naming.has_read(&target) {
        return Err(is_input(path));
    }
    if naming.has_written(&target) {
        return Err(is_output(path));
    }
    let is_design = target.extension().is_some_and(|it| it.eq_ignore_ascii_case("arch"));
    if product == Product::Derived && is_design {
        return Err(is_named_like_a_design(path));
    }
    takes(path, &target).map(|()| target)
}

/// Whether what stands at the target, if anything, can be written.
fn takes(path: &Path, target: &Path) -> Result<(), Failure> {
    match fs::metadata(target) {
        Ok(old) if old.is_dir() => Err(is_folder(path)),
        Ok(old) if is_socket(&old) => Err(is_a_socket(path)),
        Ok(old) if old.is_file() && !is_descriptor(target) && old.permissions().readonly() => {
            Err(is_read_only(path))
        }
        _ => Ok(()),
    }
}

/// Writes a file in the place of its older self: for what is meant to change where it stands.
pub fn replace(path: &Path, what: &Finished, naming: &Naming) -> Result<(), Failure> {
    let target = followed(path).map_err(|error| Failure::writing(path.display(), error))?;
    put(path, &target, what, naming)
}

/// Writes a file that is not there yet; `false` where something is.
pub fn create(path: &Path, what: &Finished, naming: &Naming) -> Result<bool, Failure> {
    let failed = |error| Failure::writing(path.display(), error);
    if fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    let file = beside(path, what.bytes(), naming).map_err(failed)?;
    let made = file.persist_noclobber(path);
    naming.rubbish().forget();
    match made {
        Ok(_) => Ok(true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error.error)),
    }
}

/// Lets a file be run, as a hook must be.
pub fn make_executable(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let failed = |error| Failure::writing(path.display(), error);
        let mut permissions = fs::metadata(path).map_err(failed)?.permissions();
        permissions.set_mode(permissions.mode() | 0o755);
        fs::set_permissions(path, permissions).map_err(failed)?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn put(path: &Path, target: &Path, what: &Finished, naming: &Naming) -> Result<(), Failure> {
    let failed = |error| Failure::writing(path.display(), error);
    takes(path, target)?;
    let done = match is_regular(target) {
        true => rename_over(target, what.bytes(), naming),
        false => open_and_write(target, what.bytes()),
    };
    done.map_err(failed).inspect(|()| naming.note_written(target))
}

/// Where a path leads in the end, also when nothing is there yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    const MOST_LINKS: usize = 40;
    let mut at = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&at) {
            Ok(data) if data.is_symlink() && !is_open_file(&at) && !is_descriptor(&at) => {
                let to = fs::read_link(&at)?;
                at = at.parent().unwrap_or(Path::new("")).join(to);
            }
            _ => return Ok(at),
        }
    }
    Err(io::Error::other("too many links"))
}

/// `/dev/stdout` and the like lead to a pipe that has no name to follow.
fn is_open_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}

/// `/dev/stdout`, `/dev/fd/1` and the like, once followed: an open file, which may hold something
/// already, and whose name is not ours to give away.
fn is_descriptor(path: &Path) -> bool {
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    folder.is_some_and(|folder| {
        let is_of_a_process = folder.starts_with("/proc") && folder.ends_with("fd");
        is_of_a_process || folder == Path::new("/dev/fd")
    })
}

fn open_and_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(path)?;
    file.write_all(bytes)?;
    file.flush()
}

/// Writes beside the target and renames, so that nobody ever sees half a file.
fn rename_over(target: &Path, bytes: &[u8], naming: &Naming) -> io::Result<()> {
    let file = beside(target, bytes, naming)?;
    keep_permissions(target, file.as_file());
    let done = file.persist(target);
    naming.rubbish().forget();
    done.map(drop).map_err(|error| error.error)
}

fn beside(path: &Path, bytes: &[u8], naming: &Naming) -> io::Result<tempfile::NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let make = |path: &Path| {
        naming.rubbish().watch(path);
        fs::OpenOptions::new().write(true).create_new(true).open(path)
    };
    let mut file = tempfile::Builder::new().prefix(".archlint-").make_in(folder, make)?;
    file.write_all(bytes)?;
    file.flush()?;
    Ok(file)
}

/// A file that is replaced keeps its mode. Failing to is no reason not to write.
fn keep_permissions(path: &Path, file: &fs::File) {
    if let Ok(old) = fs::metadata(path) {
        let _ = file.set_permissions(old.permissions());
    }
}

#[cfg(unix)]
fn is_socket(data: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    data.file_type().is_socket()
}

#[cfg(not(unix))]
fn is_socket(_data: &fs::Metadata) -> bool {
    false
}

fn is_input(path: &Path) -> Failure {
    let shown = path.display();
    text!(
        shown;
        "{shown}: 이 명령이 읽은 파일이라 덮어쓰지 않습니다. `-o`에 다른 이름을 주세요",
        "{shown}: this run reads that file, so it is not overwritten; name another with `-o`"
    )
    .into()
}

fn is_output(path: &Path) -> Failure {
    let shown = path.display();
    text!(
        shown;
        "{shown}: 이 명령이 이미 쓴 파일이라 덮어쓰지 않습니다. 출력마다 다른 이름을 주세요",
        "{shown}: this run has written that file already; give each output a name of its own"
    )
    .into()
}

fn is_named_like_a_design(path: &Path) -> Failure {
    let shown = path.display();
    text!(
        shown;
        "{shown}: `.arch`는 설계의 이름입니다. 이 명령의 출력에는 다른 확장자를 주세요",
        "{shown}: `.arch` is the ending of designs; give what this command writes another one"
    )
    .into()
}

fn is_folder(path: &Path) -> Failure {
    let shown = path.display();
    text!(shown; "{shown}에 쓸 수 없습니다: 폴더입니다", "can't write {shown}: it is a folder")
        .into()
}

fn is_a_socket(path: &Path) -> Failure {
    let shown = path.display();
    text!(shown; "{shown}에 쓸 수 없습니다: 소켓입니다", "can't write {shown}: it is a socket")
        .into()
}

fn is_read_only(path: &Path) -> Failure {
    let shown = path.display();
    text!(shown; "{shown}에 쓸 수 없습니다: 읽기 전용입니다", "can't write {shown}: it is read-only")
        .into()
}
