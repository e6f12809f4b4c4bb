//! The day on which designs are judged.

use crate::failure::Failure;
use archlint::text;
use jiff::civil::Date;

/// `--today`, else `SOURCE_DATE_EPOCH`, else the UTC date.
pub fn today(stated: Option<Date>) -> Result<Date, Failure> {
    if let Some(date) = stated {
        return Ok(date);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => jiff::Timestamp::now(),
        Ok(seconds) => {
            let parsed = seconds.trim().parse().ok();
            parsed.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).ok_or_else(
                || {
                    text!(seconds;
                        "SOURCE_DATE_EPOCH가 초 단위의 수가 아닙니다: {seconds}",
                        "SOURCE_DATE_EPOCH is not a number of seconds: {seconds}"
                    )
                },
            )?
        }
    };
    Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
}
