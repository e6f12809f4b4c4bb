//! Names of images and icons, without what does not tell what they are.

/// Without the registry's host, the tag and the digest.
pub fn image_path(image: &str) -> String {
    let image = image.split('@').next().unwrap_or(image);
    let (head, last) =
        image.rsplit_once('/').map_or((None, image), |(head, last)| (Some(head), last));
    let last = last.split(':').next().unwrap_or(last);
    let is_host = |part: &str| part.contains(['.', ':']) || part == "localhost";
    let parts = head.into_iter().flat_map(|head| head.split('/')).filter(|part| !is_host(part));
    parts.chain([last]).map(str::to_lowercase).collect::<Vec<_>>().join("/")
}

/// Without the tag and the digest: `registry.example.com:5000/shop/api:1.2` as `…/shop/api`.
pub fn without_tag(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let last = image.rfind('/').map_or(0, |at| at + 1);
    image[last..].find(':').map_or(image, |at| &image[..last + at])
}

/// Without what vendors put before and behind a name.
pub fn bare_image(name: &str) -> &str {
    let name = name.strip_prefix("cp-").unwrap_or(name);
    const ENDS: &[&str] = &[
        "-alpine",
        "-ce",
        "-ee",
        "-oss",
        "-server",
        "-community",
        "-debian",
        "-slim",
        "-arm64",
        "-docker",
    ];
    ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// An icon of a machine: `instance`, `m4_instance`.
pub fn is_machine(icon: &str) -> bool {
    if matches!(icon, "instance" | "instances" | "optimized_instance" | "spot_instance") {
        return true;
    }
    let size = icon.strip_suffix("_instance").unwrap_or_default();
    size.len() < 5 && size.chars().nth(1).is_some_and(|digit| digit.is_ascii_digit())
}

/// An image that runs somebody's code: it says how the code is written, not what it is for.
pub fn is_runtime(name: &str) -> bool {
    const RUNTIMES: &[&str] = &[
        "node", "golang", "go", "php", "deno", "bun", "dotnet", "rails", "django", "react", "next",
        "nextjs",
    ];
    RUNTIMES.contains(&name)
}
