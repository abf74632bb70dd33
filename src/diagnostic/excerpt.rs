//! Source lines under problems, read late so that no stage has to keep them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Diagnostic;
use crate::model::{Place, RepoPath, Snapshot};

/// A line longer than this, in characters, is cut; places further right are shown without a line.
const LONGEST: usize = 600;

/// Files larger than this, in bytes, are not read again for a message.
const LARGEST: u64 = 16 << 20;

/// Fills in the source lines that places lack. Each file is read once.
pub fn quote(diagnostics: &mut [Diagnostic], snapshots: &[Snapshot]) {
    let mut wanted: BTreeMap<(String, RepoPath), Vec<&mut Place>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let related = diagnostic.related.iter_mut().map(|(place, _)| place);
        for place in related.chain([&mut diagnostic.place]) {
            if place.line > 0 && place.excerpt.is_none() && !place.path.as_str().is_empty() {
                wanted.entry((place.repo.clone(), place.path.clone())).or_default().push(place);
            }
        }
    }
    let repos: BTreeMap<&str, &Snapshot> =
        snapshots.iter().map(|snapshot| (snapshot.repo.name.as_str(), snapshot)).collect();
    wanted.into_par_iter().for_each(|((repo, path), places)| {
        let small = |snapshot: &&&Snapshot| snapshot.entry(&path).is_some_and(|entry| entry.size <= LARGEST);
        let Some(snapshot) = repos.get(repo.as_str()).filter(small) else {
            return;
        };
        if let Ok(bytes) = snapshot.read(&path) {
            quote_file(&bytes, places);
        }
    });
}

fn quote_file(bytes: &[u8], mut places: Vec<&mut Place>) {
    places.sort_by_key(|place| place.line);
    let mut lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let mut current = lines.next();
    for place in places {
        while current.is_some_and(|(number, _)| number < place.line) {
            current = lines.next();
        }
        if let Some((number, line)) = current
            && number == place.line
            && (place.column as usize) < LONGEST
        {
            let line = String::from_utf8_lossy(line);
            place.excerpt =
                Some(line.trim_end_matches('\r').trim_start_matches('\u{feff}').chars().take(LONGEST).collect());
        }
    }
}
