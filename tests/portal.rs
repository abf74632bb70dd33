//! `callboard new --site`: projects from the archives of a built portal, in a folder or on a server.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
};

use crate::support::site::Place;

const SOURCES: &str = "\
-- repo/t/template.yaml --
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: small
  annotations: { backstage.io/template-version: 1.2.0 }
spec:
  type: service
  parameters:
    - required: [name]
      properties:
        name: { type: string }
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values: { name: '${{ parameters.name }}' }
    - id: more
      action: fetch:plain
      input: { url: ../shared, targetPath: more }
    - id: owner
      action: catalog:fetch
      input: { entityRef: 'group:default/crew' }
    - id: write
      action: roadiehq:utils:fs:write
      input: { path: OWNER, content: '${{ steps.owner.output.entity.metadata.name }}' }
-- repo/t/skeleton/${{ values.name }}.txt --
Hello ${{ values.name }}
-- repo/shared/licence --
MIT
-- repo/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: all }
spec: { targets: [./t/template.yaml, ./crew.yaml] }
-- repo/crew.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: crew }
spec: { type: team, children: [] }
";

/// Gives the files of a folder to whoever asks, until the test ends.
fn serve(root: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("it is bound"));
    std::thread::spawn(move || {
        listener.incoming().filter_map(Result::ok).for_each(|stream| answer(&root, stream));
    });
    address
}

fn answer(root: &Path, mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request");
    let mut header = String::new();
    while reader.read_line(&mut header).is_ok_and(|read| read > 2) {
        header.clear();
    }
    let path = line.split(' ').nth(1).unwrap_or_default().trim_start_matches("/portal/").to_owned();
    let (status, body) = match fs::read(root.join(path)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).expect("the client listens");
}

#[test]
fn projects_are_made_from_a_portal() {
    let place = Place::new(SOURCES);
    let script = place.path("repo/t/skeleton/run.sh");
    fs::write(&script, "#!/bin/sh\n").expect("a file");
    fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("own file");
    let built = place.run("", &["build", "--quiet", "--output", "site", "repo"]);
    assert_eq!(built.code, 0, "{}{}", built.out, built.err);
    let checksum = fs::read_to_string(place.path("site/archives/small-1.2.0.zip.sha256")).expect("a checksum");
    assert!(
        checksum.len() == 64 + "  small-1.2.0.zip\n".len() && checksum.ends_with("  small-1.2.0.zip\n"),
        "{checksum}"
    );

    let address = serve(place.path("site"));
    let doors = [
        ("sources", ["--from", "repo"]),
        ("folder", ["--site", "site"]),
        ("server", ["--site", &format!("{address}/portal/index.html")]),
    ];
    for (name, door) in doors {
        let ran = place.run("", &["new", "small", name, "--set", "name=shop", door[0], door[1]]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {}", ran.out);
        assert_eq!(place.tree(name), place.tree("sources"), "{name}");
        let mode = fs::metadata(place.path(name).join("run.sh")).expect("it was made").permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o100, 0o100, "{name}");
    }
    assert_eq!(place.tree("folder")["OWNER"], b"crew");
    let listed = place.run("", &["new", "--site", "site"]);
    assert!(listed.out.contains("name one of these templates:\n  small  small\n"), "{}", listed.out);

    let refusals: [(&[&str], &str); 4] = [
        (&["smal", "--site", "site"], "no template is called `smal`; did you mean `small`?"),
        (&["small", "--site", "repo"], "is this the folder of a portal?"),
        (&["small", "--site", &format!("{address}/elsewhere")], "the server has no such file"),
        (&["small", "--site", "site", "--from", "repo"], "cannot be used with"),
    ];
    for (arguments, said) in refusals {
        let ran = place.run("", &[&["new"], arguments].concat());
        assert!(ran.code != 0 && ran.err.contains(said), "{arguments:?}: {} {}", ran.code, ran.err);
    }

    let archive = place.path("site/archives/small-1.2.0.zip");
    let mut bytes = Vec::new();
    fs::File::open(&archive).and_then(|mut file| file.read_to_end(&mut bytes)).expect("the archive");
    bytes.push(0);
    fs::write(&archive, bytes).expect("the archive");
    let ran = place.run("", &["new", "small", "tampered", "--set", "name=shop", "--site", "site"]);
    assert!(ran.code == 3 && ran.err.contains("small-1.2.0.zip is not the archive of the manifest"), "{}", ran.err);
    assert!(!place.path("tampered").exists());
}
