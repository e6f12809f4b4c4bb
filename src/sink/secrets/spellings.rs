//! How often the detector is right: spellings of secrets, and texts that look like them and are
//! none.

use super::{SecretKind, find};

/// Tokens are put together here, so that no scanner of repositories takes this file for a leak.
fn token(parts: &[&str]) -> String {
    parts.concat()
}

/// A text and the part of it that must be found.
fn secrets() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut say = |before: &str, secret: String, behind: &str| {
        all.push((format!("{before}{secret}{behind}"), secret));
    };
    let body = "9aF3kQ7zL2mX8vB4nC6tR1yW5eU0pHsJdGiO";
    // Tokens of providers.
    say("# key ", token(&["AKI", "A", "IOSFODNN7EXAMPLE"]), "");
    say("note = \"", token(&["gh", "p_", body]), "\"");
    say("# ", token(&["github", "_pat_", "11ABCDEFG0", body, "_xY12"]), "");
    say("# ", token(&["gl", "pat-", "abcdefghij0123456789"]), " 만료 없음");
    say("# ", token(&["xox", "b-", "123456789012-abcdefGHIJKL"]), "");
    say("# stripe: ", token(&["sk", "_live_", "51Habcdefghijkl4nopq"]), "");
    say("# toss ", token(&["live", "_sk_", "zXLkKEypNArWmo50nX3lmeaxYG5R"]), "");
    say("# openai ", token(&["sk", "-proj-", body]), "");
    say("# ", token(&["sk", "-ant-", "api03-", body]), "");
    say("# ", token(&["np", "m_", body]), "");
    say("# ", token(&["py", "pi-", "AgEIcHlwaS5vcmc", body, body]), "");
    say("# ", token(&["h", "f_", &body[..34]]), "");
    say("# ", token(&["S", "G.", &body[..22], ".", body, "abcdefg"]), "");
    say("# maps ", token(&["AI", "za", "SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY"]), "");
    say("# ", token(&["eyJhbGci", "OiJIUzI1NiJ9.", "eyJzdWIiOiIxIn0.", "dBjftJeZ4CVP"]), "");
    say(
        "# discord ",
        token(&["MTk4NjIy", "NDgzNDcxOTI1MjQ4.", "Cl2FMQ.", "ZnCjm1XVW7vRze4b7Cq4se7kKWs"]),
        "",
    );
    say(
        "# https://hooks.slack.com/services/",
        token(&["T00", "000000/B00", "000000/", &body[..24]]),
        "",
    );
    say("# AccountKey=", token(&[body, body, "ABCDEF=="]), ";EndpointSuffix=core.windows.net");
    say(
        "# aws_secret_access_key = ",
        token(&["wJalr", "XUtnFEMI/K7MDENG/bPxRfiCY", "EXAMPLEKEY"]),
        "",
    );
    say("# KAKAO_REST_API_KEY=", token(&["0123", "456789abcdef0123456789abcdef"]), "");
    say("# X-Naver-Client-Secret: ", "qW3eR5tY7u".to_owned(), "");
    let key = token(&[
        "-----BEGIN RSA ",
        "PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA ",
        "PRIVATE KEY-----",
    ]);
    say("/* ", key, " */");
    // Credentials in addresses.
    say("db a { note = \"mysql://root:", "s3cret".to_owned(), "@orders/x\" }");
    say("# postgres://app:", "p@ss/w0rd".to_owned(), "@db:5432/shop");
    say("# redis://:", "hunter2".to_owned(), "@cache:6379/0");
    say("# jdbc:mysql://db/o?user=root&password=", "hunter2".to_owned(), "&useSSL=true");
    say("# amqp://guest:", "guest1".to_owned(), "@mq");
    // Names of every joining style.
    for (name, value) in [
        ("DB_PASSWORD=", "hunter2"),
        ("dbPassword: ", "hunter2"),
        ("db.password=", "hunter2"),
        ("spring.datasource.password: ", "hunter2"),
        ("db-password = ", "correcthorse"),
        ("MYSQL_ROOT_PASSWORD: ", "qwerty"),
        ("--password ", "hunter2"),
        ("Password: ", "Tr0ub4dor&3"),
        ("password is ", "hunter2"),
        ("passwd: ", "toor"),
        ("PW: ", "1234"),
        ("pwd=", "P@ssw0rd!"),
        ("JWT_SECRET=", "supersecretvalue"),
        ("client_secret: ", "a1b2c3d4e5"),
        ("apiKey = ", "zx81-44aa-bb"),
        ("x-api-key: ", "zx8144aabb"),
        ("password: ", "changeme"),
        ("비밀번호: ", "1q2w3e4r!"),
        ("비밀번호 ", "qwer"),
        ("비번 ", "qwer1234"),
        ("비번은 ", "asdf1234"),
        ("DB 비번 = ", "test1234"),
        ("관리자 암호: ", "admin123"),
        ("패스워드: ", "0000"),
        ("토큰: ", "9f8e7d6c5b"),
        ("인증키=", "9f8e7d6c5b4a"),
        ("Authorization: Bearer ", "abcdef0123456789"),
    ] {
        say(&format!("# {name}"), value.to_owned(), "");
    }
    say("# id/pw: admin/", "hunter2".to_owned(), "");
    say("# ID/PW : admin / ", "qwer1234".to_owned(), " (스터디용)");
    say("# 아이디/비번: root/", "toor".to_owned(), "");
    say("db a { password = \"", "hunter 2 with blanks".to_owned(), "\" }");
    say("db a { password = ", "hunter2".to_owned(), " }");
    say("# | password | ", "hunter2".to_owned(), " |");
    say("# {\"password\": \"", "hunter2".to_owned(), "\"}");
    // What only its reader sees, and what stands apart from its name.
    for (before, behind) in [
        ("<b>password</b>: ", ""),
        ("\"password: <b>", "</b>\""),
        ("password:&nbsp;", ""),
        ("pass&#119;ord: ", ""),
        ("pass#119;ord: ", ""),
        ("pw: <b>", "</b>"),
        ("api[비밀번호<br>", "]"),
        ("db a \"pass\\u{77}ord: ", "\""),
        ("{\"variables\":{\"db_password\":{\"value\":\"", "\"}}}"),
        ("DB_PASSWORD: ${DB_PASSWORD:-", "}"),
        ("DB_PASSWORD: ${X-", "}"),
        ("url: http://a?p=${DB_PASSWORD-", "}"),
        ("args: [\"--db-password\", \"", "\"]"),
        ("args: [\"--db-password\",\n  \"", "\"]"),
        ("args:\n  - --db-password\n  - ", "\n"),
        ("requirepass ", "\n"),
        ("masterauth ", "\n"),
        ("command: redis-server --requirepass ", "\n"),
        ("environment = [{name = \"DB_PASSWORD\", value = \"", "\"}]"),
        ("set {\n  name = \"auth.password\"\n  value = \"", "\"\n}"),
        ("env:\n  - name: DB_PASSWORD\n    value: ", "\n"),
        ("secret_string = \"", "\""),
        ("variable \"db_password\" { default = \"", "\" }"),
        ("variable \"db_password\" {\n  type = string\n  default = \"", "\"\n}"),
        ("variable \"db_password\" {\n  default = \"", "\"\n"),
        (
            "resource \"aws_ssm_parameter\" \"a\" {\n  name = \"/a\"\n  type = \"SecureString\"\n  value = \"",
            "\"\n}",
        ),
        ("environment_variable {\n  name = \"DB_PASSWORD\"\n  plaintext_value = \"", "\"\n}"),
        ("DB_PASSWORD: >-\n  ", "\n"),
        ("test: [\"CMD\", \"mysqladmin\", \"-p", "\"]"),
        ("DB_PASSWORD_PROD=", ""),
        ("DB_PW_1=", ""),
        ("password_prod: ", ""),
        ("passwords: ", ""),
        ("REDIS_AUTH=", ""),
    ] {
        say(before, "hunter2xyz9".to_owned(), behind);
    }
    say("ops:", "$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/".to_owned(), "");
    say("# kakao: KakaoAK ", token(&["9a3957cd270573773", "eede9fd282fbf85"]), "");
    say("jdbc:sqlserver://db:1433;user=sa;password=", "hunter2xyz9".to_owned(), ";encrypt=true");
    say("jdbc:oracle:thin:scott/", "tiger2".to_owned(), "@db:1521:XE");
    say("# 암호: ", "사과나무12".to_owned(), "");
    say("# 비번", "qwer1234".to_owned(), "");
    say("# admin:", "admin123".to_owned(), "");
    say("# naver client secret ", "aB3dE5fG7h".to_owned(), "");
    say("# ", "fd00::1".to_owned(), "");
    say("# ", "fe80::1".to_owned(), "");
    // People, companies, accounts.
    for (before, number) in [
        ("주민등록번호 ", "900101-1234568"),
        ("", "880215-2345674"),
        ("사업자등록번호 ", "124-81-00998"),
        ("사업자번호: ", "1208147521"),
        ("", "220-81-62517"),
        ("담당 ", "010-2345-6789"),
        ("연락처: ", "01023456789"),
        ("", "+82 10-2345-6789"),
        ("사무실 ", "02-345-6789"),
        ("카카오뱅크 ", "3333-01-2345678"),
        ("입금 계좌: 국민 ", "123456-04-123456"),
        ("신한 ", "110-123-456789"),
        ("토스뱅크 ", "1000-1234-5678"),
        ("카드 ", "4539-1488-0343-6467"),
        ("", "5425233430109903"),
        ("account ", "123456789012"),
        ("문의 ", "minsu.kim@company.co.kr"),
        ("", "ops+alert@startup.io"),
        ("API ", "10.0.3.17"),
        ("ssh ubuntu@", "13.125.4.9"),
        ("http://", "52.78.10.3"),
        ("", "2406:da12:1ab:f000::15"),
        ("", "orders.prod.internal"),
        ("", "shop.c9akciq32.ap-northeast-2.rds.amazonaws.com"),
    ] {
        say(&format!("# {before}"), number.to_owned(), "");
    }
    all
}

/// Texts in which nothing is to be found.
const HARMLESS: &[&str] = &[
    "vpc net \"VPC 10.0.0.0/16\"",
    "subnet a \"10.0.1.0/24\"",
    "web a \"192.0.2.10\" // documentation",
    "# 203.0.113.7, 198.51.100.2",
    "# DNS 8.8.8.8, 1.1.1.1, 168.126.63.1",
    "# listen 0.0.0.0:8080, 127.0.0.1",
    "# mask 255.255.255.0, 169.254.169.254",
    "# 2001:db8::1, ::1, fe80::/10",
    "# 10:30:45 ~ 23:59:59",
    "web a \"v2.10.3.1\"",
    "# MySQL 8.0.32.1-debian, Chrome/120.0.6099.109",
    "# 버전 5.7.44.1",
    "// password=****",
    "// password: <password>",
    "// password: {{ .Values.db.password }}",
    "web a { note = \"password: ${DB_PASSWORD}\" }",
    "# DB_PASSWORD=$DB_PASSWORD",
    "# password = var.db_password",
    "# password: bcrypt",
    "# password hashing: argon2id",
    "# 비밀번호: BCrypt로 해시",
    "# 비밀번호는 Vault에 보관",
    "# 비밀번호 변경 API",
    "# 비밀번호 reset 메일",
    "# password: stored hashed with a salt",
    "// token: JWT, secret: Vault",
    "# token: opaque, 30m",
    "# access token: 15분, refresh token: 14d",
    "# token bucket: 100/s",
    "# max_tokens: 4096",
    "web a \"token service\"",
    "api -> auth-token : \"issue tokens v2\"",
    "was password_service \"비밀번호 서비스\" { replicas = 2 }",
    "# passwordless login, secrets manager",
    "# secret: arn:aws:secretsmanager:ap-northeast-2::secret:db",
    "# password_file: /run/secrets/db",
    "# api-key: none",
    "# compass: north, bypass: true",
    "# partition-key = user_id, shard key: order_id",
    "# sk_live_xxxxxxxxxxxxxxxxxxxx",
    "# git@github.com:team/repo.git",
    "# user@example.com, noreply@company.co.kr",
    "# npm i @scope/name@1.2.3",
    "# @2026-01-01, a@b",
    "redis a \"RESP 6379\"",
    "# 전화 1588-1234",
    "# 010-0000-0000",
    "# 900101-1******",
    "# 2026-01-01, 2026-11-29T10:00:00",
    "# 20260101-20261231",
    "# 1234567890 bytes, 300000000 req",
    "# 100-200-300",
    "# 주문번호 20260101-000123",
    "# ISBN 978-89-6626-228-1",
    "# 0123456789",
    "a -> b : \"https://example.com/token\"",
    "# https://user@example.com/path",
    "# postgres://app:${DB_PASSWORD}@db/shop",
    "# redis://cache:6379/0@1",
    "# arn:aws:s3:::bucket/key",
    "# host.docker.internal, localhost",
    "move api into seoul.internal",
    "# std::net::Ipv4Addr, a::b::c",
    "# 3f2504e0-4f89-11d3-9a0c-0305e82c3301",
    "# sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "# Basic authentication, Bearer token",
    "traffic { dau = 300k, peak = 5x }",
    "# 4111 requests, 1111 2222 3333",
    "# 02-03 배포",
];

fn share(right: usize, all: usize) -> f64 {
    100.0 * right as f64 / all as f64
}

#[test]
fn secrets_are_found_in_nearly_every_spelling() {
    let secrets = secrets();
    let is_found = |(text, secret): &&(String, String)| {
        let found = find(text);
        found.iter().any(|it| text[it.range.clone()] == **secret)
    };
    let missed: Vec<_> = secrets.iter().filter(|it| !is_found(it)).collect();
    let recall = share(secrets.len() - missed.len(), secrets.len());
    println!("{recall:.1}% of {} spellings are found", secrets.len());
    assert!(recall >= 95.0, "{recall:.1}%, missed: {missed:#?}");
}

#[test]
fn harmless_texts_are_left_alone() {
    let flagged: Vec<_> = HARMLESS
        .iter()
        .filter_map(|text| {
            let found = find(text);
            let parts: Vec<_> = found.iter().map(|it| (it.kind, &text[it.range.clone()])).collect();
            (!parts.is_empty()).then_some((text, parts))
        })
        .collect();
    let alarms = share(flagged.len(), HARMLESS.len());
    println!("{alarms:.1}% of {} harmless texts are flagged", HARMLESS.len());
    assert!(alarms <= 4.0, "{alarms:.1}%, flagged: {flagged:#?}");
}

#[test]
fn only_what_its_form_proves_is_certain() {
    let certain = |text: &str| find(text).first().map(|it| it.certain);
    assert_eq!(
        certain(&format!("# {}", token(&["gh", "p_", "9aF3kQ7zL2mX8vB4nC6tR1yW5eU0pHsJdGiO"]))),
        Some(true)
    );
    assert_eq!(certain("# mysql://root:hunter2@db"), Some(true));
    assert_eq!(certain("# password: hunter2"), Some(false));
    assert_eq!(certain("# 10.0.3.17"), Some(false));
    assert_eq!(certain("# 010-2345-6789"), Some(false));
}

#[test]
fn each_sort_goes_by_its_kind() {
    let kind = |text: &str| find(text).first().map(|it| it.kind);
    assert_eq!(kind("# 900101-1234568"), Some(SecretKind::Registration));
    assert_eq!(kind("# 카카오뱅크 3333-01-2345678"), Some(SecretKind::Account));
    assert_eq!(kind("# 4539-1488-0343-6467"), Some(SecretKind::Card));
    assert_eq!(kind("# 010-2345-6789"), Some(SecretKind::Phone));
    assert_eq!(kind("# kim@company.co.kr"), Some(SecretKind::Email));
    assert_eq!(kind("# orders.prod.internal"), Some(SecretKind::Host));
}

#[test]
fn a_long_text_is_read_in_time_that_grows_with_it() {
    // Of what each part of the detector looks for, so many on one line that quadratic reading
    // would not come to an end.
    for part in [
        "password=",
        "://",
        "8Q~",
        "a@",
        "-----BEGIN PRIVATE KEY",
        "id/pw:",
        "\\\"",
        ":AA",
        "1-",
        "<b>&amp;",
        "\"-a\", ",
        "- -p\n",
        "name: PW\n",
        "kind: Secret\n",
        "SecureString",
        "sensitive = true {",
        "\"values\" \"sensitive_values\":{\"a\":true, \"a\":",
        "jdbc:oracle:",
        "$apr1$a",
    ] {
        let text = format!("# {}", part.repeat(40_000 / part.len()));
        let _ = find(&text);
    }
}
