//! Building again: what is taken over from the last build is what a build from nothing makes, whatever changed in
//! between, whatever became of the cache, and whenever a build was killed.

#![expect(clippy::print_stdout, reason = "says what could not be run, and how often which site was left")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

use crate::support::{
    asking::Dice,
    git,
    mesh::{MESH, knot},
    site::{Place, tree},
};

const REPOS: usize = 4;
const PAGES: usize = 4;

/// A service with a book whose pages link to one another, to other entities and to nothing.
fn repository(number: usize, dice: &mut Dice) -> String {
    let mut text = format!("-- org/r{number}/mkdocs.yml --\nsite_name: Book {}\n", dice.below(3));
    let _ = writeln!(text, "-- org/r{number}/catalog-info.yaml --");
    for part in 0..3 {
        let _ = write!(
            text,
            "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s{number}-{part}\n  title: Service {}\n  \
             annotations:\n    backstage.io/techdocs-ref: dir:.\nspec:\n  type: service\n  lifecycle: production\n  owner: team-{}\n  \
             dependsOn: ['component:s{}-{}']\n",
            dice.below(4),
            dice.below(3),
            dice.below(REPOS),
            dice.below(4),
        );
    }
    (0..PAGES).for_each(|page| text.push_str(&document(number, page, dice)));
    text
}

fn document(number: usize, page: usize, dice: &mut Dice) -> String {
    let name = if page == 0 { "index".to_owned() } else { format!("p{page}") };
    let other = [format!("p{}.md", dice.below(PAGES + 2)), format!("p1.md#part-{}", dice.below(4))];
    format!(
        "-- org/r{number}/docs/{name}.md --\n# Page {}\n\n## Part {}\n\nSee [other]({}), [part]({}), [[component:s{}-0]] and [[s1-{}]].\n\n\
         --8<-- \"part{}.txt\"\n\n```rust\nlet a = {};\n```\n",
        dice.below(5),
        dice.below(4),
        other[0],
        other[1],
        dice.below(REPOS + 1),
        dice.below(4),
        dice.below(2),
        dice.below(9),
    )
}

/// Everything that a portal is built from.
fn organisation(dice: &mut Dice) -> Place {
    let place = Place::new("-- home/keep --\n");
    (0..REPOS).for_each(|number| place.write(&repository(number, dice)));
    teams(&place, 3);
    place
}

fn teams(place: &Place, count: usize) {
    let team = |number| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: team-{number}}}\nspec: {{type: team, children: []}}\n"
        )
    };
    place.put("org/teams/catalog-info.yaml", (0..count).map(team).collect::<String>());
}

/// Changes something: a page, a catalog file, an included file, a team, or a whole repository that comes or goes.
fn edit(place: &Place, dice: &mut Dice) {
    let number = dice.below(REPOS);
    match dice.below(8) {
        0..=2 => place.write(&document(number, dice.below(PAGES), dice)),
        3 => place.put(&format!("org/r{number}/part{}.txt", dice.below(2)), format!("Included {}.\n", dice.below(9))),
        4 => teams(place, dice.below(4)),
        5 => drop(fs::remove_dir_all(place.path(&format!("org/r{number}")))),
        6 => drop(fs::remove_file(place.path(&format!("org/r{number}/docs/p{}.md", dice.below(PAGES))))),
        _ => place.write(&repository(number, dice)),
    }
}

/// The arguments of a build, with all repositories that are there.
fn arguments(place: &Place, more: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(place.path("org"))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let configured = ["--config", "callboard.yaml"].iter().filter(|_| place.path("callboard.yaml").exists());
    let options = ["build", "--quiet", "--format", "short"];
    options.iter().chain(configured).chain(more).map(|text| (*text).to_owned()).chain(names).collect()
}

fn build(place: &Place, more: &[&str]) -> (i32, String) {
    let arguments = arguments(place, more);
    let ran = place.run("", &arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(ran.code == 0, "{}", ran.err);
    (ran.code, ran.out)
}

type Tree = BTreeMap<String, Vec<u8>>;

/// Where two sites differ.
fn differences(warm: &Tree, cold: &Tree) -> Vec<String> {
    let names = warm.keys().chain(cold.keys());
    let mut names: Vec<String> = names.filter(|name| warm.get(*name) != cold.get(*name)).cloned().collect();
    names.dedup();
    names
}

/// Builds with and without the cache, and compares sites and problems.
fn compare(place: &Place, said: &str) -> Tree {
    let warm = build(place, &["--cache", "cache", "--output", "warm"]);
    let cold = build(place, &["--no-cache", "--cache", "other", "--output", "cold"]);
    assert_eq!(warm, cold, "{said}");
    let (warm, cold) = (place.tree("warm"), place.tree("cold"));
    assert_eq!(differences(&warm, &cold), [""; 0], "{said}");
    cold
}

#[test]
fn edits_change_what_a_build_from_nothing_changes() {
    let mut dice = Dice::new(11);
    let place = organisation(&mut dice);
    (0..MESH).for_each(|number| place.write(&knot(number, &mut dice)));
    compare(&place, "the first build");
    for round in 0..16 {
        if round % 2 == 0 {
            (0..=dice.below(3)).for_each(|_| edit(&place, &mut dice));
        }
        place.write(&knot(dice.below(MESH), &mut dice));
        compare(&place, &format!("round {round}"));
    }
}

#[test]
fn pages_that_stay_are_not_written_again() {
    let mut dice = Dice::new(3);
    let place = organisation(&mut dice);
    let options = ["--cache", "cache", "--output", "warm"];
    build(&place, &options);
    let modified = |name: &str| fs::metadata(place.path(name)).and_then(|about| about.modified()).expect("it is there");
    let pages = [
        "warm/docs/default/component/s1-0/p1.html",
        "warm/docs/default/component/s2-0/p1.html",
        "warm/catalog/component/default/s3-0.html",
    ];
    let before = pages.map(modified);
    place.put("org/r1/docs/p1.md", "# Other\n");
    build(&place, &options);
    let same = pages.map(modified).iter().zip(&before).map(|(after, before)| after == before).collect::<Vec<_>>();
    assert_eq!(same, [false, true, true]);
    // What somebody changed in the site by hand is mended.
    fs::write(place.path(pages[1]), "by hand").expect("writable");
    compare(&place, "after a page was changed by hand");
}

#[test]
fn what_is_damaged_is_built_anew() {
    let mut dice = Dice::new(5);
    let place = organisation(&mut dice);
    compare(&place, "the first build");
    for round in 0..12 {
        let path = if dice.below(3) == 0 { kept_page(&place, &mut dice) } else { kept_file(&place, &mut dice) };
        let mut bytes = fs::read(&path).expect("readable");
        let at = dice.below(bytes.len().max(1));
        match round % 4 {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => bytes.rotate_left(at),
            _ => bytes.iter_mut().skip(at).step_by(97).for_each(|byte| *byte = byte.wrapping_add(1)),
        }
        fs::write(&path, bytes).expect("writable");
        if round % 3 == 0 {
            edit(&place, &mut dice);
        }
        compare(&place, &format!("round {round}: {}", path.display()));
    }
}

/// Also after a build that ended between the site and the cache, or lost what it knew of the site.
#[test]
fn compressed_neighbours_are_of_their_pages() {
    let place = organisation(&mut Dice::new(29));
    place.put("callboard.yaml", "publish:\n  precompressed: true\n");
    let write = |word: &str| place.put("org/r1/docs/p1.md", format!("# Page\n\n{}\n", word.repeat(200)));
    write("first ");
    let site = compare(&place, "the first build");
    assert!(site.contains_key("docs/default/component/s1-0/p1.html.gz"), "{:?}", site.keys());
    let named =
        |end: &str| kept(&place).into_iter().find(|path| path.to_string_lossy().ends_with(end)).expect("it is kept");
    let index = named(".index");
    let before = fs::read(&index).expect("readable");
    write("second ");
    compare(&place, "a page was changed");
    fs::write(&index, before).expect("writable");
    write("first ");
    compare(&place, "the cache is of the build before the last one");
    fs::remove_file(named(".inventory")).expect("it was there");
    compare(&place, "nothing is known of the site");
}

/// A file of the cache folder itself.
fn kept_file(place: &Place, dice: &mut Dice) -> PathBuf {
    let mut files: Vec<_> = kept(place).into_iter().filter(|path| path.is_file()).collect();
    files.swap_remove(dice.below(files.len()))
}

/// What is in the cache folder.
fn kept(place: &Place) -> Vec<PathBuf> {
    let entries = fs::read_dir(place.path("cache")).expect("there is a cache").flatten();
    entries.map(|entry| entry.path()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A file of the site that lies in the cache folder.
fn kept_page(place: &Place, dice: &mut Dice) -> PathBuf {
    let spare = spare(place);
    let names: Vec<String> = tree(&spare).into_keys().collect();
    spare.join(&names[dice.below(names.len())])
}

fn spare(place: &Place) -> PathBuf {
    kept(place).into_iter().find(|path| path.is_dir()).expect("a site lies in the cache folder")
}

/// Of files in git the objects are known, and those that stay the same are not read; what they include may be other.
#[test]
fn objects_that_stay_are_remembered_rightly() {
    let mut dice = Dice::new(19);
    let place = organisation(&mut dice);
    let bare = |number: usize| {
        let folder = place.path(&format!("org/r{number}"));
        let _ = fs::remove_dir_all(place.path(&format!("bare/r{number}.git")));
        git::bare(&folder, &place.path("bare"));
    };
    fs::create_dir_all(place.path("bare")).expect("a folder");
    for round in 0..5 {
        for number in (0..REPOS).filter(|number| round == 0 || *number == round % REPOS) {
            place.put(&format!("org/r{number}/part0.txt"), format!("## Included {round}\n"));
            place.write(&document(number, dice.below(PAGES), &mut dice));
            bare(number);
        }
        let names: Vec<String> = (0..REPOS).map(|number| format!("bare/r{number}.git")).collect();
        let built = |more: [&str; 5]| {
            let arguments = more.into_iter().chain(names.iter().map(String::as_str)).collect::<Vec<_>>();
            let ran = place.run("", &[&["build", "--quiet", "--format", "short"], arguments.as_slice()].concat());
            assert!(ran.code == 0, "{}", ran.err);
            ran.out
        };
        let warm = built(["--cache", "cache", "--output", "warm", "--threads=2"]);
        let cold = built(["--no-cache", "--cache=other", "--output", "cold", "--threads=2"]);
        assert_eq!(warm, cold, "round {round}");
        assert_eq!(differences(&place.tree("warm"), &place.tree("cold")), [""; 0], "round {round}");
    }
}

/// What a CI system keeps is the cache folder alone, in which every file is another one when it comes back.
#[cfg(unix)]
#[test]
fn the_cache_folder_is_all_that_the_next_build_needs() {
    use std::os::unix::fs::MetadataExt;
    let mut dice = Dice::new(13);
    let place = organisation(&mut dice);
    for round in 0..3 {
        compare(&place, &format!("round {round}"));
        fs::remove_dir_all(place.path("warm")).expect("the site can be removed");
        fs::rename(place.path("cache"), place.path("away")).expect("the cache can be moved");
        let copied =
            Command::new("cp").args(["-r", "--preserve=mode", "away", "cache"]).current_dir(place.path("")).status();
        assert!(copied.expect("cp is there").success());
        fs::remove_dir_all(place.path("away")).expect("the copy is there");
        let page = "docs/default/component/s2-0/p1.html";
        let number = |path: PathBuf| fs::metadata(path).expect("the page is there").ino();
        let kept = number(spare(&place).join(page));
        place.put("org/r1/docs/p1.md", format!("# Round {round}\n"));
        // What somebody slipped in goes, and what stands in the way as well.
        fs::write(spare(&place).join("docs/extra.html"), "extra").expect("writable");
        fs::remove_dir_all(spare(&place).join("docs/default/component/s3-0")).expect("there are documents");
        fs::write(spare(&place).join("docs/default/component/s3-0"), "a file").expect("writable");
        fs::remove_file(spare(&place).join("index.html")).expect("there is a home page");
        fs::create_dir_all(spare(&place).join("index.html/a")).expect("a folder");
        std::os::unix::fs::symlink("/", spare(&place).join("root")).expect("a link");
        compare(&place, &format!("round {round}, after the cache came back"));
        assert_eq!(number(place.path("warm").join(page)), kept, "the page was made again");
    }
}

/// What a build with another repository kept changes no byte of a build without it.
#[test]
fn what_was_seen_once_leaves_no_trace() {
    let mut dice = Dice::new(17);
    for round in 0..4 {
        let place = organisation(&mut dice);
        let secret =
            repository(REPOS, &mut dice).replace("# Page", "# Zebrawood page").replace("Service", "Zebrawood service");
        place.write(&secret);
        teams(&place, 3);
        build(&place, &["--cache", "cache", "--output", "warm"]);
        fs::remove_dir_all(place.path(&format!("org/r{REPOS}"))).expect("it was there");
        let site = compare(&place, &format!("round {round}"));
        assert!(!site.values().any(|bytes| String::from_utf8_lossy(bytes).contains("Zebrawood")), "round {round}");
    }
}

/// Fifty builds are killed at random points; after each, the site is the old one or the new one, and the next build is
/// what a build from nothing is.
#[test]
fn a_killed_build_leaves_one_whole_site() {
    let mut dice = Dice::new(7);
    let place = organisation(&mut dice);
    let mut old = compare(&place, "the first build");
    let (mut stayed, mut swapped) = (0, 0);
    for round in 0..50 {
        place.put("org/r0/docs/index.md", format!("# Round {round}\n"));
        let started = Instant::now();
        build(&place, &["--no-cache", "--cache", "other", "--output", "cold"]);
        let usual = started.elapsed();
        let new = place.tree("cold");
        let arguments = arguments(&place, &["--cache", "cache", "--output", "warm"]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_callboard"))
            .current_dir(place.path(""))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Chance says when, up to and beyond its end; a build that was quicker is a site like any other.
        std::thread::sleep(usual * u32::try_from(dice.below(150)).expect("it is small") / 100);
        let _ = child.kill();
        child.wait().expect("the program ends");
        let found = left(&place);
        let (is_old, is_new) = (differences(&found, &old).is_empty(), differences(&found, &new).is_empty());
        assert!(is_old || is_new, "round {round}: {:?}", differences(&found, &new));
        (stayed, swapped) = (stayed + usize::from(is_old), swapped + usize::from(is_new));
        if round % 10 == 9 {
            old = compare(&place, &format!("after round {round}"));
        } else {
            old = found;
        }
    }
    println!("{stayed} old sites, {swapped} new ones");
}

/// The site, or the one that was set aside while the new one took its place: what the next build puts back.
fn left(place: &Place) -> Tree {
    if place.path("warm").is_dir() {
        return place.tree("warm");
    }
    let aside = fs::read_dir(place.path("")).expect("the folder is there").flatten().map(|entry| entry.path());
    let mut aside =
        aside.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".warm.old-")));
    tree(&aside.next().expect("the old site was set aside"))
}

/// The disk is a memory of two megabytes in which the old site, the cache and half of a new site fit.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    let mut dice = Dice::new(9);
    let place = organisation(&mut dice);
    fs::create_dir_all(place.path("disk")).expect("a folder");
    let program = env!("CARGO_BIN_EXE_callboard");
    let script = format!(
        "mount -t tmpfs -o size=$SIZE tmpfs disk || exit 77\n\
         {program} build --quiet --format short --cache disk/cache --output disk/site org/* >/dev/null || exit 78\n\
         cp -r disk/site before; printf '# %s\\n' \"$LEFT $CACHE\" > org/r0/docs/index.md\n\
         head -c $(( $(df --output=avail -B1 disk | tail -1) - $LEFT )) /dev/zero > disk/ballast\n\
         {program} build --quiet --format short $CACHE --output disk/site org/* >/dev/null; echo code $?\n\
         diff -r disk/site before && echo old; ls -A disk\n\
         rm disk/ballast; {program} build --quiet --format short --cache disk/cache --output disk/site org/* >/dev/null\n\
         {program} build --quiet --format short --no-cache --output fresh org/* >/dev/null\n\
         diff -r disk/site fresh && echo new; rm -rf before fresh\n"
    );
    for (cache, left) in [("--no-cache", "200000"), ("--no-cache", "4096"), ("--cache disk/cache", "8192")] {
        let output = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", &script])
            .current_dir(place.path(""))
            .env("HOME", place.path("home"))
            .envs([("SIZE", "24m"), ("CACHE", cache), ("LEFT", left)])
            .output()
            .expect("unshare is installed");
        if output.status.code() == Some(77) || String::from_utf8_lossy(&output.stderr).contains("unshare: ") {
            println!("NOT RUN: this system lets nobody mount a small disk");
            return;
        }
        let [said, errors] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        assert!(said.contains("code 3\nold\n") && said.ends_with("new\n"), "{cache} {left}: {said}{errors}");
        assert!(errors.contains("No space left") && !said.contains(".site."), "{cache} {left}: {said}{errors}");
    }
}
