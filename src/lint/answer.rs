//! What a question wants to be written, taken apart: `session = none | local`, or for the whole design
//! `operations { monitoring = [metrics] }`, or a connection, `queue ~> worker`.

/// The block in which it stands, when it is asked of the whole design.
pub fn block(answer: &str) -> Option<&str> {
    answer.split_once(" { ").map(|(block, _)| block)
}

/// What is stated by it; of a connection the arrow.
pub fn attribute(answer: &str) -> &str {
    stated(answer).map_or("arrow", |(attribute, _)| attribute)
}

/// What may stand there.
pub fn values(answer: &str) -> &str {
    stated(answer).map_or(answer, |(_, values)| values)
}

fn stated(answer: &str) -> Option<(&str, &str)> {
    let inner = answer.split_once(" { ").map_or(answer, |(_, rest)| rest.trim_end_matches(" }"));
    inner.split_once(" = ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_of_a_thing_of_the_whole_or_a_connection() {
        let whole = "traffic { reads = 90% }";
        assert_eq!(
            (block(whole), attribute(whole), values(whole)),
            (Some("traffic"), "reads", "90%")
        );
        let own = "ttl = 10m | none";
        assert_eq!((block(own), attribute(own), values(own)), (None, "ttl", "10m | none"));
        let arrow = "queue ~> worker";
        assert_eq!((block(arrow), attribute(arrow), values(arrow)), (None, "arrow", arrow));
    }
}
