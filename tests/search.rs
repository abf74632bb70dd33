//! The index and its client together: records in, answers of the theme's own scripts out. Needs `node`.

#![expect(clippy::disallowed_methods, reason = "a site is written for the client to read, and node is run")]

mod languages;

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use callboard::{
    index::{self, Entry, Indexer, budget, tokens},
    model::{Heading, Output, PageSection, Record, RecordKind, SitePath},
};
use serde_json::{Value, json};

use crate::support::{
    asking::{self, Dice},
    site::Place,
};

/// Runs the client's scripts over a site, one answer for each request.
fn client(site: &Path, requests: &[Value]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node")
        .arg(root.join("tests/browser/search.mjs"))
        .arg(root.join("theme/scripts/search"))
        .arg(site)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed");
    let mut input = node.stdin.take().expect("stdin is a pipe");
    let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().expect("node runs");
    writer.join().expect("the writer ends").expect("node reads its input");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

fn entity(kind: &str, name: &str, title: &str, description: &str, words: &[&str]) -> Record {
    Record {
        kind: RecordKind::Entity,
        label: kind.to_owned(),
        path: SitePath::from_parts(["catalog", kind, &format!("{name}.html")]),
        anchor: None,
        title: title.to_owned(),
        context: format!("{kind}:default/{name}"),
        keywords: [name].iter().chain(words).map(|word| (*word).to_owned()).collect(),
        facets: words.iter().filter(|word| word.starts_with("team")).map(|word| owner(word)).collect(),
        sections: vec![PageSection { heading: None, text: description.to_owned() }],
    }
}

fn owner(team: &str) -> (String, String) {
    ("owner".to_owned(), format!("group:default/{team}"))
}

/// A page whose text is lines; a line that begins with `#` is a heading.
fn page(name: &str, title: &str, text: &str) -> Record {
    let mut sections = vec![PageSection { heading: None, text: String::new() }];
    for line in text.lines().map(str::trim) {
        if let Some(heading) = line.strip_prefix('#') {
            let text = heading.trim().to_owned();
            let heading = Heading { level: 2, id: text.to_lowercase().replace(' ', "-"), text };
            sections.push(PageSection { heading: Some(heading), text: String::new() });
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
        }
    }
    Record {
        kind: RecordKind::Page,
        label: "docs".to_owned(),
        path: SitePath::from_parts(["docs", &format!("{name}.html")]),
        anchor: None,
        title: title.to_owned(),
        context: "Handbook".to_owned(),
        keywords: Vec::new(),
        facets: Vec::new(),
        sections,
    }
}

fn records() -> Vec<Record> {
    vec![
        entity("component", "payments", "Payments", "Takes money from customers.", &["team-billing", "java"]),
        entity("component", "payments-web", "Payments web", "The checkout page.", &["team-web", "typescript"]),
        entity("api", "ledger-api", "Ledger API", "Entries and balances.", &["team-billing", "grpc"]),
        entity("component", "constructor", "Constructor", "A hostile name.", &["team-web"]),
        entity("group", "team-billing", "Billing", "People who care for money.", &[]),
        page("payments", "How payments work", "The payments component takes payments. Payments, payments, payments."),
        page(
            "install",
            "Installing the agent",
            "Get it running.\n# On Linux\nUse apt.\n# Memory allocation\nIt asks for little.",
        ),
        page(
            "kubernetes",
            "Kubernetes runbook",
            "Pods restart.\n# Scaling out\nSet replicas in ./app/charts/values.yaml, not by --run-dry.",
        ),
        page("paths", "Charts", "Charts app values: see charts/app/values.yaml, and first use --dry-run."),
        page("guide", "InstallerGuide", "How to install."),
        page("guides", "Notes for authors", "installerguide installerguide installerguides installerguides"),
        page("policy", "Retention policies", "Logs are kept for 30 days by getUserName."),
        page("tokyo", "東京リージョン", "データセンターの説明。"),
        page("notes", "Release notes", "__proto__ and <script>alert(1)</script> are words like all others."),
    ]
}

fn build(records: &[Record], reversed: bool) -> Vec<Output> {
    let indexer = Indexer::new().expect("memory suffices");
    let mut entries: Vec<Entry> =
        (0..).zip(records).map(|(number, record)| Entry::new((0, number, 0), record, budget(records.len()))).collect();
    if reversed {
        entries.reverse();
    }
    for entry in entries {
        indexer.add(entry).expect("memory suffices");
    }
    indexer.finish().expect("memory suffices")
}

fn site(records: &[Record]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the site");
    for output in build(records, false) {
        let path = folder.path().join(output.path.as_str());
        std::fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder is made");
        std::fs::write(path, output.bytes).expect("the file is written");
    }
    folder
}

#[test]
fn browser_and_build_cut_the_same_terms() {
    let texts = [
        "Hello, World! it's O’Reilly's l’équipe d'un qu'il aujourd'hui L'API s'-t",
        "getUserName HTTPServer2Go APIs IDs iOS OAuth2Client x86_64 K8S",
        "payment-service snake_case a.b.c com.example.app.Main_Class -dash- a--b a_-b",
        "v1.10.2 2026-11-02 3.14 10.0.0.1:8080 1-a-2 ½ ² Ⅷ x² ٣.٤",
        "src/main/java/Foo.java C:\\dir\\file std::vec<T> user@example.com #42 C++ C# .NET",
        "Café naïve ﬁne Straße İstanbul ΟΔΟΣ ὈΔΥΣΣΕΎΣ ǅ ŉ Ångström",
        "東京都のIT部門 サーバー 한국어 พิมพ์ไทย 中 a中b ㍿ ｶﾞ",
        "हिन्दी தமிழ் עִבְרִית العَرَبِيَّة ქართული 👩‍👩‍👧 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐐀𐐨",
        "__proto__ constructor \u{0}\u{7f}\u{200b}zero\u{200b}width \u{feff} a\u{301}b",
        "a.b.c.d.e.f.g one-two-three-four-five-six",
        "see `/etc/nginx/conf.d/`, ./src//mainApp.rs; and/or --dry-run --- -- / // https://Example.com/a/b?c=d/e#f 1/2/3",
        "é/ü/x a/é/b /ab/ ab/ /a --é --x= ssh://git@host:22/~me/repo.git +a/b+/c -/- x:///y @scope/name/file.ts:12-14.",
        &"x".repeat(90),
        &"Ab".repeat(50),
        "",
    ];
    let expected: Vec<Value> = texts
        .iter()
        .map(|text| {
            let mut terms = Vec::new();
            tokens::tokenize(text, &mut |term, role| {
                terms.push(format!("{}{term}", ["", "+", "=", "", "~"][role as usize]))
            });
            tokens::written(text, &mut |term| terms.push(term.to_owned()));
            json!(terms)
        })
        .collect();
    let requests: Vec<Value> = texts.iter().map(|text| json!({ "tokens": text })).collect();
    let folder = tempfile::tempdir().expect("a folder");
    for ((text, expected), found) in texts.iter().zip(expected).zip(client(folder.path(), &requests)) {
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_is_meant_comes_first() {
    let cases = [
        ("payments", "catalog/component/payments.html"),
        ("Payments Web", "catalog/component/payments-web.html"),
        ("payments-web", "catalog/component/payments-web.html"),
        ("paymentsweb", "catalog/component/payments-web.html"),
        ("how payments work", "docs/payments.html"),
        ("where can I find release notes", "docs/notes.html"),
        ("how does the ledger api work", "catalog/api/ledger-api.html"),
        ("release note", "docs/notes.html"),
        ("retention p", "docs/policy.html"),
        ("charts/app/values.yaml", "docs/paths.html"),
        ("/app/charts/values.yaml", "docs/kubernetes.html#scaling-out"),
        ("--dry-run", "docs/paths.html"),
        ("installerguides", "docs/guide.html"),
        ("kuber", "docs/kubernetes.html"),
        ("kubernets runbok", "docs/kubernetes.html"),
        ("memory allocation", "docs/install.html#memory-allocation"),
        ("scaling", "docs/kubernetes.html#scaling-out"),
        ("install agent", "docs/install.html"),
        ("retention policy", "docs/policy.html"),
        ("getusername", "docs/policy.html"),
        ("getUserName", "docs/policy.html"),
        ("grpc", "catalog/api/ledger-api.html"),
        ("team-web typescript", "catalog/component/payments-web.html"),
        ("owner:team-billing kind:api", "catalog/api/ledger-api.html"),
        ("owner:group:default/team-web -payments -kind:api constructor", "catalog/component/constructor.html"),
        ("東京", "docs/tokyo.html"),
        ("データ", "docs/tokyo.html"),
        ("constructor", "catalog/component/constructor.html"),
        ("__proto__", "docs/notes.html"),
        ("<script>alert(1)", "docs/notes.html"),
    ];
    let site = site(&records());
    let requests: Vec<Value> = cases.iter().map(|(query, _)| json!({ "query": query })).collect();
    for ((query, expected), answer) in cases.iter().zip(client(site.path(), &requests)) {
        assert_eq!(answer["results"][0]["href"], **expected, "{query}: {answer:#}");
    }
}

#[test]
fn odd_queries_are_answered() {
    let site = site(&records());
    let long = "word ".repeat(2_000);
    let asked = [
        json!({ "query": "zzzzzzzz" }),
        json!({ "query": long }),
        json!({ "query": "owner:nobody" }),
        json!({ "query": "-" }),
    ];
    let answers = client(site.path(), &asked);
    assert_eq!((&answers[0]["total"], &answers[0]["missing"]), (&json!(0), &json!(["zzzzzzzz"])));
    assert_eq!(answers[1]["cut"], true);
    assert_eq!(answers[2]["total"], 0);
    assert_eq!(answers[3]["total"], 0);
    let empty = self::site(&[]);
    assert_eq!(client(empty.path(), &[json!({ "query": "anything owner:x" })])[0]["total"], 0);
}

#[test]
fn the_order_of_arrival_leaves_no_trace() {
    assert!(build(&records(), false) == build(&records(), true));
}

/// Words of the demo's files, as questions of many forms: cut short, misspelt, quoted, filtered, written together.
fn questions(folder: &Path, count: usize) -> Vec<String> {
    let files = ignore::WalkBuilder::new(folder).build().filter_map(Result::ok).map(ignore::DirEntry::into_path);
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "md" || e == "yaml")).collect();
    files.sort();
    let text: String = files.iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| w.len() > 2).collect();
    let mut dice = Dice::new(5);
    let question = |_| {
        let at = dice.below(words.len() - 3);
        let other = words[dice.below(words.len())];
        match dice.below(17) {
            0 => words[at].to_owned(),
            1 => format!("{} {other}", words[at]),
            2 => words[at..at + 3].join(" "),
            3 => format!("\"{} {}\" {other}", words[at], words[at + 1]),
            4 => words[at].chars().take(2 + dice.below(4)).collect(),
            5 => words[at].chars().enumerate().filter(|(place, _)| *place != 2).map(|(_, c)| c).collect(),
            6 => format!("{other} kind:{} ", ["docs", "component", "api", "reference"][dice.below(4)]),
            7 => format!("{}{} -kind:docs", words[at], words[at + 1]),
            8 => format!("how do I {} the {} of {other}?", words[at], words[at + 1]),
            9 => format!("{}_{}.{}", words[at], words[at + 1], words[at + 2]),
            10 => format!("{other}/{}-{}", words[at], words[at + 1].chars().take(3).collect::<String>()),
            11 => (0..20).map(|_| words[dice.below(words.len())]).collect::<Vec<_>>().join(" "),
            12 => format!("/{}/{other}/{}.yaml {}", words[at], words[at + 1], words[at + 2]),
            13 => format!("--{}-{other} https://{}/{}", words[at], words[at + 1], words[at + 2]),
            14 => format!("how does {}s {} work", words[at], words[at + 1]),
            15 => format!("{}s {}", words[at], words[at + 1].chars().take(2).collect::<String>()),
            _ => format!("{other} {} owner:{}*", words[at], ["group", "t", "x"][dice.below(3)]),
        }
    };
    (0..count)
        .map(question)
        .chain(["".to_owned(), "\"".to_owned(), "a \"b".to_owned(), "東京 ΟΔΟΣ".to_owned()])
        .collect()
}

/// Asks the command line's engine and the browser's, which must agree; gives how much was found.
fn compare(site: &Path, questions: &[String]) -> usize {
    let requests: Vec<Value> = questions.iter().map(|text| json!({ "query": text, "limit": 30 })).collect();
    let mut found = 0;
    for (text, answer) in questions.iter().zip(client(site, &requests)) {
        let mut fetch = |path: &str| std::fs::read(site.join(path)).map_err(|error| error.to_string());
        let own = index::search(&mut fetch, text, 30).expect("the index is whole");
        let shown: Vec<_> = own.found.iter().map(|found| (u64::from(found.document), found.score)).collect();
        let numbers = |name: &str| answer[name].as_array().into_iter().flatten();
        let theirs = numbers("documents").filter_map(Value::as_u64).zip(numbers("scores").filter_map(Value::as_f64));
        assert_eq!(shown, theirs.collect::<Vec<_>>(), "{text}");
        assert_eq!(json!(own.total), answer["total"], "{text}");
        found += own.found.len();
    }
    found
}

#[test]
fn the_command_line_finds_what_the_browser_finds() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = tempfile::tempdir().expect("a folder");
    let built = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["build", "--quiet", "--output"])
        .arg(site.path().join("site"))
        .args(["content/demo/*", "content/manual"])
        .current_dir(root)
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let found = compare(&site.path().join("site"), &questions(&root.join("content"), 400));
    assert!(found > 2_000, "the questions find something: {found}");
}

#[test]
fn made_up_organisations_are_searched_alike() {
    let mut found = 0;
    for seed in 0..20 {
        let size = asking::Size { things: 60, groups: 10, needs: 4 };
        let place = Place::new(
            &asking::organisation(seed, size).replace(".yaml --", "/catalog-info.yaml --").replace("-- ", "-- org/"),
        );
        let built = place.run(".", &["build", "org", "--output", "site"]);
        assert!(place.path("site/search/manifest.js").exists(), "{}", built.err);
        found += compare(&place.path("site"), &questions(&place.path("org"), 25));
    }
    assert!(found > 5_000, "the questions find something: {found}");
}

/// The files of an index, by their path.
fn files(records: &[Record], synonyms: &[Vec<String>]) -> BTreeMap<String, Vec<u8>> {
    let indexer = Indexer::new().expect("memory suffices").with_synonyms(synonyms);
    for (number, record) in (0..).zip(records) {
        indexer.add(Entry::new((0, number, 0), record, budget(records.len()))).expect("memory suffices");
    }
    let outputs = indexer.finish().expect("memory suffices");
    outputs.into_iter().map(|output| (output.path.to_string(), output.bytes)).collect()
}

#[test]
fn words_written_otherwise_are_found() {
    let records = [
        page("user", "Accounts", "Call getUserName and set allowedLoginRetries."),
        page("other", "Users and names", "A name is what a user goes by."),
        page("deploy", "Deploying services", "Services are deployed by the platform."),
        page("k8s", "Kubernetes", "Where pods run, and a memory limit holds."),
        page("limits", "Limits", "The limit of memory is one; the memory limit is another."),
        page("ci", "Continuous integration", "What runs on each commit."),
        page("haus", "Rechnungen", "Die Rechnung ist nicht mit der Post und das Lager auf der Karte ist ein Haus."),
    ];
    let groups = [vec!["k8s", "kube", "kubernetes"], vec!["ci", "continuous integration"]];
    let groups = groups.map(|group| group.iter().map(|form| (*form).to_owned()).collect::<Vec<String>>());
    let files = files(&records, &groups);
    for (query, expected) in [
        ("username", "docs/user.html"),
        ("login retries", "docs/user.html"),
        ("con tinuous", "docs/ci.html"),
        ("loginretries", "docs/user.html"),
        ("deployments ", "docs/deploy.html"),
        ("kube ", "docs/k8s.html"),
        ("k8s ", "docs/k8s.html"),
        ("ci ", "docs/ci.html"),
        ("\"limit of memory\"", "docs/limits.html"),
        ("rechnung ", "docs/haus.html"),
        ("continous integraton", "docs/ci.html"),
        ("kubernets lim", "docs/k8s.html"),
    ] {
        let mut fetch = |path: &str| files.get(path).cloned().ok_or_else(|| path.to_owned());
        let answer = index::search(&mut fetch, query, 5).expect("the index is whole");
        assert_eq!(answer.found.first().map(|found| found.page.as_str()), Some(expected), "{query}: {answer:#?}");
        assert!(!query.contains('"') || answer.total == 1, "{query}: {answer:#?}");
    }
}
