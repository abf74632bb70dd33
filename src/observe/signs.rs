//! What the names of files show.

/// The settings of a tool: how its file is called, or how its path ends when there is a slash in it; a `*` at an end
/// stands for anything. A folder ends in a slash.
type Sign = (&'static str, &'static str);

/// Systems that build and test.
pub(super) const CI: [Sign; 20] = [
    (".github/workflows/", "GitHub Actions"),
    (".gitlab-ci.yml", "GitLab CI"),
    ("Jenkinsfile*", "Jenkins"),
    (".circleci/config.yml", "CircleCI"),
    (".travis.yml", "Travis CI"),
    ("azure-pipelines*", "Azure Pipelines"),
    ("bitbucket-pipelines.yml", "Bitbucket Pipelines"),
    (".drone.yml", "Drone"),
    (".woodpecker.y*", "Woodpecker"),
    (".woodpecker/", "Woodpecker"),
    (".buildkite/", "Buildkite"),
    (".teamcity/", "TeamCity"),
    ("appveyor.yml", "AppVeyor"),
    (".appveyor.yml", "AppVeyor"),
    ("cloudbuild.y*", "Google Cloud Build"),
    ("buildspec.y*", "AWS CodeBuild"),
    (".tekton/", "Tekton"),
    (".gitea/workflows/", "Gitea Actions"),
    (".forgejo/workflows/", "Forgejo Actions"),
    (".cirrus.yml", "Cirrus CI"),
];

/// Tools that look over texts.
pub(super) const LINTERS: [Sign; 48] = [
    (".pre-commit-config.yaml", "pre-commit"),
    (".editorconfig", "EditorConfig"),
    (".eslintrc*", "ESLint"),
    ("eslint.config.*", "ESLint"),
    (".prettierrc*", "Prettier"),
    ("prettier.config.*", "Prettier"),
    ("biome.json*", "Biome"),
    (".oxlintrc.json", "Oxlint"),
    (".stylelintrc*", "Stylelint"),
    ("stylelint.config.*", "Stylelint"),
    (".markdownlint*", "markdownlint"),
    (".yamllint*", "yamllint"),
    (".hadolint.y*", "Hadolint"),
    (".shellcheckrc", "ShellCheck"),
    ("rustfmt.toml", "rustfmt"),
    (".rustfmt.toml", "rustfmt"),
    ("clippy.toml", "Clippy"),
    (".clippy.toml", "Clippy"),
    ("deny.toml", "cargo-deny"),
    (".golangci.y*", "golangci-lint"),
    (".golangci.toml", "golangci-lint"),
    ("ruff.toml", "Ruff"),
    (".ruff.toml", "Ruff"),
    (".flake8", "Flake8"),
    (".pylintrc", "Pylint"),
    ("pylintrc", "Pylint"),
    ("mypy.ini", "mypy"),
    (".mypy.ini", "mypy"),
    ("pyrightconfig.json", "Pyright"),
    (".rubocop.yml", "RuboCop"),
    ("checkstyle.xml", "Checkstyle"),
    ("detekt.yml", "detekt"),
    (".scalafmt.conf", "Scalafmt"),
    (".swiftlint.yml", "SwiftLint"),
    ("phpstan.neon*", "PHPStan"),
    ("phpcs.xml*", "PHP_CodeSniffer"),
    (".php-cs-fixer*", "PHP CS Fixer"),
    (".clang-format", "ClangFormat"),
    (".clang-tidy", "clang-tidy"),
    (".tflint.hcl", "TFLint"),
    (".commitlintrc*", "commitlint"),
    ("commitlint.config.*", "commitlint"),
    (".vale.ini", "Vale"),
    (".spectral.y*", "Spectral"),
    ("buf.yaml", "Buf"),
    ("sonar-project.properties", "Sonar"),
    (".ansible-lint*", "Ansible Lint"),
    ("analysis_options.yaml", "Dart analyzer"),
];

/// The tool whose settings lie at `path`, and the folder that they are for.
pub(super) fn tool<'p>(signs: &[Sign], path: &'p str) -> Option<(&'static str, &'p str)> {
    signs.iter().find_map(|(sign, name)| Some((*name, folder_of(sign, path)?)))
}

/// The folder in which a sign lies, when it does.
fn folder_of<'p>(sign: &str, path: &'p str) -> Option<&'p str> {
    if let Some(folder) = sign.strip_suffix('/') {
        let at = path.find(folder)?;
        let before = path[..at].strip_suffix('/').or_else(|| (at == 0).then_some(""))?;
        let file = path[at + folder.len()..].strip_prefix('/')?;
        return (file.ends_with(".yml") || file.ends_with(".yaml") || file.ends_with(".kts")).then_some(before);
    }
    let names = sign.matches('/').count();
    let cut = path.rmatch_indices('/').nth(names).map_or(0, |(at, _)| at + 1);
    let (before, end) = (path[..cut].trim_end_matches('/'), &path[cut..]);
    let fits = match sign.strip_suffix('*') {
        Some(start) => end.starts_with(start),
        None => end == sign,
    };
    fits.then_some(before)
}

/// Whether a file that is written in a programming language is a test by its name or its folder.
pub(super) fn is_test(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (name, end) = file.rsplit_once('.').unwrap_or((file, ""));
    let folder = folders.split('/').any(|name| matches!(name, "test" | "tests" | "__tests__" | "spec" | "e2e"));
    let named = match end {
        "go" | "dart" | "exs" | "cc" | "cpp" | "c" => name.ends_with("_test"),
        "py" => name.starts_with("test_") || name.ends_with("_test"),
        "rb" => name.ends_with("_spec") || name.ends_with("_test"),
        "java" | "kt" | "scala" | "groovy" | "cs" | "swift" | "php" => {
            ["Test", "Tests", "Spec", "IT"].iter().any(|end| name.ends_with(end))
        }
        "js" | "jsx" | "ts" | "tsx" | "mjs" | "cjs" | "mts" | "vue" => {
            name.ends_with(".test") || name.ends_with(".spec") || name.ends_with(".cy")
        }
        "bats" | "feature" | "robot" => true,
        "rego" => name.ends_with("_test"),
        _ => false,
    };
    named || folder
}

/// Whether an image of a container is built from a file, or containers are put together by it.
pub(super) fn is_container(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    let compose = ["docker-compose", "compose"].iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            (rest.starts_with('.') || rest.starts_with('-')) && (rest.ends_with(".yml") || rest.ends_with(".yaml"))
        })
    });
    let build = ["dockerfile", "containerfile"]
        .iter()
        .any(|name| lower == *name || lower.starts_with(&format!("{name}.")) || lower.ends_with(&format!(".{name}")));
    (build || compose) && !lower.ends_with(".md") && !lower.ends_with(".dockerignore")
}

/// Whether a file defines an interface.
pub(super) fn is_definition(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    let (name, end) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    match end {
        "proto" | "graphql" | "graphqls" | "gql" => true,
        "yaml" | "yml" | "json" => {
            name.split(['.', '-', '_']).any(|word| matches!(word, "openapi" | "swagger" | "asyncapi"))
        }
        _ => false,
    }
}

/// Whether a file records a decision: a document that begins with a number, in a folder of such.
pub(super) fn is_decision(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folders.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let folder = matches!(
        folder.as_str(),
        "adr" | "adrs" | "decisions" | "architecture-decisions" | "architecture_decisions" | "decision-records"
    );
    let numbered = file
        .to_ascii_lowercase()
        .trim_start_matches("adr")
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    folder && numbered && (file.ends_with(".md") || file.ends_with(".adoc"))
}

/// Whether a file is called as readmes are.
pub(super) fn is_readme(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    lower
        .strip_prefix("readme")
        .is_some_and(|end| matches!(end, "" | ".md" | ".markdown" | ".rst" | ".adoc" | ".txt" | ".org"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_show_tools() {
        for (path, expected) in [
            (".github/workflows/a.yml", Some(("GitHub Actions", ""))),
            ("x/.github/workflows/a.yaml", Some(("GitHub Actions", "x"))),
            (".github/workflows/a.md", None),
            ("my.github/workflows/a.yml", None),
            ("a/Jenkinsfile.release", Some(("Jenkins", "a"))),
            ("a/b/.circleci/config.yml", Some(("CircleCI", "a/b"))),
            ("circleci/config.yml", None),
            (".gitlab-ci.yml", Some(("GitLab CI", ""))),
        ] {
            assert_eq!(tool(&CI, path), expected, "{path}");
        }
        for (path, test) in [
            ("a_test.go", true),
            ("a.go", false),
            ("src/x.spec.ts", true),
            ("tests/all.rs", true),
            ("contest/a.rs", false),
            ("FooTest.java", true),
        ] {
            assert_eq!(is_test(path), test, "{path}");
        }
        for (file, container) in [
            ("Dockerfile", true),
            ("Dockerfile.dev", true),
            ("docker-compose.dev.yml", true),
            ("composer.yml", false),
            ("app.dockerfile", true),
            ("Dockerfile.md", false),
        ] {
            assert_eq!(is_container(file), container, "{file}");
        }
        for (path, decision) in [
            ("docs/adr/0001-a.md", true),
            ("docs/adr/ADR-2.md", true),
            ("docs/adr/readme.md", false),
            ("decisions/a/1.md", false),
        ] {
            assert_eq!(is_decision(path), decision, "{path}");
        }
        for (file, definition) in
            [("openapi.yaml", true), ("pets.swagger.json", true), ("a.proto", true), ("api.yaml", false)]
        {
            assert_eq!(is_definition(file), definition, "{file}");
        }
    }
}
