//! What is refused, with the exact characters and words.

use super::*;

#[test]
fn a_wrong_dimension_names_the_right_one() {
    is_refused(
        "",
        WAS,
        &[
            (
                "replicas = 5m",
                "wrong-unit: 5m: `replicas` takes a count like `3` or `2..10` | this is a duration",
            ),
            (
                "mttr = 3rps",
                "wrong-unit: 3rps: `mttr` takes a duration like `30s` or `10m` | this is a rate",
            ),
            (
                "mttr = 10M",
                "wrong-unit: 10M: `mttr` takes a duration like `30s` or `10m` | did you mean `m`?",
            ),
            (
                "capacity = 2s",
                "wrong-unit: 2s: `capacity` takes a rate like `500rps` or `20/day` | this is a duration",
            ),
            (
                "cost = 100만",
                "wrong-unit: 100만: `cost` takes an amount like `$120/mo` or `₩150_000/mo` | this is a plain number",
            ),
            (
                "replicas = \"3\"",
                "wrong-unit: \"3\": `replicas` takes a count like `3` or `2..10` | this is a text",
            ),
            (
                "replicas = [3]",
                "wrong-unit: [3]: `replicas` takes a count like `3` or `2..10` | this is a list",
            ),
            (
                "replicas",
                "wrong-unit: replicas: `replicas` takes a count like `3` or `2..10` | has no value",
            ),
            (
                "replicas = three",
                "wrong-unit: three: `replicas` takes a count like `3` or `2..10` | this is a word",
            ),
            (
                "replicas = x2",
                "wrong-unit: x2: `replicas` takes a count like `3` or `2..10` | did you mean `2`?",
            ),
            (
                "replicas = seats",
                "wrong-unit: seats: `replicas` takes a count like `3` or `2..10` | a name in the design",
            ),
            (
                "deploy = 3",
                "wrong-unit: 3: `deploy` takes one of `recreate`, `rolling`, `blue-green`, `canary` | this is a number",
            ),
        ],
    );
    let zones = read("", WAS, "zones = [seats, a]");
    let expected = "wrong-unit: seats: `zones` takes the name of a group | this is a component";
    assert_eq!(zones.errors, [expected]);
    assert_eq!(zones.value, Some(Value::List(vec![Value::Group(GroupId(0))])));
}

#[test]
fn units_that_do_not_exist() {
    is_refused(
        "",
        WAS,
        &[
            ("capacity = 5K", "wrong-unit: K: there is no unit `K` | did you mean `k`?"),
            ("capacity = 500RPS", "wrong-unit: RPS: there is no unit `RPS` | did you mean `rps`?"),
            ("mttr = 3S", "wrong-unit: S: there is no unit `S` | did you mean `s`?"),
            ("mttr = 3days", "wrong-unit: days: there is no unit `days` | did you mean `d`?"),
            (
                "mttr = 10 minutes",
                "wrong-unit: minutes: there is no unit `minutes` | did you mean `m`?",
            ),
            ("cost = $5/GB", "wrong-unit: GB: there is no period `GB`"),
        ],
    );
    is_refused(
        "",
        DB,
        &[("size = 3mb", "wrong-unit: mb: there is no unit `mb` | did you mean `MB`?")],
    );
}

#[test]
fn numbers_that_cannot_be() {
    is_refused(
        "",
        WAS,
        &[
            ("replicas = -3", "unknown-value: -3: `replicas` cannot be negative"),
            ("replicas = 2.5", "unknown-value: 2.5: `replicas` must be a whole number"),
            (
                "availability = 99.9",
                "unknown-value: 99.9: `availability` cannot be more than 100% | did you mean `99.9%`?",
            ),
            ("availability = 120%", "unknown-value: 120%: `availability` cannot be more than 100%"),
            ("replicas = 10..2", "unknown-value: 10..2: this range begins above its end"),
            ("capacity = 0", "unknown-value: 0: `capacity` must be more than 0"),
            ("replicas = 1_000_000", "limit: 1_000_000: `replicas` cannot be more than 10,000"),
            ("replicas = 6 / 0", "unknown-value: 6 / 0: this divides by zero"),
            (
                "cost = $1e20 * 1e20",
                "limit: $1e20 * 1e20: the result of this calculation is too large",
            ),
        ],
    );
    is_refused(
        "",
        TRAFFIC,
        &[(
            "dau = 10m",
            "wrong-unit: 10m: `dau` takes a count like `3` or `2..10` | did you mean `M`?",
        )],
    );
    is_refused(
        "",
        TRAFFIC,
        &[("peak = 5m", "wrong-unit: 5m: `peak` takes a factor like `5x` | this is a duration")],
    );
    is_refused("", TRAFFIC, &[("peak = 0.5x", "unknown-value: 0.5x: `peak` must be at least 1")]);
}

#[test]
fn sums_that_mean_nothing() {
    is_refused(
        "",
        WAS,
        &[
            ("mttr = 3rps + 5m", "wrong-unit: 3rps + 5m: a rate and a duration do not add up"),
            ("mttr = 5m + 3", "wrong-unit: 5m + 3: a duration and a plain number do not add up"),
            (
                "cost = $5/mo + ₩100/mo",
                "wrong-unit: $5/mo + ₩100/mo: an amount in dollars and an amount in won do not add up",
            ),
            (
                "mttr = 5m * 5m",
                "wrong-unit: 5m * 5m: a duration times a duration means nothing here",
            ),
        ],
    );
}

#[test]
fn unknown_words_are_did_you_means() {
    is_refused(
        "let policy = rolling\nlet base = 3",
        WAS,
        &[
            (
                "deploy = roling",
                "unknown-value: roling: `deploy` has no value `roling` | did you mean `rolling`?",
            ),
            (
                "deploy = polici",
                "unknown-value: polici: `deploy` has no value `polici` | did you mean `policy`?",
            ),
            (
                "deploy = \"rolling\"",
                "unknown-value: \"rolling\": `rolling` is written without quotes | did you mean `rolling`?",
            ),
            (
                "managed = true",
                "unknown-value: true: `managed` has no value `true` | did you mean `on`?",
            ),
            (
                "session = stiky",
                "unknown-value: stiky: `session` has no value `stiky` | did you mean `sticky`?",
            ),
            ("session = on", "unknown-name: on: nothing is named `on`"),
            ("session = redis", "unknown-name: redis: nothing is named `redis`"),
            ("replicas = bse", "unknown-name: bse: no `let` is named `bse` | did you mean `base`?"),
            (
                "replicas = bse * 2",
                "unknown-name: bse: no `let` is named `bse` | did you mean `base`?",
            ),
        ],
    );
}

#[test]
fn lets_that_fail_are_reported_once_where_they_stand() {
    is_refused(
        "let a = b\nlet b = c + 1\nlet c = a * 2",
        WAS,
        &[("replicas = a", "unknown-value: a: these values read each other: a → b → c → a")],
    );
    is_refused(
        "let a = 3mm",
        WAS,
        &[("replicas = a", "wrong-unit: mm: there is no unit `mm` | did you mean `ms`?")],
    );
    is_refused(
        "traffic { dau = traffic.mau, mau = traffic.dau }",
        TRAFFIC,
        &[(
            "dau = traffic.mau",
            "unknown-value: traffic.mau: these values read each other: traffic.dau → traffic.mau → traffic.dau",
        )],
    );
    is_refused(
        "",
        TRAFFIC,
        &[("dau = traffic.mau", "unknown-name: traffic.mau: `traffic.mau` is not stated")],
    );
}

#[test]
fn a_name_defined_twice_is_an_error_and_the_first_counts() {
    let outcome = read("let a = 2\nlet a = 3", WAS, "replicas = a");
    assert_eq!(outcome.value.as_ref().map(shown).as_deref(), Some("2"));
    assert_eq!(outcome.errors, ["duplicate-name: a: `a` is defined twice"]);
}

#[test]
fn days() {
    let mut errors = Vec::new();
    let lets = Lets::default();
    let mut day = |year, month, day| {
        let span = Span::new(crate::source::SourceId(0), 0, 10);
        let expr = Expr { span, kind: ExprKind::Date { year, month, day } };
        Reader { lets: &lets, names: &Few, errors: &mut errors }.date(&expr)
    };
    assert_eq!(day(2027, 6, 30).map(|date| date.to_string()).as_deref(), Some("2027-06-30"));
    assert_eq!(day(2027, 2, 30), None);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].message.en, "there is no day 2027-02-30");
}
