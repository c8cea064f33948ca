//! What plotters' SVG lacks: the fonts of its texts, and its size in pixels.

use super::text::FAMILY;

static REGULAR: &[u8] = include_bytes!("../../fonts/DejaVuSans-subset.woff2");
static BOLD: &[u8] = include_bytes!("../../fonts/DejaVuSans-Bold-subset.woff2");

/// The SVG with its fonts embedded, shown `width` by `height` pixels large.
pub(super) fn finish(drawn: &str, (width, height): (u32, u32)) -> String {
    let (head, body) = drawn.split_once(">\n").unwrap_or((drawn, ""));
    let view = head.find("viewBox").map_or("", |at| &head[at..]);
    let style = format!("<style>{}</style>", font_faces());
    format!(
        "<svg width=\"{width}\" height=\"{height}\" stroke-linejoin=\"round\" {view}>\n{style}\n{body}"
    )
}

/// Rules of CSS that embed the fonts.
pub(crate) fn font_faces() -> String {
    format!("{}{}", face("normal", REGULAR), face("bold", BOLD))
}

fn face(weight: &str, woff2: &[u8]) -> String {
    let family = FAMILY.split(',').next().unwrap_or(FAMILY);
    let data = base64(woff2);
    format!(
        "@font-face{{font-family:\"{family}\";font-weight:{weight};\
         src:url(data:font/woff2;base64,{data}) format(\"woff2\")}}"
    )
}

/// Base64 with padding.
///
/// # Source
/// RFC 4648 (2006), section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= group.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn base64_agrees_with_its_standard() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn the_size_is_in_pixels_and_the_view_in_units() {
        let svg = finish(
            "<svg width=\"40\" height=\"20\" viewBox=\"0 0 40 20\" xmlns=\"x\">\n</svg>\n",
            (10, 5),
        );
        assert!(svg.starts_with("<svg width=\"10\" height=\"5\" stroke-linejoin=\"round\" viewBox=\"0 0 40 20\" xmlns=\"x\">\n<style>"));
        assert!(svg.ends_with("</svg>\n"));
    }
}
