use callboard::{index::*, model::*};
use std::io::BufRead;
fn main() {
    let mut args = std::env::args().skip(1);
    let (input, out) = (args.next().unwrap(), args.next().unwrap());
    let copies: usize = args.next().map_or(1, |c| c.parse().unwrap());
    let file = std::fs::File::open(input).unwrap();
    let lines: Vec<String> = std::io::BufReader::new(file).lines().map(|l| l.unwrap()).collect();
    let n = lines.len() * copies;
    let budget = budget(n);
    let start = std::time::Instant::now();
    let mut indexer = Indexer::new().unwrap();
    let s = |v: &serde_json::Value| v.as_str().unwrap_or("").to_owned();
    for copy in 0..copies {
        for (i, line) in lines.iter().enumerate() {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            let record = Record {
                kind: if v["kind"] == "entity" { RecordKind::Entity } else { RecordKind::Page },
                label: s(&v["label"]),
                path: SitePath::from_parts([s(&v["path"])]),
                title: s(&v["title"]),
                context: s(&v["context"]),
                keywords: v["keywords"].as_array().unwrap().iter().map(&s).collect(),
                facets: v["facets"].as_array().unwrap().iter().map(|p| (s(&p[0]), s(&p[1]))).collect(),
                sections: v["sections"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|p| PageSection {
                        heading: p[0].as_object().map(|h| Heading { level: 1, id: s(&h["id"]), text: s(&h["text"]) }),
                        text: s(&p[1]),
                    })
                    .collect(),
            };
            indexer.add(Entry::new((0, copy, i), &record, budget)).unwrap();
        }
    }
    println!("added {n} in {:?}", start.elapsed());
    let outputs = indexer.finish().unwrap();
    println!("finished at {:?}", start.elapsed());
    let mut by = std::collections::BTreeMap::<String, (usize, usize, usize)>::new();
    for o in &outputs {
        let p = std::path::Path::new(&out).join(o.path.as_str());
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(&p, &o.bytes).unwrap();
        let name = p.file_stem().unwrap().to_str().unwrap().trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let e = by.entry(name).or_default();
        e.0 += 1;
        e.1 += o.bytes.len();
        e.2 = e.2.max(o.bytes.len());
    }
    println!("{by:?}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
