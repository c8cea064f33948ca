//! Names of hedges that do not fit: what all of them share is left out first.

use super::text::Lettering;

/// Names of at most `room` pixels that still tell hedges apart: the end that all share is left out,
/// then the beginning, then the middle of each.
pub(super) fn shorten(names: &[&str], lettering: Lettering, room: f64) -> Vec<String> {
    let fit = |names: &[String]| names.iter().all(|name| lettering.width(name) <= room);
    let whole: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if fit(&whole) || names.len() < 2 {
        return whole.iter().map(|name| lettering.ellipsize(name, room)).collect();
    }
    let end = shared_end(names);
    let cut = |name: &str| name[..name.len() - end].trim_end().to_owned();
    let mark = |cut_away: usize| if cut_away > 0 { "…" } else { "" };
    let without_end: Vec<String> =
        names.iter().map(|name| format!("{}{}", cut(name), mark(end))).collect();
    if fit(&without_end) {
        return without_end;
    }
    let start =
        shared_start(names).min(names.iter().map(|name| name.len() - end).min().unwrap_or(0));
    let core =
        |name: &str| format!("{}{}{}", mark(start), cut(name)[start..].trim_start(), mark(end));
    names
        .iter()
        .map(|name| {
            let core = if cut(name).len() > start { core(name) } else { (*name).to_owned() };
            lettering.ellipsize(&core, room)
        })
        .collect()
}

/// Words end here; not at a point, which may be a decimal one.
fn ends_word(character: char) -> bool {
    character.is_whitespace() || "-_,;:/()".contains(character)
}

/// Length in bytes of the whole words that all names begin with.
fn shared_start(names: &[&str]) -> usize {
    let shared = |at: usize, c: char| names.iter().all(|name| name[at..].starts_with(c));
    let first = names[0];
    let mut start = 0;
    for (at, character) in first.char_indices() {
        if names.iter().any(|name| !name.is_char_boundary(at)) || !shared(at, character) {
            break;
        }
        if ends_word(character) {
            start = at + character.len_utf8();
        }
    }
    start
}

/// Length in bytes of the whole words that all names end with.
fn shared_end(names: &[&str]) -> usize {
    let mut end = 0;
    for (at, character) in names[0].char_indices().rev() {
        let tail = &names[0][at..];
        if !names.iter().all(|name| name.ends_with(tail) && name.len() > tail.len()) {
            break;
        }
        if ends_word(character) {
            end = tail.len();
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Lettering = Lettering::new(20.0);

    #[test]
    fn what_fits_stays() {
        assert_eq!(shorten(&["daily", "weekly"], SIZE, 200.0), ["daily", "weekly"]);
    }

    #[test]
    fn shared_words_go_first_and_numbers_stay_whole() {
        let names = [
            "hedge every 10 days at implied volatility",
            "hedge every 15 days at implied volatility",
        ];
        assert_eq!(shorten(&names, SIZE, 210.0), ["hedge every 10…", "hedge every 15…"]);
        assert_eq!(shorten(&names, SIZE, 70.0), ["…10…", "…15…"]);
        let decimals = ["interval-0.25-days-long", "interval-0.5-days-long"];
        assert_eq!(shorten(&decimals, SIZE, 90.0), ["…0.25…", "…0.5…"]);
    }

    #[test]
    fn odd_names_do_no_harm() {
        for names in
            [&["", ""][..], &["é a", "è a"], &["a a a", "a a a"], &["x", "x "], &["α β", "α β γ β"]]
        {
            assert_eq!(shorten(names, SIZE, 1.0).len(), names.len());
        }
    }
}
