//! `archlint estimate`.

use crate::args::{Cli, EstimateArgs};
use crate::failure::Failure;
use crate::one::One;
use crate::output;
use archlint::report::figures;

pub fn run(cli: &Cli, args: &EstimateArgs) -> Result<u8, Failure> {
    let one = One::read(cli, &args.file)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let text = figures::estimate(&one.judged.study, args.format, one.lang);
    output::print_or_write(args.output.as_deref(), &text)?;
    Ok(u8::from(one.expectation_failed()))
}
