use super::{calendar::fold, dates::day};

#[test]
fn days_are_read_and_nothing_else() {
    for (value, expected) in [
        ("2027-01-31", Some("20270131")),
        (" 2027-01-31T12:00:00Z ", Some("20270131")),
        ("2027-02-30", None),
        ("2027-01-31x", None),
        ("soon", None),
        ("31.01.2027", None),
        ("２０２７-01-31", None),
    ] {
        assert_eq!(day(value).as_deref(), expected, "{value}");
    }
}

#[test]
fn long_lines_are_folded_between_characters() {
    let line = format!("SUMMARY:{}", "ä💡".repeat(60));
    let mut folded = String::new();
    fold(&mut folded, &line);
    assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
    assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
}
