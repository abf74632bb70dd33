//! Languages that no grammar knows, coloured by their words: keywords, comments, texts in quotes, numbers, tags.

use super::writer::escape;

/// What is known of a language.
struct Words {
    names: &'static [&'static str],
    /// Begins a comment that ends with the line.
    comment: &'static str,
    quotes: &'static str,
    keywords: &'static [&'static str],
    /// Words that name what is built in.
    builtin: &'static [&'static str],
    /// Begins a word that is a label, such as a tag.
    label: char,
}

const LANGUAGES: [Words; 5] = [
    Words {
        names: &["gherkin", "feature", "cucumber"],
        comment: "#",
        quotes: "\"'",
        keywords: &[
            "Feature:",
            "Rule:",
            "Background:",
            "Scenario:",
            "Scenario",
            "Outline:",
            "Example:",
            "Examples:",
            "Template:",
            "Given",
            "When",
            "Then",
            "And",
            "But",
        ],
        builtin: &[],
        label: '@',
    },
    Words {
        names: &["cypher", "neo4j"],
        comment: "//",
        quotes: "\"'",
        keywords: &[
            "MATCH",
            "OPTIONAL",
            "WHERE",
            "RETURN",
            "WITH",
            "CREATE",
            "MERGE",
            "SET",
            "DELETE",
            "DETACH",
            "REMOVE",
            "ORDER",
            "BY",
            "LIMIT",
            "SKIP",
            "UNWIND",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IN",
            "ON",
            "CALL",
            "YIELD",
            "UNION",
            "DISTINCT",
            "CASE",
            "THEN",
            "ELSE",
            "END",
            "IS",
            "NULL",
            "INDEX",
            "CONSTRAINT",
            "FOR",
            "EXISTS",
            "DESC",
            "ASC",
        ],
        builtin: &["count", "collect", "size", "labels", "type", "id", "exists", "length", "coalesce", "sum", "avg"],
        label: ':',
    },
    Words {
        names: &["promql", "logql"],
        comment: "#",
        quotes: "\"'`",
        keywords: &[
            "by",
            "without",
            "on",
            "ignoring",
            "group_left",
            "group_right",
            "offset",
            "bool",
            "and",
            "or",
            "unless",
        ],
        builtin: &[
            "sum",
            "avg",
            "min",
            "max",
            "count",
            "rate",
            "irate",
            "increase",
            "histogram_quantile",
            "topk",
            "bottomk",
            "quantile",
            "stddev",
            "absent",
            "delta",
            "label_replace",
            "sum_over_time",
            "avg_over_time",
            "max_over_time",
            "predict_linear",
            "time",
            "vector",
            "clamp_max",
            "clamp_min",
            "changes",
            "count_values",
        ],
        label: '\0',
    },
    Words {
        names: &["bicep"],
        comment: "//",
        quotes: "'",
        keywords: &[
            "param",
            "var",
            "resource",
            "module",
            "output",
            "existing",
            "targetScope",
            "import",
            "using",
            "type",
            "func",
            "if",
            "for",
            "in",
            "true",
            "false",
            "null",
        ],
        builtin: &[
            "string",
            "int",
            "bool",
            "object",
            "array",
            "resourceGroup",
            "subscription",
            "uniqueString",
            "concat",
        ],
        label: '@',
    },
    Words {
        names: &["kql", "kusto"],
        comment: "//",
        quotes: "\"'",
        keywords: &[
            "where",
            "project",
            "extend",
            "summarize",
            "join",
            "on",
            "by",
            "order",
            "sort",
            "top",
            "take",
            "limit",
            "let",
            "union",
            "render",
            "distinct",
            "parse",
            "evaluate",
            "and",
            "or",
            "not",
            "in",
            "has",
            "contains",
            "between",
            "asc",
            "desc",
            "kind",
            "count",
            "mv",
        ],
        builtin: &["ago", "now", "bin", "count", "dcount", "sum", "avg", "min", "max", "countif", "tostring", "toint"],
        label: '\0',
    },
];

/// The lines of `code` in a language of the table; none for others.
pub fn highlight(code: &str, language: &str) -> Option<Vec<String>> {
    let words = LANGUAGES.iter().find(|words| words.names.contains(&language))?;
    Some(code.split_inclusive('\n').map(|line| words.line(line)).collect())
}

impl Words {
    fn line(&self, line: &str) -> String {
        let mut out = String::with_capacity(line.len() * 2);
        let mut rest = line.trim_end_matches('\n');
        while let Some(first) = rest.chars().next() {
            let (class, length) = self.token(rest, first);
            let (text, after) = rest.split_at(length);
            if class.is_empty() {
                escape(text, &mut out);
            } else {
                out.push_str(&format!("<span class=\"{class}\">"));
                escape(text, &mut out);
                out.push_str("</span>");
            }
            rest = after;
        }
        out.push_str(&line[line.trim_end_matches('\n').len()..]);
        out
    }

    /// The class and the length of the token that a text starts with.
    fn token(&self, rest: &str, first: char) -> (&'static str, usize) {
        let inner = |c: char| c.is_alphanumeric() || c == '_';
        let run = |from: usize| rest[from..].find(|c: char| !inner(c)).map_or(rest.len(), |end| from + end);
        if rest.starts_with(self.comment) {
            return ("c", rest.len());
        }
        if self.quotes.contains(first) {
            let closed = rest[1..].find(first).map(|end| end + 2);
            return closed.map_or(("", 1), |end| ("s", end));
        }
        let second = rest[first.len_utf8()..].chars().next();
        if first == self.label && second.is_some_and(char::is_alphabetic) {
            return ("a", run(1));
        }
        if first.is_ascii_digit() {
            return ("n", run(0));
        }
        if !(first.is_alphabetic() || first == '_') {
            return ("", first.len_utf8());
        }
        let end = run(0);
        let colon = end + usize::from(rest[end..].starts_with(':'));
        let (word, titled) = (&rest[..end], &rest[..colon]);
        if self.keywords.contains(&titled) {
            return ("k", colon);
        }
        let upper = self.keywords[0].chars().all(char::is_uppercase);
        match word {
            _ if self.keywords.contains(&word) => ("k", end),
            _ if upper && self.keywords.contains(&word.to_uppercase().as_str()) => ("k", end),
            _ if self.builtin.contains(&word) => ("b", end),
            _ => ("", end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn words_are_coloured() {
        for (language, code, expected) in [
            (
                "gherkin",
                "@fast\nScenario: A <b>\n  Given \"x\" # y\n",
                "<span class=\"a\">@fast</span>\n<span class=\"k\">Scenario:</span> A &lt;b&gt;\n  \
                 <span class=\"k\">Given</span> <span class=\"s\">&quot;x&quot;</span> <span class=\"c\"># y</span>\n",
            ),
            ("cypher", "match (n:Person)", "<span class=\"k\">match</span> (n<span class=\"a\">:Person</span>)"),
            (
                "promql",
                "sum(rate(é[5m])) by (a_b) 'x",
                "<span class=\"b\">sum</span>(<span class=\"b\">rate</span>(é[<span class=\"n\">5m</span>])) \
                 <span class=\"k\">by</span> (a_b) 'x",
            ),
        ] {
            assert_eq!(highlight(code, language).map(|lines| lines.concat()).as_deref(), Some(expected), "{language}");
        }
        assert_eq!(highlight("x", "rust"), None);
    }
}
