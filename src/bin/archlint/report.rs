//! `archlint report`.

use crate::args::{Cli, ReportArgs, Shown};
use crate::failure::Failure;
use crate::one::One;
use crate::{out, picture};
use archlint::config::Profile;
use archlint::project::{Against, Files, PostOptions};
use archlint::render::Options;
use archlint::render::scene::Scene;
use archlint::sink::Printed;
use archlint::text;
use std::path::{Path, PathBuf};

pub fn run(cli: &Cli, args: &ReportArgs) -> Result<u8, Failure> {
    let one = One::read_by(cli, &args.file, &args.which, args.week.map(profile))?;
    let other = other(cli, args, &one)?;
    let errors = [Some(&one), other.as_ref()].map(|one| one.is_some_and(|it| it.has_errors(cli)));
    if errors.contains(&true) {
        return Ok(1);
    }
    let asked = PostOptions {
        lang: one.lang,
        week: args.week,
        author: args.author.as_deref().or(one.settings.project.config().author.as_deref()),
        against: against(args, other.as_ref()),
        questions: args.questions,
    };
    let text = match (args.quiz, is_page(args)) {
        _ if has_extension(args, &["pptx"]) => return slides(&one, args, &asked),
        (true, _) => one.reviewed.quiz(&asked),
        (_, true) => one.reviewed.post_page(&asked),
        _ => markdown(&one, args, &asked)?,
    };
    one.deliver(args.output.as_deref(), text)?;
    Ok(0)
}

fn profile(week: u8) -> Profile {
    match week {
        1 => Profile::Week1,
        2 => Profile::Week2,
        3 => Profile::Week3,
        _ => Profile::Week4,
    }
}

/// The design in another file that it is compared with.
fn other(cli: &Cli, args: &ReportArgs, one: &One) -> Result<Option<One>, Failure> {
    match args.against.as_deref() {
        Some(path) if path != Path::new("base") && path != Path::new("root") => {
            one.read_beside(cli, path, &args.which).map(Some)
        }
        _ => Ok(None),
    }
}

fn against<'a>(args: &ReportArgs, other: Option<&'a One>) -> Against<'a> {
    match (other, args.against.as_deref()) {
        (Some(other), _) => Against::Other(&other.reviewed),
        (None, Some(word)) if word == Path::new("base") => Against::Base,
        _ => Against::Root,
    }
}

fn has_extension(args: &ReportArgs, known: &[&str]) -> bool {
    let extension = args.output.as_deref().and_then(Path::extension);
    extension.is_some_and(|it| known.iter().any(|known| it.eq_ignore_ascii_case(known)))
}

fn is_page(args: &ReportArgs) -> bool {
    has_extension(args, &["html", "htm"])
}

/// The post as slides.
#[cfg(feature = "images")]
fn slides(one: &One, args: &ReportArgs, asked: &PostOptions) -> Result<u8, Failure> {
    let (slides, told) = one.reviewed.slides(asked);
    told.iter().for_each(|it| one.say(it));
    one.deliver(args.output.as_deref(), out::Finished::image(slides))?;
    Ok(0)
}

#[cfg(not(feature = "images"))]
fn slides(_one: &One, _args: &ReportArgs, _asked: &PostOptions) -> Result<u8, Failure> {
    Err(picture::without_images())
}

/// The post, with its pictures written beside it.
fn markdown(one: &One, args: &ReportArgs, asked: &PostOptions) -> Result<Printed, Failure> {
    // Beside a device or a pipe there is no place for pictures.
    let file = args.output.as_deref().filter(|path| out::is_file(Some(path)));
    let file = file.filter(|path| out::is_regular(path));
    let shown = args.picture.unwrap_or(match file {
        Some(_) => Shown::Both,
        None => Shown::Mermaid,
    });
    let with_files = matches!(shown, Shown::File | Shown::Both);
    let beside = match (with_files, file) {
        (false, _) => None,
        (true, Some(file)) => Some(file),
        (true, None) => return Err(nowhere()),
    };
    let drawn = matches!(shown, Shown::Mermaid | Shown::Both);
    let mut files = Files { drawn, ..Files::default() };
    if let Some(post) = beside {
        one.permit(&[post])?;
        let marks = one.reviewed.marks();
        let options = Options { lang: one.lang, findings: &marks, ..Options::default() };
        files.design = Some(draw(one, post, "", &one.reviewed.picture(&options))?);
        let base = one.reviewed.against(asked.against);
        if let Some(base) = base.filter(|_| one.reviewed.shows_change(asked)) {
            let change = one.reviewed.change_picture(&base, one.lang);
            files.change = Some(draw(one, post, "-change", &change)?);
        }
    }
    Ok(one.reviewed.post(asked, &files))
}

/// Writes a picture beside the post, as SVG and where it can as PNG; how the post calls it.
fn draw(one: &One, post: &Path, what: &str, scene: &Scene) -> Result<String, Failure> {
    for form in picture::FORMS_OF_POSTS {
        let bytes = picture::bytes(one, &[scene], form.0, &picture::plain())?;
        one.deliver(Some(&beside(post, what, form.1)), bytes)?;
    }
    let name = beside(post, what, "svg");
    Ok(name.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// `week3-change.svg` beside `week3.md`.
fn beside(post: &Path, what: &str, extension: &str) -> PathBuf {
    let stem = post.file_stem().unwrap_or_default().to_string_lossy();
    post.with_file_name(format!("{stem}{what}.{extension}"))
}

fn nowhere() -> Failure {
    text!(
        "그림 파일은 글 옆에 쓰므로 `-o 파일`이 있어야 합니다. 이슈에 올릴 글이면 `--picture mermaid`를 쓰세요",
        "pictures are written beside the post, so `-o FILE` is needed; for an issue use `--picture mermaid`"
    )
    .into()
}
