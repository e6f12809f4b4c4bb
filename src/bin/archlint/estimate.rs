//! `archlint estimate`.

use crate::args::{Cli, EstimateArgs};
use crate::failure::Failure;
use crate::one::One;

pub fn run(cli: &Cli, args: &EstimateArgs) -> Result<u8, Failure> {
    let one = One::read(cli, &args.file, &args.which)?;
    if one.has_errors(cli) {
        return Ok(1);
    }
    let text = one.reviewed.estimate(args.format, one.lang);
    one.deliver(args.output.as_deref(), text)?;
    Ok(u8::from(one.reviewed.expectation_failed()))
}
