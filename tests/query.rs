//! The query language: answers known by hand, and both engines over the same questions. Needs `node`.

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use callboard::{
    config,
    model::{Catalog, Entity, RepoIndex, Scored, Scores, Snapshot},
    parse,
    query::{self, FIELDS, Facts, Ground, OPEN, RELATIONS, STATES, Today},
    resolve,
};
use serde_json::{Value, json};

use crate::support::{
    asking::{self, Dice, Size},
    questions,
    site::Place,
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The catalog of a repository.
fn catalog(name: &str, text: &str) -> Catalog {
    let snapshot = Snapshot::from_text(name, text);
    let repo = snapshot.repo.clone();
    let options = parse::Options { catalog_files: vec!["**/*.yaml".to_owned()], descriptors: false };
    let (declarations, _) = parse::parse(&[snapshot], &options);
    assert!(declarations.iter().all(|declaration| declaration.repo == RepoIndex(0)));
    resolve::resolve(vec![repo], declarations).0
}

/// Everything that can be asked of a made-up organisation.
fn made_up(seed: u64, size: Size) -> Ground {
    let catalog = catalog("made-up", &asking::organisation(seed, size));
    let facts = asking::facts(&catalog, seed);
    Ground::new(&catalog, &facts)
}

/// The organisation of `tests/query/org`; facts are annotations that begin with `test/`.
fn fixture() -> Ground {
    let mut text = String::new();
    for file in ["components.yaml", "people.yaml", "things.yaml"] {
        let content = fs::read_to_string(root().join("tests/query/org").join(file)).expect("the file is there");
        text.push_str(&format!("-- {file} --\n{content}"));
    }
    let catalog = catalog("org", &text);
    let fact = |entity: &Entity| {
        let number = |key: &str| entity.annotation(key).map_or(0, |text| text.parse().expect("a number"));
        let (errors, warnings) = (number("test/errors"), number("test/warnings"));
        let updated = entity.annotation("test/updated").map(str::to_owned);
        let rules = entity.annotation("test/rules").unwrap_or_default();
        let rules = rules.split_whitespace().map(str::to_owned).collect();
        Facts {
            docs: number("test/docs"),
            problems: errors + warnings,
            errors,
            warnings,
            rules,
            updated,
            ..Facts::default()
        }
    };
    let facts: Vec<Facts> = catalog.entities().iter().map(fact).collect();
    // A scorecard that nobody is held to has fields all the same.
    let card = config::all_shipped().remove(0);
    let (entities, expired, used, sights) = Default::default();
    let scored = Scored { card, entities, expired, used, sights };
    Ground::new(&catalog, &facts).with_scores(&Scores { cards: vec![scored], day: None })
}

/// What the program answers: references, or where the query is wrong.
fn native(ground: &Ground, text: &str, today: &str) -> Value {
    match query::parse(text, ground.vocabulary()) {
        Ok(query) => {
            let found = query::answer(ground, &query, Today::parse(today).expect("a day"));
            let mut answer =
                json!({ "answer": found.iter().map(|entity| ground.reference(*entity)).collect::<Vec<_>>() });
            let meant = if found.is_empty() { query::misspelt(ground, &query) } else { Vec::new() };
            if !meant.is_empty() {
                answer["meant"] = meant.into_iter().map(|one| json!([one.written, one.near])).collect();
            }
            answer
        }
        Err(error) => json!({ "error": { "start": error.start, "end": error.end } }),
    }
}

/// Writes the files of a site.
fn publish(ground: &Ground, folder: &Path) {
    for output in ground.files() {
        let path = folder.join(output.path.as_str());
        fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder is made");
        fs::write(path, output.bytes).expect("the file is written");
    }
}

fn read(folder: &Path) -> Ground {
    let mut fetch = |path: &str| fs::read(folder.join(path)).map_err(|error| error.to_string());
    Ground::read(&mut fetch).expect("the files are as they were written")
}

/// What the theme's scripts answer to requests of site, query and today.
pub fn browser(requests: &[(&Path, &str, &str)]) -> Vec<Value> {
    let mut node = Command::new("node")
        .arg(root().join("tests/browser/query.mjs"))
        .arg(root().join("theme/scripts"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    let mut input = node.stdin.take().expect("stdin is a pipe");
    let line = |(site, query, today): &(&Path, &str, &str)| {
        format!("{}\n", json!({ "site": site, "query": query, "today": today }))
    };
    let lines: String = requests.iter().map(line).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().expect("node runs");
    writer.join().expect("the writer ends").expect("node reads its input");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    text.lines().map(|line| plain(&serde_json::from_str(line).expect("an answer is JSON"))).collect()
}

/// An answer without what only one engine says.
fn plain(answer: &Value) -> Value {
    match &answer["error"] {
        Value::Null if answer["meant"].is_null() => json!({ "answer": answer["answer"] }),
        Value::Null => json!({ "answer": answer["answer"], "meant": answer["meant"] }),
        error => json!({ "error": { "start": error["start"], "end": error["end"] } }),
    }
}

fn cases() -> Vec<Value> {
    let text = fs::read_to_string(root().join("tests/query/cases.json")).expect("the file is there");
    serde_json::from_str(&text).expect("the cases are JSON")
}

#[test]
fn answers_are_those_known_by_hand() {
    let ground = fixture();
    let cases = cases();
    assert!(cases.iter().filter(|case| case["answer"].is_array()).count() >= 60);
    for case in cases {
        let text = case["query"].as_str().expect("a query");
        let answer = native(&ground, text, case["today"].as_str().expect("a day"));
        assert_eq!(answer, plain(&case), "{text}");
        if let Some(hint) = case["error"]["hint"].as_str() {
            let error = query::parse(text, ground.vocabulary()).expect_err("it is wrong");
            assert_eq!(error.hint.as_deref(), Some(format!("did you mean `{hint}`?").as_str()), "{text}");
        }
    }
}

#[test]
fn the_browser_answers_what_is_known_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    publish(&fixture(), folder.path());
    let cases = cases();
    let requests: Vec<_> = cases
        .iter()
        .map(|case| (folder.path(), case["query"].as_str().expect("a query"), case["today"].as_str().expect("a day")))
        .collect();
    let answers = browser(&requests);
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(answers) {
        assert_eq!(answer, plain(case), "{}", case["query"]);
    }
}

const ORGANISATIONS: usize = 20;
const QUESTIONS: usize = 25;

#[test]
fn both_engines_answer_generated_questions_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut asked = Vec::new();
    for number in 0..ORGANISATIONS {
        let size = Size { things: 5 + 9 * number, groups: 2 + number, needs: 1 + number % 4 };
        let ground = made_up(number as u64, size);
        let site = folder.path().join(number.to_string());
        publish(&ground, &site);
        assert!(read(&site) == ground, "what is read is what was written");
        let mut dice = Dice::new(1_000 + number as u64);
        for _ in 0..QUESTIONS {
            let question = questions::question(&mut dice, size);
            let answer = native(&ground, &question, "2026-11-23");
            asked.push((site.clone(), question, answer));
        }
    }
    let requests: Vec<_> =
        asked.iter().map(|(site, query, _)| (site.as_path(), query.as_str(), "2026-11-23")).collect();
    let answers = browser(&requests);
    assert_eq!(answers.len(), asked.len());
    let some = |answer: &&Value| answer["answer"].as_array().is_some_and(|found| !found.is_empty());
    assert!(answers.iter().filter(some).count() > asked.len() / 3, "the questions find something");
    let differ = |((_, question, native), answer): (&(_, String, Value), &Value)| {
        (native != answer).then(|| format!("{question}\n  native {native}\n  browser {answer}"))
    };
    let wrong: Vec<String> = asked.iter().zip(&answers).filter_map(differ).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), asked.len(), wrong.join("\n"));
}

/// Each entity uses one version of one package, and the versions are known in their order.
#[test]
fn both_engines_know_the_order_of_versions() {
    let table = fs::read_to_string(root().join("tests/query/versions.txt")).expect("the file is there");
    let lines: Vec<Vec<&str>> =
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_whitespace().collect()).collect();
    let versions = |line: &Vec<&str>| line[1..].iter().filter(|word| **word != "=").count();
    let size = Size { things: lines.iter().map(versions).sum::<usize>() + 1, groups: 2, needs: 0 };
    let catalog = catalog("versions", &asking::organisation(1, size));
    let mut facts = asking::facts(&catalog, 1);
    facts.iter_mut().for_each(|facts| facts.packages.clear());
    let (mut asked, mut entity) = (Vec::new(), 0);
    for (number, line) in lines.iter().enumerate() {
        let (mut below, mut alike): (Vec<usize>, Vec<usize>) = Default::default();
        for (place, word) in line.iter().enumerate().skip(1).filter(|(_, word)| **word != "=") {
            if line[place - 1] != "=" {
                below.append(&mut alike);
            }
            facts[entity].packages = vec![format!("{}/line-{number}@{word}", line[0]).into()];
            alike.push(entity);
            asked.push((format!("package:line-{number}<\"{word}\""), below.clone()));
            entity += 1;
        }
    }
    let ground = Ground::new(&catalog, &facts);
    let folder = tempfile::tempdir().expect("a folder");
    publish(&ground, folder.path());
    assert!(read(folder.path()) == ground, "what is read is what was written");
    let requests: Vec<_> = asked.iter().map(|(query, _)| (folder.path(), query.as_str(), "2026-11-23")).collect();
    for ((query, below), answer) in asked.iter().zip(browser(&requests)) {
        let below: Vec<&str> = below.iter().map(|entity| ground.reference(*entity as u32)).collect();
        let native = native(&ground, query, "2026-11-23");
        assert_eq!((&native["answer"], &answer["answer"]), (&json!(below), &json!(below)), "{query}");
    }
}

#[test]
fn hostile_queries_are_answered() {
    let ground = fixture();
    let folder = tempfile::tempdir().expect("a folder");
    publish(&ground, folder.path());
    let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
    let wide = |terms: usize| "kind:api OR ".repeat(terms - 1) + "kind:api";
    let cases: Vec<(String, Option<(usize, usize)>)> = vec![
        ("x".repeat(10_000), Some((2_000, 10_000))),
        ("(".repeat(10_000), Some((2_000, 10_000))),
        ("(".repeat(2_000), Some((20, 21))),
        (deep(20), None),
        (deep(21), Some((20, 21))),
        (format!("depends-on:{}", deep(20)), None),
        (format!("depends-on:{}", deep(21)), Some((31, 32))),
        ("-".repeat(1_999) + "x", None),
        ("-".repeat(2_000), Some((1_999, 2_000))),
        (wide(100), None),
        (wide(101), Some((1_200, 1_208))),
        ("\"".repeat(1_999), Some((1_998, 1_999))),
        (format!("docs:>{}", "9".repeat(1_900)), None),
        (format!("name:{}", "*a".repeat(900)), None),
        ("__proto__:x".to_owned(), Some((0, 9))),
        ("constructor:x".to_owned(), Some((0, 11))),
        ("has:toString".to_owned(), Some((4, 12))),
        ("is:constructor".to_owned(), Some((3, 14))),
        ("sort:__proto__".to_owned(), Some((5, 14))),
        ("count(hasOwnProperty):1".to_owned(), Some((6, 20))),
        ("annotation.__proto__.x:* spec.constructor:* label.toString:*".to_owned(), None),
        ("\"\" AND kind:\"\"".to_owned(), None),
        ("\u{0}\u{7f}\u{feff}\u{200b}".to_owned(), None),
    ];
    let requests: Vec<_> = cases.iter().map(|(query, _)| (folder.path(), query.as_str(), "2026-11-23")).collect();
    for ((query, error), answer) in cases.iter().zip(browser(&requests)) {
        let shown: String = query.chars().take(60).collect();
        let native = native(&ground, query, "2026-11-23");
        let expected = error.map(|(start, end)| json!({ "start": start, "end": end }));
        assert_eq!(native["error"], expected.unwrap_or_default(), "{shown}");
        assert_eq!(answer, native, "{shown}");
    }
}

/// Every name of the language is in its reference, and the reference names nothing else.
#[test]
fn the_reference_names_what_there_is() {
    let page = fs::read_to_string(root().join("content/manual/docs/reference/query.md")).expect("the page is there");
    let mut known: BTreeSet<String> = FIELDS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    for (name, back, also) in RELATIONS {
        known.extend([name, back].into_iter().chain(also.iter().copied()).map(str::to_owned));
    }
    known.extend(STATES.iter().map(|state| format!("is:{state}")));
    let open = |name: &str| OPEN.iter().any(|prefix| name.starts_with(prefix));
    let first_column = page.lines().filter_map(|line| line.strip_prefix("| `")).flat_map(|line| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let relation = RELATIONS.iter().any(|(name, ..)| cells[0].starts_with(&format!("{name}`")));
        let named = if relation { format!("`{line}") } else { format!("`{}", cells[0]) };
        named.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    });
    let named: BTreeSet<String> = first_column.collect();
    for prefix in OPEN {
        assert!(named.iter().any(|name| name.starts_with(prefix)), "{prefix} is not in the reference");
    }
    let named: BTreeSet<String> = named.into_iter().filter(|name| !open(name)).collect();
    assert_eq!(named, known);
    for (what, limit) in
        [("2,000 characters", "x ".repeat(1_001)), ("100 terms", "x ".repeat(101)), ("20 levels", "(".repeat(21))]
    {
        assert!(page.contains(what), "{what}");
        let error = query::parse(&limit, fixture().vocabulary()).expect_err("it is too much");
        assert!(error.message.contains(what), "{}", error.message);
    }
    let example = "kind:component lifecylce:production";
    let error = query::parse(example, fixture().vocabulary()).expect_err("it is misspelt");
    assert!(page.contains(&error.show(example)), "{}", error.show(example));
}

#[test]
fn the_command_asks_sources_and_sites_alike() {
    let place = Place::new(
        "-- org/catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team-a}\n\
         spec: {type: team, children: []}\n---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: \
         web, tags: [a, b], title: =1+1}\nspec: {type: website, lifecycle: production, owner: team-a}\n",
    );
    assert_eq!(place.run("", &["build", "org", "--output", "site"]).code, 0);
    let table = "KIND       NAME  OWNER                 SYSTEM  LIFECYCLE\nComponent  web   group:default/team-a          \
                 production\n\n1 entity\n";
    let csv = ["--format", "csv", "--columns", "ref,title,tag,owned-by,problems"];
    let rows = "ref,title,tag,owned-by,problems\r\ncomponent:default/web,'=1+1,\"a, b\",group:default/team-a,0\r\n";
    let json = ["--format", "json", "--columns", "type,tag,docs,updated"];
    let objects =
        json!([{ "ref": "component:default/web", "type": "website", "tag": ["a", "b"], "docs": 0, "updated": null }]);
    for from in [&["org"][..], &["--site", "site"]] {
        let ask =
            |query: &str, options: &[&str]| place.run("", &[&["query", query, "--quiet"], from, options].concat());
        assert_eq!(ask("kind:component", &[]).out, table, "{from:?}");
        assert_eq!(ask("-kind:group", &csv).out, rows, "{from:?}");
        let out = ask("owner*:team-a", &json).out;
        assert_eq!(serde_json::from_str::<Value>(&out).expect("JSON"), objects, "{from:?}");
        let groups = ask("", &["--group-by", "kind", "--format", "md", "--limit", "1"]).out;
        assert_eq!(groups, "| kind | count |\n|---|---|\n| Component | 1 |\n", "{from:?}");
        let wrong = ask("kind:api lifecylce:x", &[]);
        let message =
            "kind:api lifecylce:x\n         ^^^^^^^^^\nno field is called `lifecylce`; did you mean `lifecycle`?\n";
        assert_eq!((wrong.code, wrong.err.as_str()), (2, message), "{from:?}");
        let wrong = ask("", &["--columns", "ownr"]);
        assert!(wrong.code == 2 && wrong.err.contains("did you mean `owner`?"), "{wrong:?}");
    }
    assert_eq!(place.run("", &["query", "", "--site", "org"]).code, 3);
}
