//! Every run of every built-in scenario in every form.

use super::*;

/// Each delivery and each loss belongs to one segment that was sent before.
#[test]
fn each_segment_has_one_fate() {
    for Told {
        name,
        actions,
        story,
        ..
    } in all()
    {
        let count = |is_it: fn(&WorldAction) -> bool| actions.iter().filter(|a| is_it(a)).count();
        let delivered = count(|action| matches!(action, WorldAction::Deliver { .. }));
        let lost = count(|action| matches!(action, WorldAction::Drop(_)));
        let arrivals: usize = story.segments.iter().map(|sent| sent.arrives.len()).sum();
        let losses = story.segments.iter().filter(|sent| sent.lost.is_some());
        assert_eq!((arrivals, losses.count()), (delivered, lost), "{name}");
        for sent in &story.segments {
            let fates = sent.arrives.iter().chain(&sent.lost);
            assert!(
                fates.clone().all(|scene| *scene > sent.sent),
                "{name}: {}",
                sent.text
            );
            let doubles = matches!(story.ending, Ending::Repeats { .. });
            assert!(fates.count() <= 1 || doubles, "{name}: nothing is doubled");
        }
    }
}

/// Tags that are opened are closed, in their order; attributes are quoted.
fn is_well_formed(markup: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for piece in markup.split('<').skip(1) {
        let Some((tag, _)) = piece.split_once('>') else {
            return Err(format!("no end: {piece:.60}"));
        };
        if tag.matches('"').count() % 2 != 0 {
            return Err(format!("quotes: {tag:.60}"));
        }
        let name = tag.trim_start_matches('/').trim_end_matches('/');
        let name = name.split_whitespace().next().unwrap_or_default();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            _ if tag.starts_with('!') || name == "meta" => {}
            (true, _) => match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("{last:?} is closed by {name}")),
            },
            (false, true) => {}
            (false, false) => open.push(name),
        }
    }
    match open.is_empty() {
        true => Ok(()),
        false => Err(format!("never closed: {open:?}")),
    }
}

#[test]
fn drawings_and_pages_are_well_formed_and_ask_for_nothing() {
    for Told { name, story, .. } in all() {
        let svg = ladder::svg(&story);
        let page = ladder::page(&story);
        for markup in [&svg, &page] {
            assert_eq!(is_well_formed(markup), Ok(()), "{name}");
            let rest = markup.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
            for request in ["http:", "https:", "src=", "href=", "url(", "@import"] {
                assert!(!rest.contains(request), "{name}: {request}");
            }
            assert!(markup.contains("prefers-color-scheme:dark"), "{name}");
        }
        // Whoever does not see the drawing hears it.
        assert!(svg.contains("role=\"img\" aria-label="), "{name}");
        assert!(page.contains("width=device-width"), "{name}");
        for scene in 0..story.scenes.len() {
            assert!(
                svg.contains(&format!("\n{}. ", scene + 1)) || scene == 0,
                "{name}"
            );
        }
        let steps = page.matches("<li>").count();
        assert_eq!(steps, story.scenes.len(), "{name}");
    }
}

/// Each line is one of Mermaid's statements, and none of them has the signs that end one.
#[test]
fn diagrams_are_made_of_mermaids_statements() {
    for Told { name, story, .. } in all() {
        let source = ladder::mermaid(&story);
        let mut lines = source.lines();
        assert_eq!(lines.next(), Some("sequenceDiagram"));
        for line in lines {
            let known = [
                "accTitle: ",
                "accDescr: ",
                "participant p",
                "Note over p",
                "loop ",
                "end",
                "p",
            ];
            let line = line.strip_prefix("    ").expect("indented");
            assert!(
                known.iter().any(|known| line.starts_with(known)),
                "{name}: {line}"
            );
            let text = line
                .replace("#35;", "")
                .replace("#lt;", "")
                .replace("#gt;", "");
            let text = text.replace("<br/>", "");
            let arrows = ["->>", "-x", "--)"];
            let text = arrows
                .iter()
                .fold(text, |text, arrow| text.replacen(arrow, "", 1));
            assert!(!text.contains([';', '#', '<', '>']), "{name}: {line}");
        }
        let arrivals: usize = story.segments.iter().map(|sent| sent.arrives.len()).sum();
        assert_eq!(source.matches("->>").count(), arrivals, "{name}");
    }
}

/// ADR 015 of Apalache: every state has every variable; the loop begins at a state of the trace; other keys begin with #.
#[test]
fn traces_are_as_the_itf_says() {
    let schema: Value =
        serde_json::from_str(include_str!("itf.schema.json")).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema is one");
    let mut loops = 0;
    for Told { name, story, .. } in all() {
        let trace: Value = serde_json::from_str(&itf(&story)).expect("ITF is JSON");
        let errors = schema.iter_errors(&trace);
        let errors: Vec<String> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{name}");
        let vars = trace["vars"].as_array().expect("the names of variables");
        let states = trace["states"].as_array().expect("states");
        assert_eq!(states.len(), story.scenes.len() + 1, "{name}");
        for (number, state) in states.iter().enumerate() {
            assert_eq!(state["#meta"]["index"], number, "{name}");
            let state = state.as_object().expect("a state is a record");
            let own: Vec<&String> = state.keys().filter(|key| !key.starts_with('#')).collect();
            assert_eq!(own.len(), vars.len(), "{name}");
            assert!(
                vars.iter()
                    .all(|var| state.contains_key(var.as_str().unwrap_or_default()))
            );
        }
        if let Ending::Repeats { from } = story.ending {
            loops += 1;
            assert_eq!(trace["loop"], from + 1, "{name}");
            let (last, first) = (&states[states.len() - 1], &states[from]);
            assert_eq!(
                last["hosts"], first["hosts"],
                "{name}: the round ends where it begins"
            );
        }
    }
    assert!(loops > 0, "a run that goes round is among them");
}

/// The schema is strict: what the ADR does not allow is refused.
#[test]
fn the_schema_of_the_itf_refuses_what_is_none() {
    let schema: Value =
        serde_json::from_str(include_str!("itf.schema.json")).expect("the schema is JSON");
    let schema = jsonschema::validator_for(&schema).expect("the schema is one");
    let trace = |value: Value| serde_json::json!({ "vars": ["a"], "states": [{ "a": value }] });
    let good = serde_json::json!({ "#map": [["k", { "#set": [1, "b"] }]] });
    assert!(schema.is_valid(&trace(good)));
    for bad in [
        serde_json::json!(null),
        serde_json::json!(0.5),
        serde_json::json!(9_007_199_254_740_993_u64),
        serde_json::json!({ "#map": [["only a key"]] }),
        serde_json::json!({ "#sets": [] }),
        serde_json::json!({ "a": 1, "#set": [] }),
    ] {
        assert!(!schema.is_valid(&trace(bad.clone())), "{bad}");
    }
}
