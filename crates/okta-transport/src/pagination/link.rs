//! The `Link` header of RFC 8288, read from every line of it.

use http::HeaderMap;
use http::header::LINK;

/// The target of the link with this relation among all `Link` lines of an answer.
///
/// Okta sends one line for each link (recorded); proxies and HTTP/2 join them with commas. Commas and
/// semicolons inside `<…>` and quotes belong to the value.
///
/// # Errors
///
/// When several targets have the relation, and when none has it while some of the header cannot be read: the link may have
/// stood there, and to go on as if there were none would be to end a listing early in silence.
pub(crate) fn target(headers: &HeaderMap, relation: &str) -> Result<Option<String>, &'static str> {
    let mut found: Option<String> = None;
    let mut is_readable = true;
    for value in headers.get_all(LINK) {
        let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
            is_readable = false;
            continue;
        };
        for link in read(text) {
            let Some(link) = link else {
                is_readable = false;
                continue;
            };
            let mut relations = link.relations.split_whitespace();
            if !relations.any(|name| name.eq_ignore_ascii_case(relation)) {
                continue;
            }
            if found.get_or_insert_with(|| link.target.clone()) != &link.target {
                return Err("several links name different ones");
            }
        }
    }
    if found.is_none() && !is_readable {
        return Err("a link cannot be read, and may have named it");
    }
    Ok(found)
}

#[derive(Debug, PartialEq, Eq)]
struct Link {
    target: String,
    relations: String,
}

/// Reads one line; what is malformed is `None`, up to the next comma.
fn read(text: &str) -> Vec<Option<Link>> {
    let mut rest = Reader(text);
    let mut all = Vec::new();
    loop {
        rest.skip(|character| character.is_whitespace() || character == ',');
        if rest.0.is_empty() {
            return all;
        }
        let link = rest.link();
        if link.is_none() {
            rest.skip_value(',');
        }
        all.push(link);
    }
}

struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    /// `<target>; name=value; name="value"`, up to the comma after it. A link without a relation is none (RFC 8288,
    /// section 3.3).
    fn link(&mut self) -> Option<Link> {
        let (target, rest) = self.0.strip_prefix('<')?.split_once('>')?;
        self.0 = rest;
        let mut relations = None;
        loop {
            self.skip(char::is_whitespace);
            let Some(rest) = self.0.strip_prefix(';') else {
                break;
            };
            self.0 = rest;
            self.skip(char::is_whitespace);
            let name =
                self.take(|character| !matches!(character, '=' | ';' | ',') && !character.is_whitespace());
            self.skip(char::is_whitespace);
            let value = self.value();
            // Only the first `rel` counts (RFC 8288, section 3.3).
            if name.eq_ignore_ascii_case("rel") && relations.is_none() {
                relations = Some(value);
            }
        }
        // What stands between the last parameter and the comma is no link.
        self.skip_value(',');
        Some(Link {
            target: target.trim().to_owned(),
            relations: relations.filter(|names| !names.is_empty() && !names.contains('"'))?,
        })
    }

    /// The value after `=`, with its quotes and escapes removed; nothing for a parameter without one.
    fn value(&mut self) -> String {
        let Some(rest) = self.0.strip_prefix('=') else {
            return String::new();
        };
        self.0 = rest;
        self.skip(char::is_whitespace);
        if self.0.starts_with('"') {
            self.quoted()
        } else {
            self.take(|character| !matches!(character, ';' | ',') && !character.is_whitespace())
                .to_owned()
        }
    }

    fn quoted(&mut self) -> String {
        let mut value = String::new();
        let mut characters = self.0.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return value;
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                other => value.push(other),
            }
        }
        // The quote has no end, so nobody knows what the value was to be.
        self.0 = "";
        String::new()
    }

    /// Passes over everything before `end`, where `end` in quotes does not count.
    fn skip_value(&mut self, end: char) {
        while let Some(character) = self.0.chars().next() {
            if character == end {
                return;
            } else if character == '"' {
                self.quoted();
            } else {
                self.0 = &self.0[character.len_utf8()..];
            }
        }
    }

    fn skip(&mut self, accept: impl Fn(char) -> bool) {
        self.take(accept);
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let end = self
            .0
            .find(|character| !accept(character))
            .unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn next(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(LINK, line.parse().unwrap());
        }
        target(&headers, "next").unwrap()
    }

    fn is_refused(line: &str) -> bool {
        target(&HeaderMap::from_iter([(LINK, line.parse().unwrap())]), "next").is_err()
    }

    #[test]
    fn the_next_link_is_found_on_any_line_and_behind_any_comma() {
        let (own, next_page) = (
            r#"<https://a/x>; rel="self""#,
            r#"<https://a/x?after=1,2;3>; rel="next""#,
        );
        let expected = Some("https://a/x?after=1,2;3".to_owned());
        assert_eq!(next(&[own, next_page]), expected);
        assert_eq!(next(&[&format!("{own}, {next_page}")]), expected);
        assert_eq!(next(&[&format!("{own},{next_page},")]), expected);
        assert_eq!(next(&[own]), None);
        assert_eq!(next(&[]), None);
    }

    #[test]
    fn relations_are_read_as_the_standard_has_them() {
        let expected = Some("/x".to_owned());
        for line in [
            "</x>; rel=next",
            "</x>;REL=NEXT",
            r#"</x>; title="a, \"b\"; rel=\"last\""; rel="next""#,
            r#"</x>; rel="prefetch next""#,
            r#"</x> ; rel = "next" ; rel="last""#,
            r#"garbage, </x>; rel="next""#,
            r#"</x>; rel="next" trailing, </y>; rel="last""#,
        ] {
            assert_eq!(next(&[line]), expected, "{line}");
        }
        for line in [
            r#"</x>; title="rel=next"; rel=last"#,
            r#"</x>; rel="last"; rel="next""#,
            ", ,",
            "",
        ] {
            assert_eq!(next(&[line]), None, "{line}");
        }
    }

    #[test]
    fn what_may_have_named_the_page_is_not_passed_over() {
        for line in [
            "</x",
            "<",
            "/x; rel=next",
            "</x>",
            "</x>; rel",
            "</x>; rel=",
            "</x>; rel=next\"",
            r#"</x>; rel="ne"#,
            r#"</x>; title="rel=next""#,
            r#"</a>; rel="self", </x; rel="next""#,
            r#"</x>; rel="next", </y>; rel="next""#,
        ] {
            assert!(is_refused(line), "{line}");
        }
        let twice = r#"</x>; rel="next", </x>; rel="next""#;
        assert_eq!(next(&[twice, twice]).as_deref(), Some("/x"));
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic_or_hang(line in "[<>\"\\\\;,= a-zé]{0,60}|\\PC{0,60}") {
            let _ = read(&line);
        }

        #[test]
        fn links_that_were_written_are_read(targets in proptest::collection::vec("[!-;=?-~]{1,20}", 1..5)) {
            let line = targets.iter().map(|target| format!("<{target}>; title=\"a,b\"; rel=\"self\"")).collect::<Vec<_>>();
            let targets_read: Vec<String> = read(&line.join(", ")).into_iter().flatten().map(|link| link.target).collect();
            prop_assert_eq!(targets_read, targets);
        }
    }
}
