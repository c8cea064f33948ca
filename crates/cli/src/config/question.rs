//! What a config asks, in the words of its first comment.

use super::write;

/// The paragraphs of the comment that a config begins with; none where it begins otherwise, or says
/// only that it is a resolved one.
///
/// Lines of a paragraph are one, but for those that begin with more than a space, such as those of
/// lists: they stand for themselves.
pub fn question(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().skip_while(|line| line.trim().is_empty());
    let comment = lines.map_while(|line| line.trim_start().strip_prefix('#'));
    let mut paragraphs = vec![String::new()];
    for line in comment {
        match (line.trim(), paragraphs.last_mut()) {
            ("", _) | (_, None) => paragraphs.push(String::new()),
            (words, Some(paragraph)) => {
                if !paragraph.is_empty() {
                    let itself = line.starts_with("  ") || line.starts_with('\t');
                    paragraph.push(if itself { '\n' } else { ' ' });
                }
                paragraph.push_str(words);
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty() && paragraph != write::HEADER);
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_comment_is_the_question() {
        let text = "\u{feff}\n# How often\n# should I?\n#\n#\n# Expected: one of\n#   this\n#   that\n#and so on\n\n# not this\n[run]\n";
        let expected = ["How often should I?", "Expected: one of\nthis\nthat and so on"];
        assert_eq!(question(text), expected);
        assert_eq!(question(&text.replace('\n', "\r\n")), expected);
    }

    #[test]
    fn there_may_be_none() {
        let resolved = format!("# {}\n\n[run]\n", write::HEADER);
        for text in ["", "\n\n", "[run]\n# later\n", "#\n#\n[run]", &resolved] {
            assert_eq!(question(text), [""; 0], "{text}");
        }
    }
}
