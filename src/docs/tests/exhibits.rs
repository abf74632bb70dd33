//! Prebuilt HTML: what is published of a folder, under which names, and what is said about the rest.

use std::sync::Mutex;

use super::{catalog, component, repo};
use crate::docs::{shelve, unpack};

#[test]
fn prebuilt_pages_are_published_without_what_runs() {
    let files = "-- api/index.html --\n<title>The API</title><script>x</script>\n-- api/struct.Foo_Bar.html --\n<p>quagga\n\
                 -- api/Style.css --\na\n-- api/x.js --\nx\n-- api/bad.svg --\n<svg onload=x>\n-- api/.hidden.html --\nx\n\
                 -- api/a b.html --\nx\n-- api/struct.foo_bar.html --\nx\n-- api/tool.exe --\nx\n-- other/x.txt --\nx\n";
    for (annotation, titles, problems) in [
        ("dir:./api", "The API", "api/a b.html unpublished-file"),
        ("dir:api, dir:./api", "The API The API", "api/a b.html unpublished-file api/a b.html unpublished-file"),
        ("dir:other", "", "catalog-info.yaml missing-prebuilt-html"),
        ("dir:../..", "", "catalog-info.yaml missing-prebuilt-html"),
        ("dir:none", "", "catalog-info.yaml missing-prebuilt-html"),
        ("api", "", "catalog-info.yaml missing-prebuilt-html"),
    ] {
        let snapshots = [repo("a", files)];
        let entity = component("a", ("callboard.dev/html", annotation));
        let (library, found) = shelve(&snapshots, &catalog(&snapshots, vec![entity]));
        let seen = library.exhibits.iter().map(|exhibit| exhibit.title.as_str()).collect::<Vec<_>>().join(" ");
        let told = found.iter().map(|found| format!("{} {}", found.place.path, found.rule.id));
        assert_eq!((seen.as_str(), told.collect::<Vec<_>>().join(" ").as_str()), (titles, problems), "{annotation}");
        if annotation != "dir:./api" {
            continue;
        }
        let written = Mutex::new(Vec::new());
        let put = |output: &crate::model::Output| {
            let policy = String::from_utf8_lossy(&output.bytes).contains("default-src 'none'");
            written.lock().expect("no panic").push(format!("{} {policy}", output.path));
            Ok(())
        };
        let texts = unpack(&snapshots[0], &library.exhibits[0], &put).expect("memory gives what it holds");
        let texts: Vec<String> =
            texts.iter().map(|page| format!("{}|{}|{}", page.file, page.title, page.text)).collect();
        assert_eq!(texts, ["index.html|The API|", "struct.Foo_Bar.html||quagga"]);
        let mut written = written.into_inner().expect("no panic");
        written.sort();
        let base = "html/default/component/a/api";
        assert_eq!(
            written,
            [
                format!("{base}/Style.css false"),
                format!("{base}/index.html true"),
                format!("{base}/struct.Foo_Bar.html true")
            ]
        );
    }
}
