//! Values that stand where a secret would and tell nothing: placeholders, references to a keeper,
//! names of algorithms, and prose.

/// Any of them.
pub(super) fn tells_nothing(value: &str) -> bool {
    is_placeholder(value)
        || is_reference(value)
        || is_description(value)
        || is_quantity(value)
        || is_version(value)
}

/// `<password>`, `{{ password }}`, `${DB_PASSWORD}`, `%PASSWORD%`, `****`, `…`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let filler = |c: char| "*xX-_.…•=:#?＊ｘ×ø𝑥●".contains(c);
    let brackets = [("<", ">"), ("{", "}"), ("[", "]"), ("(", ")"), ("%", "%"), ("__", "__")];
    value.is_empty()
        || value.starts_with(['$', '<', '{', '('])
        || value.starts_with("ENC(")
        || value.starts_with("!Ref")
        || value.starts_with("!Sub")
        || value.contains("{{")
        || value.contains("${")
        || value.contains("***")
        || brackets.iter().any(|(open, close)| {
            value.len() > 2 && value.starts_with(open) && value.ends_with(close)
        })
        || value.chars().all(filler)
}

/// `user:password@host` shows how an address is spelled.
pub(super) fn is_form(user: &str, password: &str) -> bool {
    let is_one = |word: &str, of: &[&str]| of.iter().any(|it| word.eq_ignore_ascii_case(it));
    is_one(user, &["user", "username", "id", "login", "userid"])
        && is_one(password, &["password", "passwd", "pass", "pw", "pwd"])
}

/// A reference to where the secret is kept: `var.db_password`, `vault:secret/db`,
/// `arn:aws:secretsmanager:…`, `/run/secrets/db`, `process.env.DB_PASSWORD`.
fn is_reference(value: &str) -> bool {
    const STARTS: &[&str] = &[
        "var.",
        "local.",
        "data.",
        "module.",
        "env.",
        "env:",
        "secret.",
        "secrets.",
        "secret:",
        "vault:",
        "process.env",
        "os.environ",
        "os.getenv",
        "system.getenv",
        "config.",
        "settings.",
        "ssm:",
        "aws:",
        "arn:",
        "gcp:",
        "projects/",
        "kms:",
        "file:",
        "op://",
        "vault://",
        "awskms://",
        "secret/",
        "kv/",
        "/run/secrets",
        "/etc/",
        "/var/",
        "./",
        "../",
        "@",
        "resolve:",
        "ref+",
        "sops:",
        "k8s:",
        "secretkeyref",
        "valuefrom",
        "github.",
        "steps.",
    ];
    let lower = value.to_lowercase();
    let is_path = value.starts_with('/')
        && value[1..].contains('/')
        && value.bytes().all(|b| b.is_ascii_lowercase() || b"/._-".contains(&b));
    is_path
        || is_attribute(value)
        || STARTS.iter().any(|start| lower.starts_with(start))
        || ["secretsmanager", "secret-manager", "parameter-store", "keyvault", "getenv("]
            .iter()
            .any(|keeper| lower.contains(keeper))
}

/// `random_password.db.result`, `aws_ssm_parameter.db[0].value`: something of a resource of Terraform.
fn is_attribute(value: &str) -> bool {
    let mut parts = value.split('.');
    let kind = parts.next().unwrap_or_default();
    let is_kind = kind.contains('_') && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-[]".contains(&b))
    };
    is_kind && value.matches('.').count() >= 2 && parts.all(is_name)
}

/// Words that describe a secret or say where it is, and none themselves.
const DESCRIPTIONS: &[&str] = &[
    // How it is kept or made.
    "aes",
    "aes-256",
    "aes256",
    "aes-256-gcm",
    "argon2",
    "argon2i",
    "argon2id",
    "bcrypt",
    "scrypt",
    "pbkdf2",
    "sha",
    "sha1",
    "sha-1",
    "sha256",
    "sha-256",
    "sha384",
    "sha512",
    "sha-512",
    "md5",
    "hmac",
    "hs256",
    "hs384",
    "hs512",
    "rs256",
    "rs512",
    "es256",
    "eddsa",
    "ed25519",
    "rsa",
    "rsa2048",
    "rsa-2048",
    "rsa4096",
    "ecdsa",
    "jwt",
    "jws",
    "jwe",
    "paseto",
    "oauth",
    "oauth2",
    "oauth2.0",
    "oidc",
    "saml",
    "bearer",
    "basic",
    "digest",
    "opaque",
    "uuid",
    "uuidv4",
    "base64",
    "hex",
    "pem",
    "x509",
    "tls",
    "mtls",
    "scram",
    "scram-sha-256",
    "md5crypt",
    "hashed",
    "hash",
    "salted",
    "salt",
    "encrypted",
    "masked",
    "redacted",
    "hidden",
    "plain",
    "plaintext",
    "rotated",
    "rotate",
    "rotation",
    "generated",
    "random",
    "signed",
    "stateless",
    // Who keeps it.
    "vault",
    "kms",
    "ssm",
    "iam",
    "aws",
    "env",
    "secrets",
    "secret",
    "secretsmanager",
    "keychain",
    "1password",
    "lastpass",
    "bitwarden",
    "keyring",
    "sops",
    "sealed",
    "sealedsecret",
    "doppler",
    "infisical",
    "parameter-store",
    "keycloak",
    "cognito",
    "auth0",
    "okta",
    "ldap",
    "redis",
    "db",
    "database",
    "session",
    "cookie",
    "header",
    "body",
    "query",
    "memory",
    "github",
    "gitlab",
    "k8s",
    "kubernetes",
    "config",
    "file",
    "here",
    "externalsecret",
    "external-secrets",
    // That there is one or none.
    "none",
    "null",
    "nil",
    "undefined",
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "required",
    "optional",
    "needed",
    "unset",
    "empty",
    "blank",
    "n/a",
    "na",
    "tbd",
    "todo",
    "default",
    "string",
    "text",
    "varchar",
    "bytes",
    "number",
    "int",
    "integer",
    "char",
    "value",
    "example",
    "sample",
    "placeholder",
    "your-password",
    "yourpassword",
    "your_password",
    "your-token",
    "your-secret",
    "your_api_key",
    "your-api-key",
    "password",
    "passwd",
    "token",
    "key",
    "apikey",
    "api-key",
    "api_key",
    "expired",
    "expires",
    "expiry",
    "reset",
    "policy",
    "login",
    "change",
    "update",
    "service",
    "server",
    "check",
    "checked",
    "validation",
    "verification",
    "encoder",
    "manager",
    "store",
    "stored",
    "field",
    "column",
    "form",
    "page",
    "email",
    "mail",
    "mfa",
    "otp",
    "sms",
    "pin",
    "only",
    "never",
    "always",
    "managed",
    "shared",
    "issued",
    "issuer",
    "bucket",
    "refresh",
    "access",
    "api",
    "id",
    "user",
    "grant",
    "flow",
    "lost",
    "forgotten",
    "strength",
    "length",
    "min",
    "max",
    "ttl",
    "passkey",
    "webauthn",
    "fido2",
    "google",
    "kakao",
    "naver",
    "apple",
    "ssh",
    "kerberos",
    "ntlm",
];

fn is_description(value: &str) -> bool {
    let lower = value.to_lowercase();
    let word = lower.trim_end_matches(['.', ',', '!', '?', ';', ':']);
    DESCRIPTIONS.contains(&word)
        || word.split(['+', '/', '&', ',', '-', '_']).all(|part| DESCRIPTIONS.contains(&part))
        || starts_with_hash(word)
}

/// A hash, as it may be printed in an article about storing passwords: `$2b$…` is caught as a
/// placeholder already, `sha256:…` and `{bcrypt}…` are names of algorithms with something behind.
fn starts_with_hash(word: &str) -> bool {
    ["{bcrypt}", "{noop}", "{argon2}", "sha256:", "sha512:", "pbkdf2:"]
        .iter()
        .any(|start| word.starts_with(start))
}

/// `30m`, `90d`, `15min`, `1h`, `3600s`, `256-bit`, `100/s`, `15분`, `90일`.
fn is_quantity(value: &str) -> bool {
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    const UNITS: &[&str] = &[
        "ms",
        "s",
        "sec",
        "secs",
        "seconds",
        "m",
        "min",
        "mins",
        "minutes",
        "h",
        "hr",
        "hours",
        "d",
        "day",
        "days",
        "w",
        "weeks",
        "mo",
        "months",
        "y",
        "years",
        "bit",
        "bits",
        "-bit",
        "b",
        "kb",
        "mb",
        "kib",
        "/s",
        "/min",
        "rps",
        "x",
        "%",
        "k",
        "chars",
        "자",
        "자리",
        "분",
        "초",
        "시간",
        "일",
        "주",
        "개월",
        "년",
        "번",
        "회",
        "개",
        "월",
        "비트",
        "바이트",
        "자리수",
    ];
    unit.len() < value.len() && UNITS.iter().any(|it| unit.eq_ignore_ascii_case(it))
}

fn is_version(value: &str) -> bool {
    let digits = value.trim_start_matches(['v', 'V']);
    !digits.is_empty()
        && digits.len() <= 8
        && (digits.contains('.') || digits.len() < value.len())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

pub(super) fn has_hangul(value: &str) -> bool {
    value.chars().any(|c| ('가'..='힣').contains(&c) || ('ㄱ'..='ㅣ').contains(&c))
}
