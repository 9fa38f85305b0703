//! What the query string of the page asks for, and the links that ask for something else.

use url::form_urlencoded;

use crate::page::ROWS;
use crate::page::html::grouped;
use crate::query::Query;

/// A list with pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum List {
    Requests,
    Users,
    Groups,
    Apps,
}

impl List {
    const ALL: [Self; 4] = [Self::Requests, Self::Users, Self::Groups, Self::Apps];

    /// The parameter with the number of its page, and the id of its section.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Users => "users",
            Self::Groups => "groups",
            Self::Apps => "apps",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Requests => "Recent requests",
            Self::Users => "Users",
            Self::Groups => "Groups",
            Self::Apps => "Apps",
        }
    }
}

/// The parameters of the page. A number of a page that is none counts as 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// What is looked for in users, groups and apps; empty for all of them.
    pub(crate) q: String,
    /// The same in lower case: it is compared many times.
    pub(crate) needle: String,
    pub(crate) refreshes: bool,
    /// Numbers of pages from 0, in the order of [`List::ALL`].
    pages: [usize; 4],
}

/// A part of a list: as many rows as one page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// From 0.
    pub(crate) page: usize,
    /// Rows before it.
    pub(crate) skipped: usize,
    /// Rows of the whole list.
    pub(crate) of: usize,
}

impl Asked {
    pub(crate) fn parse(query: &str) -> Self {
        let query = Query::parse(query);
        let page = |list: List| {
            let number = query.get(list.name()).and_then(|text| text.parse::<usize>().ok());
            number.unwrap_or(1).saturating_sub(1)
        };
        let q = query.get("q").unwrap_or_default().trim();
        Self {
            q: q.to_owned(),
            needle: q.to_lowercase(),
            refreshes: query.flag("refresh", false),
            pages: List::ALL.map(page),
        }
    }

    /// Which rows of a list of this length are shown. A page behind the last one shows the last one.
    pub(crate) fn part(&self, list: List, of: usize) -> Part {
        let end = of.saturating_sub(1) / ROWS;
        let page = self.pages[list as usize].min(end);
        Part {
            page,
            skipped: page * ROWS,
            of,
        }
    }

    /// The address of another page of a list; the other lists stay where they are.
    pub(crate) fn with_page(&self, list: List, page: usize) -> String {
        let mut other = self.clone();
        other.pages[list as usize] = page;
        format!("{}#{}", other.address(), list.name())
    }

    pub(crate) fn with_refresh(&self, refreshes: bool) -> String {
        let other = Self {
            refreshes,
            ..self.clone()
        };
        other.address()
    }

    pub(crate) fn without_search(&self) -> String {
        let other = Self {
            refreshes: self.refreshes,
            ..Self::default()
        };
        format!("{}#search", other.address())
    }

    fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for list in List::ALL {
            let page = self.pages[list as usize];
            if page > 0 {
                query.append_pair(list.name(), &(page + 1).to_string());
            }
        }
        if self.refreshes {
            query.append_pair("refresh", "true");
        }
        let query = query.finish();
        if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        }
    }
}

impl Part {
    pub(crate) fn has_next(self) -> bool {
        self.skipped + ROWS < self.of
    }

    /// Such as `21 to 40 of 1,000`.
    pub(crate) fn described(self) -> String {
        let last = (self.skipped + ROWS).min(self.of);
        format!(
            "{} to {} of {}",
            grouped(self.skipped + 1),
            grouped(last),
            grouped(self.of)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_they_do_not_change_and_pages_end() {
        let asked = Asked::parse("q=a%26b&users=3&groups=x&refresh=true&apps=0");
        assert_eq!(
            asked.with_page(List::Groups, 1),
            "/?q=a%26b&users=3&groups=2&refresh=true#groups"
        );
        assert_eq!(asked.with_page(List::Users, 0), "/?q=a%26b&refresh=true#users");
        assert_eq!(asked.without_search(), "/?refresh=true#search");
        assert_eq!(asked.part(List::Users, 41).described(), "41 to 41 of 41");
        assert_eq!(asked.part(List::Users, 40).described(), "21 to 40 of 40");
        assert!(!asked.part(List::Users, 40).has_next());
        assert_eq!(asked.part(List::Users, 0).skipped, 0);
        assert_eq!(
            Asked::parse("users=99999999999999999999")
                .part(List::Users, 5)
                .page,
            0
        );
        assert_eq!(
            Asked::parse("users=18446744073709551615")
                .part(List::Users, 41)
                .page,
            2
        );
    }
}
