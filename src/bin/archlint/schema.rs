//! `archlint schema`.

use crate::args::{Schema, SchemaArgs};
use crate::failure::Failure;
use crate::out::{self, Finished};
use archlint::{config, report, rules};

pub fn run(args: &SchemaArgs) -> Result<u8, Failure> {
    let schema = match args.what {
        Schema::Config => config::schema(rules::ALL),
        Schema::Json => report::schema(),
    };
    let text = serde_json::to_string_pretty(&schema).expect("plain data is always JSON");
    out::print(Finished::lines(&(text + "\n")))?;
    Ok(0)
}
