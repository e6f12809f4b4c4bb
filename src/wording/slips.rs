//! What the slips are called by which figures come to contradict each other.

use crate::analysis::contradictions::Slip;
use crate::say::Text;
use crate::text;

/// The mistake in words.
pub fn slip_in_words(slip: Slip) -> Text {
    match slip {
        Slip::MoreDailyThanMonthly => text!(
            "하루에 온 사용자는 그달의 사용자이기도 하므로 DAU는 MAU보다 많을 수 없습니다.",
            "Who comes on a day has come in that month, so there can't be more daily than monthly users."
        ),
        Slip::Peak => text!(
            "피크를 적은 것으로 보입니다. `rps`는 평균이고 피크 배수는 그 위에 곱합니다.",
            "It looks like the peak; `rps` is the average, and the peak factor comes on top of it."
        ),
        Slip::OverHour => text!(
            "하루를 86,400초가 아니라 한 시간의 3,600초로 나눈 것으로 보입니다.",
            "It looks divided by the 3,600 seconds of an hour, not the 86,400 of a day."
        ),
        Slip::OverMinute => text!(
            "하루를 86,400초가 아니라 60초로 나눈 것으로 보입니다.",
            "It looks divided by 60, not by the 86,400 seconds of a day."
        ),
        Slip::Undivided => text!(
            "하루 요청 수를 초로 나누지 않은 것으로 보입니다.",
            "It looks like the requests of a day, not yet divided by its 86,400 seconds."
        ),
        Slip::OneEach => text!(
            "한 사람의 하루 요청 수(`requests-per-user`)를 곱하지 않은 것으로 보입니다.",
            "It looks as if the requests of each user (`requests-per-user`) were left out."
        ),
        Slip::OverMonth => text!(
            "하루가 아니라 한 달로 나눈 것으로 보입니다.",
            "It looks divided by the seconds of a month, not of a day."
        ),
        Slip::ManTwice => {
            text!("`만`을 두 번 곱한 것으로 보입니다.", "It looks like 만 (10,000) twice.")
        }
        Slip::NoMan => {
            text!("`만`을 빠뜨린 것으로 보입니다.", "It looks as if 만 (10,000) was left out.")
        }
        Slip::Thousandfold => {
            text!("천 배입니다. 단위를 확인하세요.", "It is a thousandfold; look at the unit.")
        }
        Slip::ReadsAsWrites => text!(
            "읽기까지 모두 쓰기로 센 것으로 보입니다.",
            "It looks as if reads were counted as writes."
        ),
        Slip::PeakAllDay => text!(
            "피크가 하루 내내 이어진다고 센 것으로 보입니다.",
            "It looks as if the peak lasted all day."
        ),
        Slip::Bits => {
            text!("바이트를 비트로 센 것으로 보입니다.", "It looks like bits, not bytes.")
        }
        Slip::Bytes => {
            text!("비트를 바이트로 센 것으로 보입니다.", "It looks like bytes, not bits.")
        }
        Slip::OfMonth => {
            text!("하루가 아니라 한 달 치로 보입니다.", "It looks like a month, not a day.")
        }
        Slip::OfYear => {
            text!("하루가 아니라 한 해 치로 보입니다.", "It looks like a year, not a day.")
        }
        Slip::LargerUnit => text!(
            "천 배입니다. KB와 MB, GB와 TB를 바꿔 적지 않았는지 보세요.",
            "It is a thousandfold: KB for MB, or GB for TB?"
        ),
        Slip::SmallerUnit => text!(
            "천분의 일입니다. KB와 MB, GB와 TB를 바꿔 적지 않았는지 보세요.",
            "It is a thousandth: MB for KB, or TB for GB?"
        ),
    }
}
