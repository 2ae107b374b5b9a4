//! The direction in which languages are written.

/// Whether a language is written from right to left, by its BCP 47 tag: by the script in the tag,
/// or the language's usual script.
pub fn is_right_to_left(tag: &str) -> bool {
    const SCRIPTS: [&str; 9] = [
        "adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa",
    ];
    const LANGUAGES: [&str; 26] = [
        "ar", "arc", "arz", "azb", "bal", "bgn", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks",
        "lrc", "mzn", "nqo", "pnb", "ps", "sd", "skr", "syr", "ug", "ur", "yi", "ydd",
    ];
    let mut subtags = tag.split('-').map(str::to_ascii_lowercase);
    let language = subtags.next().unwrap_or_default();
    let script = subtags
        .next()
        .filter(|subtag| subtag.len() == 4 && subtag.chars().all(|c| c.is_ascii_alphabetic()));
    match script {
        Some(script) => SCRIPTS.contains(&script.as_str()),
        None => LANGUAGES.contains(&language.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::is_right_to_left;

    #[test]
    fn a_tag_says_which_way_its_language_is_written() {
        for tag in [
            "ar",
            "ar-EG",
            "fa",
            "he",
            "ur-PK",
            "AR",
            "ps",
            "ug",
            "az-Arab",
            "pa-arab-PK",
            "yi",
            "sd",
            "dv",
        ] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in [
            "en", "pt-BR", "ar-Latn", "az", "zh-Hant", "ks-Deva", "arn", "",
        ] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
