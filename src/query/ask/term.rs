//! One term: a word, or a name, a colon and a value.

use super::{
    Counted, Expression, PackagePattern, Pattern, Quantity, QueryError, RefPattern, Steps, Target, Term,
    lexer::{Letter, Token, TokenKind},
    parser::Parser,
    value::{Alternative, Span, alternatives},
};
use crate::query::{
    ground::{Name, is_open, kebab},
    states::{self, STATES, State},
};
use crate::{diagnostic::nearest, query::FieldType};

/// A term whose name is cut off.
struct Named<'l> {
    name: String,
    name_span: Span,
    value: &'l [Letter],
    value_span: Span,
    whole: Span,
    /// Whether the value is an inner query, which begins with the next token.
    inner: bool,
}

impl Named<'_> {
    fn alternatives(&self) -> Result<Vec<Alternative<'_>>, QueryError> {
        alternatives(self.value, self.value_span).ok_or_else(|| {
            QueryError::new(self.whole, "a value is missing").hint(Some("write `\"\"` for the empty text"))
        })
    }

    /// References, or what an inner query finds.
    fn target(&self, parser: &mut Parser<'_>) -> Result<Target, QueryError> {
        if self.inner {
            return parser.group().map(|inner| Target::Query(Box::new(inner)));
        }
        Ok(Target::Refs(references(&self.alternatives()?)))
    }

    fn refuse_inner(&self) -> Result<(), QueryError> {
        if self.inner {
            let message = format!("`{}` takes values and no inner query", self.name);
            return Err(QueryError::new(self.name_span, message).hint(Some("inner queries stand after relations")));
        }
        Ok(())
    }
}

fn references(alternatives: &[Alternative<'_>]) -> Vec<RefPattern> {
    alternatives.iter().map(|alternative| RefPattern::new(alternative.letters)).collect()
}

/// Cuts a term at its first plain colon.
fn named<'l>(letters: &'l [Letter], whole: Span, opens: bool) -> Option<Named<'l>> {
    let place = letters.iter().position(|letter| letter.plain && letter.c == ':')?;
    let (before, colon, value) = (&letters[..place], letters[place], &letters[place + 1..]);
    let value_span = Span { start: colon.at + 1, end: whole.end };
    Some(Named {
        name: before.iter().map(|letter| letter.c).collect(),
        name_span: Span { start: whole.start, end: colon.at },
        value,
        value_span,
        whole,
        inner: opens && value_span.start == value_span.end,
    })
}

/// Reads `sort:field`; nothing when the term is another one.
pub(super) fn sort(
    parser: &mut Parser<'_>,
    letters: &[Letter],
    whole: Span,
) -> Result<Option<(usize, bool)>, QueryError> {
    let Some(named) = named(letters, whole, false).filter(|named| kebab(&named.name) == "sort") else {
        return Ok(None);
    };
    parser.count_term(whole)?;
    if named.value_span.start == named.value_span.end {
        return Err(QueryError::new(whole, "a value is missing").hint(Some("write `sort:name` or `sort:-updated`")));
    }
    let text: String = named.value.iter().map(|letter| letter.c).collect();
    let (descending, field) = text.strip_prefix('-').map_or((false, text.as_str()), |field| (true, field));
    match parser.vocabulary.find(field) {
        Some(Name::Field(place)) => Ok(Some((place, descending))),
        Some(Name::Nothing) => Ok(Some((usize::MAX, descending))),
        Some(Name::Relation(_)) => Err(QueryError::new(
            named.value_span,
            format!("`{}` is a relation, and answers are sorted by fields", short(field)),
        )),
        None => Err(unknown(parser, field, named.value_span, "field")),
    }
}

/// Reads the term of a token, which is the one before the parser's place.
pub(super) fn term(parser: &mut Parser<'_>, token: &Token) -> Result<Expression, QueryError> {
    match &token.kind {
        TokenKind::Term { letters, opens } => match named(letters, token.span, *opens) {
            Some(named) => name(parser, &named),
            None => {
                let text: String = letters.iter().map(|letter| letter.c).collect();
                Ok(Expression::Term(Term::Word(text.to_lowercase())))
            }
        },
        TokenKind::Count { name, value } => count(parser, *name, value, token.span),
        _ => Err(QueryError::new(token.span, "`count` takes a name in parentheses and a comparison")
            .hint(Some("write `count(depends-on):>10`"))),
    }
}

/// The term of a name and a value.
fn name(parser: &mut Parser<'_>, named: &Named<'_>) -> Result<Expression, QueryError> {
    if named.name.is_empty() {
        let span = Span { start: named.name_span.end, end: named.name_span.end + 1 };
        return Err(
            QueryError::new(span, "no name stands before the colon").hint(Some("put a word with a colon in quotes"))
        );
    }
    if !is_open(&named.name.to_lowercase())
        && let Some((base, digits)) = named.name.split_once('*')
    {
        return steps(parser, named, base, digits).map(Expression::Term);
    }
    let term = match kebab(&named.name).as_str() {
        "has" => return has(parser, named),
        "is" => return is(named),
        "in" => Term::Within(named.target(parser)?),
        "sort" => {
            let message = "the order of the whole answer stands outside of parentheses";
            return Err(QueryError::new(named.whole, message));
        }
        _ => match parser.vocabulary.find(&named.name) {
            Some(Name::Field(place)) => return field(parser, named, place),
            Some(Name::Nothing) => {
                named.refuse_inner()?;
                named.alternatives()?;
                Term::Nothing
            }
            Some(Name::Relation(ways)) => Term::Related(Steps { ways, most: 1 }, named.target(parser)?),
            None => return Err(unknown(parser, &named.name, named.name_span, "field")),
        },
    };
    Ok(Expression::Term(term))
}

fn field(parser: &Parser<'_>, named: &Named<'_>, place: usize) -> Result<Expression, QueryError> {
    named.refuse_inner()?;
    let alternatives = named.alternatives()?;
    Ok(Expression::Term(match parser.vocabulary.field_type(place) {
        FieldType::Text => Term::Text(place, alternatives.iter().map(|one| Pattern::new(one.letters)).collect()),
        FieldType::Ref => Term::Ref(place, references(&alternatives)),
        FieldType::Package => {
            Term::Package(place, alternatives.iter().map(PackagePattern::parse).collect::<Result<_, _>>()?)
        }
        field_type => Term::Quantity(place, quantities(&alternatives, field_type)?),
    }))
}

fn quantities(alternatives: &[Alternative<'_>], field_type: FieldType) -> Result<Vec<Quantity>, QueryError> {
    alternatives.iter().map(|alternative| Quantity::parse(alternative, field_type)).collect()
}

/// `name*:` and `name*3:`.
fn steps(parser: &mut Parser<'_>, named: &Named<'_>, base: &str, digits: &str) -> Result<Term, QueryError> {
    let ways = match parser.vocabulary.find(base) {
        Some(Name::Relation(ways)) => Some(ways),
        Some(_) if kebab(base) == "owner" && digits.is_empty() => return named.target(parser).map(Term::Owned),
        Some(_) => None,
        None => return Err(unknown(parser, base, named.name_span, "relation")),
    };
    let number = digits.bytes().all(|byte| byte.is_ascii_digit());
    // More steps than 32 bits count are as good as any number of them.
    let most = if digits.is_empty() { u32::MAX } else { digits.parse().unwrap_or(u32::MAX) };
    match ways {
        Some(ways) if number && most > 0 => Ok(Term::Related(Steps { ways, most }, named.target(parser)?)),
        Some(_) => Err(QueryError::new(named.name_span, "after `*` stands the number of steps, 1 or more, or nothing")),
        None => {
            let message = format!("`{}` is no relation, so it has no steps", short(base));
            Err(QueryError::new(named.name_span, message).hint(Some("`*` stands after relations and after `owner`")))
        }
    }
}

fn has(parser: &Parser<'_>, named: &Named<'_>) -> Result<Expression, QueryError> {
    named.refuse_inner()?;
    let one = |alternative: &Alternative<'_>| {
        let counted = counted(parser, &alternative.text(), alternative.span)?;
        Ok(Expression::Term(Term::Has(counted)))
    };
    named.alternatives()?.iter().map(one).collect::<Result<_, _>>().map(Expression::Any)
}

fn is(named: &Named<'_>) -> Result<Expression, QueryError> {
    named.refuse_inner()?;
    let one = |alternative: &Alternative<'_>| -> Result<State, QueryError> {
        let text = alternative.text();
        states::find(&text.to_lowercase()).ok_or_else(|| {
            let near = nearest(&text, STATES);
            let hint = near.map_or_else(
                || format!("there are `{}`", STATES.join("`, `")),
                |near| format!("did you mean `{near}`?"),
            );
            QueryError::new(alternative.span, format!("no state is called `{}`", short(&text))).hint(Some(hint))
        })
    };
    let states = named.alternatives()?.iter().map(one).collect::<Result<_, _>>()?;
    Ok(Expression::Term(Term::State(states)))
}

fn count(parser: &Parser<'_>, name: Span, value: &[Letter], whole: Span) -> Result<Expression, QueryError> {
    let text: String = parser.text[name.start..name.end].iter().collect();
    let counted = counted(parser, &text, name)?;
    let value_span = Span { start: name.end + 2, end: whole.end };
    let alternatives = alternatives(value, value_span)
        .ok_or_else(|| QueryError::new(whole, "a value is missing").hint(Some("write `count(depends-on):>10`")))?;
    Ok(Expression::Term(Term::Count(counted, quantities(&alternatives, FieldType::Number)?)))
}

fn counted(parser: &Parser<'_>, name: &str, span: Span) -> Result<Counted, QueryError> {
    match parser.vocabulary.find(name) {
        Some(Name::Field(place)) => Ok(Counted::Field(place)),
        Some(Name::Relation(ways)) => Ok(Counted::Relation(ways)),
        Some(Name::Nothing) => Ok(Counted::Nothing),
        None => Err(unknown(parser, name, span, "field")),
    }
}

fn unknown(parser: &Parser<'_>, name: &str, span: Span, what: &str) -> QueryError {
    let hint = match parser.vocabulary.nearest(name) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put a word with a colon in quotes".to_owned(),
    };
    QueryError::new(span, format!("no {what} is called `{}`", short(name))).hint(Some(hint))
}

/// Enough of a name for a message.
fn short(name: &str) -> String {
    let mut chars = name.chars();
    let start: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}
