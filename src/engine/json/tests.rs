use super::{Map, Value, from_str};

/// Texts on which this and `serde_json` agree: what they read, and how they write it; `none` for no JSON.
const TEXTS: [&str; 40] = [
    "null",
    "true",
    " [ ] ",
    "{}",
    "{\"a\":{\"b\":[1,-2,3.5,\"x\"]},\"a\":2}",
    "0",
    "-0",
    "-0.0",
    "1.0",
    "1e3",
    "1E-7",
    "123456789012345678",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "0.1",
    "1e15",
    "1e16",
    "1e17",
    "123456.789e20",
    "5e-324",
    "0.00001",
    "0.0001",
    "1e400",
    "01",
    "-",
    "1.",
    ".5",
    "1e",
    "+1",
    "\"\\u0041\\n\"",
    "\"\\ud83d\\ude00 \\u00e4\"",
    "\"\\ud83d\"",
    "\"\\x\"",
    "\"\u{1}\"",
    "[1,]",
    "{\"a\"}",
    "nul",
    "[1] 2",
    "\"\\u0001\\b\\f\\r\\t\\\\\\/\\\"\u{7f}ü\"",
];

#[test]
fn texts_are_read_and_written_as_by_the_original() {
    let deep = "[".repeat(127) + &"]".repeat(127);
    let deeper = "[".repeat(200) + &"]".repeat(200);
    for text in TEXTS.into_iter().chain([deep.as_str(), &deeper]) {
        let expected = serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string());
        assert_eq!(from_str(text).ok().map(|value| value.to_string()), expected, "{text}");
    }
}

#[test]
fn floats_are_written_as_by_the_original() {
    let mut state = 1_u64;
    for _ in 0..5_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = f64::from_bits(state);
        assert_eq!(Value::from(number).to_string(), serde_json::Value::from(number).to_string());
        let plain = (state >> 40) as f64 / 1000.0;
        assert_eq!(Value::from(plain).to_string(), serde_json::Value::from(plain).to_string());
    }
}

#[test]
fn maps_keep_their_order() {
    let mut map = Map::new();
    let mut original = serde_json::Map::new();
    for name in ["d", "a", "c", "b", "a", "e", "f"] {
        map.insert(name.to_owned(), Value::from(name));
        original.insert(name.to_owned(), name.into());
    }
    map.shift_remove("c");
    original.shift_remove("c");
    map.remove("a");
    original.remove("a");
    map.entry("a").or_insert_with(|| Value::from(1));
    original.entry("a").or_insert_with(|| 1.into());
    assert_eq!(Value::Object(map.clone()).to_string(), serde_json::Value::Object(original).to_string());
    for name in ["b", "d", "e", "f"] {
        assert_eq!(map.get_mut(name).map(Value::take), Some(Value::from(name)));
    }
}
