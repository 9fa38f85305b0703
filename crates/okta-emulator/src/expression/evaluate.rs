//! What an [`Expression`] says of a user.

use serde_json::{Value, json};

use super::{Expression, Function};
use crate::state::Object;

/// The user that an expression is asked about.
pub(crate) struct Subject<'org> {
    pub(crate) profile: &'org Object,
    /// Id and name of each group of the user.
    pub(crate) groups: Vec<(&'org str, &'org str)>,
}

impl Expression {
    /// Whether the expression is true of the user; any value but `true` counts as not.
    pub(crate) fn holds(&self, subject: &Subject<'_>) -> bool {
        self.value(subject) == Value::Bool(true)
    }

    fn value(&self, subject: &Subject<'_>) -> Value {
        match self {
            Self::Literal(value) => value.clone(),
            Self::Attribute(name) => subject.profile.get(name).cloned().unwrap_or(Value::Null),
            Self::Equal(left, right) => json!(equal(&left.value(subject), &right.value(subject))),
            Self::Not(inner) => json!(!inner.holds(subject)),
            Self::All(parts) => json!(parts.iter().all(|part| part.holds(subject))),
            Self::Any(parts) => json!(parts.iter().any(|part| part.holds(subject))),
            Self::Call(function, arguments) => {
                let arguments: Vec<Value> =
                    arguments.iter().map(|argument| argument.value(subject)).collect();
                called(*function, &arguments, subject)
            }
        }
    }
}

/// A number is equal to a number of the same size, whole or not.
fn equal(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.to_bits() == right.to_bits(),
        _ => left == right,
    }
}

/// A function of a text is null where the text is: a user without the attribute is in no such group.
fn called(function: Function, arguments: &[Value], subject: &Subject<'_>) -> Value {
    let text = |index: usize| arguments.get(index).and_then(Value::as_str);
    let texts = text(0).zip(text(1));
    let any_group = |fits: &dyn Fn(&str, &str) -> bool| {
        let named = || arguments.iter().filter_map(Value::as_str);
        json!(subject.groups.iter().any(|(id, name)| named().any(|argument| {
            fits(id, argument) || fits(name, argument) && !matches!(function, Function::MemberOfAny)
        })))
    };
    match function {
        Function::StartsWith => json!(texts.map(|(whole, start)| whole.starts_with(start))),
        Function::Contains => json!(texts.map(|(whole, part)| whole.contains(part))),
        Function::Lower => json!(text(0).map(str::to_lowercase)),
        Function::Upper => json!(text(0).map(str::to_uppercase)),
        Function::Length => json!(text(0).map(|text| text.chars().count())),
        Function::Append => json!(texts.map(|(whole, end)| format!("{whole}{end}"))),
        Function::RemoveSpaces => json!(text(0).map(|text| text.replace(' ', ""))),
        Function::SubstringBefore => {
            json!(texts.map(|(whole, mark)| whole.split_once(mark).map_or(whole, |(before, _)| before)))
        }
        Function::SubstringAfter => {
            json!(texts.map(|(whole, mark)| whole.split_once(mark).map_or(whole, |(_, after)| after)))
        }
        Function::ListContains => {
            let list = arguments.first().and_then(Value::as_array);
            json!(
                list.zip(arguments.get(1))
                    .is_some_and(|(list, value)| list.contains(value))
            )
        }
        Function::MemberOfAny | Function::MemberOfNamed => any_group(&|group, argument| group == argument),
        Function::MemberOfNameStart => any_group(&|group, argument| group.starts_with(argument)),
        Function::MemberOfNamePart => any_group(&|group, argument| group.contains(argument)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn an_expression_holds_of_the_users_that_it_describes() {
        let profile = json!({ "firstName": "Andy", "title": "Lead developer", "level": 3, "tags": ["a"], "nick": null });
        let subject = Subject {
            profile: profile.as_object().unwrap(),
            groups: vec![("00g1", "Engineering West")],
        };
        for (text, holds) in [
            ("user.firstName == \"Andy\"", true),
            ("user.firstName==\"andy\"", false),
            ("user.firstName eq 'Andy'", true),
            ("user.firstName != \"Andy\"", false),
            ("user.level == 3", true),
            ("user.nick == null and user.absent == null", true),
            ("String.startsWith(user.title,\"Lead\")", true),
            ("String.startsWith(user.absent,\"Lead\")", false),
            (
                "String.startsWith(user.firstName,String.toUpperCase(\"a\"))",
                true,
            ),
            (
                "String.stringContains(String.toLowerCase(user.title), \"lead dev\")",
                true,
            ),
            ("String.substringAfter(user.title, \" \") == \"developer\"", true),
            ("String.substringBefore(user.title, \" \") == \"Lead\"", true),
            ("String.len(String.removeSpaces(user.title)) == 13", true),
            ("String.append(user.firstName, \"!\") == \"Andy!\"", true),
            ("Arrays.contains(user.tags, \"a\")", true),
            ("isMemberOfAnyGroup(\"00g0\", \"00g1\")", true),
            ("isMemberOfGroup(\"Engineering West\")", false),
            ("isMemberOfGroupName(\"Engineering West\")", true),
            ("isMemberOfGroupNameStartsWith(\"Eng\")", true),
            (
                "isMemberOfGroupNameContains(\"West\") && !isMemberOfGroup(\"00g1\")",
                false,
            ),
            (
                "user.level == 4 or user.level == 3 and user.firstName == \"Andy\"",
                true,
            ),
            (
                "(user.level == 4 || user.level == 3) AND user.firstName == \"Bob\"",
                false,
            ),
            ("!(user.level == 4)", true),
            ("user.title", false),
        ] {
            assert_eq!(parse(text).unwrap().holds(&subject), holds, "{text}");
        }
    }
}
