//! `archlint report`.

use crate::args::{Cli, ReportArgs};
use crate::failure::Failure;
use crate::one::One;
use archlint::config::Profile;

pub fn run(cli: &Cli, args: &ReportArgs) -> Result<u8, Failure> {
    let profile = args.week.map(|week| match week {
        1 => Profile::Week1,
        2 => Profile::Week2,
        3 => Profile::Week3,
        _ => Profile::Week4,
    });
    let one = One::read_by(cli, &args.file, &args.which, profile)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let extension = args.output.as_deref().and_then(|path| path.extension());
    let is_html = extension.is_some_and(|e| e.eq_ignore_ascii_case("html"));
    let text = one.reviewed.report(is_html, args.week, one.lang);
    one.deliver(args.output.as_deref(), text)?;
    Ok(0)
}
