//! `archlint render`.

use crate::args::{Cli, Picture, RenderArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::out::{self, Finished};
use crate::{files, picture};
use archlint::model::{Design, Place};
use archlint::project;
use archlint::render::{
    self, Arrangement, DiffOptions, Drawn, Extent, List, Load, Options, Shown, export,
};
use archlint::say::Lang;
use archlint::sink::{Html, Written};
use archlint::text;
use archlint::view::{self, Delivery};
use std::path::Path;

pub fn run(cli: &Cli, args: &RenderArgs) -> Result<u8, Failure> {
    let form = form(args)?;
    let one = One::read(cli, &args.file, &args.which)?;
    let has_errors = one.has_errors(cli);
    let picture = bytes(&one, args, form)?;
    if args.check {
        return Ok(u8::from(has_errors || !is_up_to_date(&one, args, &picture)?));
    }
    one.deliver(args.output.as_deref(), picture)?;
    Ok(u8::from(has_errors))
}

/// What `--format` says, else the output's extension, else SVG.
fn form(args: &RenderArgs) -> Result<Picture, Failure> {
    match (args.format, &args.output) {
        (Some(form), _) => Ok(form),
        (None, Some(path)) if path != Path::new("-") => picture::form_of(path),
        (None, _) => Ok(Picture::Svg),
    }
}

fn bytes(one: &One, args: &RenderArgs, form: Picture) -> Result<Finished, Failure> {
    let (design, look) = (&one.reviewed.design, &args.look);
    let findings = if look.no_findings { Vec::new() } else { one.reviewed.marks() };
    let load = if args.load { load(one) } else { None };
    let options = Options {
        load: load.as_ref(),
        lang: one.lang,
        theme: look.theme,
        direction: look.direction,
        extent: extent(design, args)?,
        slide: picture::slide(look)?,
        findings: &findings,
        list: List { worst: args.findings, place: args.list },
    };
    if args.against_base {
        return picture::bytes(one, &against_base(one, &options)?, form, look);
    }
    let shown =
        || Shown::new(design, options.extent, options.findings, options.load, options.lang).design;
    let (lang, direction) = (one.lang, look.direction);
    let plain = || {
        let plain = Options { findings: &[], ..options };
        render::picture(design, &plain).scene
    };
    Ok(match form {
        Picture::Dot => export::dot(&shown(), lang, direction).into(),
        Picture::Mermaid => export::mermaid(&shown(), lang, direction).into(),
        Picture::D2 => export::d2(&shown(), lang, direction).into(),
        Picture::Drawio => export::drawio(&shown(), &plain(), lang).into(),
        Picture::Excalidraw => export::excalidraw(&shown(), &plain(), lang).into(),
        Picture::Html => page(one, args, options.extent).into(),
        _ => return picture::bytes(one, &render::picture(design, &options), form, look),
    })
}

/// The page in both languages, the one that is spoken first.
fn page(one: &One, args: &RenderArgs, extent: Extent) -> Written<Html> {
    let look = |lang| view::Look {
        lang,
        direction: args.look.direction,
        extent,
        load: args.load,
        no_findings: args.look.no_findings,
        no_pictures: false,
    };
    let langs = match one.lang {
        Lang::Ko => [Lang::Ko, Lang::En],
        Lang::En => [Lang::En, Lang::Ko],
    };
    let states = langs.map(|lang| view::state(&one.reviewed, &look(lang), 0));
    view::page(states.into(), args.look.theme, Delivery::File)
}

/// How much of the design is asked for.
fn extent(design: &Design, args: &RenderArgs) -> Result<Extent, Failure> {
    if args.overview && design.groups.is_empty() {
        return Err(text!(
            "설계에 그룹이 없어 접을 것이 없습니다",
            "the design has no groups, so there is nothing to collapse"
        )
        .into());
    }
    let Some(name) = &args.group else {
        return Ok(if args.overview { Extent::Overview } else { Extent::Whole });
    };
    match project::place(design, name, |place| matches!(place, Place::Group(_)))? {
        Place::Group(group) => Ok(Extent::Group(group)),
        Place::Component(_) => unreachable!("only groups were asked for"),
    }
}

/// The design with what it changes marked, and what it removes still visible.
fn against_base(one: &One, options: &Options) -> Result<Drawn, Failure> {
    let design = &one.reviewed.design;
    let base = design.base.as_deref().ok_or_else(|| {
        text!(
            "이 설계는 다른 설계를 확장(`extends`)하지 않습니다",
            "the design extends no other design"
        )
    })?;
    let options = DiffOptions {
        lang: options.lang,
        direction: options.direction,
        slide: options.slide,
        arrangement: Arrangement::Overlay,
        new_findings: options.findings,
        ..DiffOptions::default()
    };
    Ok(render::diff(base, design, &options))
}

/// The design's traffic; says so when there is none to draw.
fn load(one: &One) -> Option<Load> {
    let load = Load::of(&one.reviewed.study);
    if load.is_none() {
        one.say(&text!(
            "`traffic`이 적혀 있지 않아 부하를 그릴 수 없습니다",
            "no `traffic` is stated, so there is no load to draw"
        ));
    }
    load
}

/// For a hook: a picture that is not drawn anew is a finding.
fn is_up_to_date(one: &One, args: &RenderArgs, picture: &Finished) -> Result<bool, Failure> {
    let Some(path) = args.output.as_deref().filter(|path| out::is_file(Some(path))) else {
        return Err(
            text!("`--check`에는 `-o 파일`이 있어야 합니다", "`--check` needs `-o FILE`").into()
        );
    };
    let current = files::bytes_of_regular(path).is_some_and(|old| old == picture.bytes());
    if !current {
        let (file, shown) = (shown(&args.file), shown(path));
        one.say(&text!(shown, file;
            "`{shown}` 그림이 설계와 다릅니다. `archlint render {file} -o {shown}`으로 다시 그리세요",
            "{shown} does not show the design; draw it anew with `archlint render {file} -o {shown}`"
        ));
    }
    Ok(current)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
