#!/usr/bin/env python3
# Makes the font files of crates/report/fonts/ (DejaVu Sans and DejaVu Sans Bold, cut down to the
# characters below, each as TTF and as WOFF2) and their licence text. Needs:
#     pip install matplotlib==3.10.8 fonttools==4.68.0 brotli==1.2.1
# Usage: python3 scripts/subset_fonts.py [output directory]
"""The source is DejaVu 2.35 as bundled with matplotlib. The same package versions give the same
bytes. Outlines, metrics and the `kern` table are kept; hinting, OpenType layout and glyph names
are dropped."""

import hashlib
import sys
from importlib import util
from pathlib import Path

from fontTools import subset

SOURCES = {
    "DejaVuSans": "3fdf69cabf06049ea70a00b5919340e2ce1e6d02b0cc3c4b44fb6801bd1e0d22",
    "DejaVuSans-Bold": "b184b89e3c1075f22f6b71575b6fc20d4972b3cfd3b23322ca6fd596dcaef167",
}
CHARACTERS = (
    "".join(map(chr, range(0x20, 0x7F)))  # printable ASCII
    + "\u00a0ªµº" + "".join(map(chr, range(0xC0, 0x100)))  # no-break space, Latin-1 letters, × ÷
    + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
    + "−×·±√½¼²³⁴⁰¹⁻∞≤≥≈∑∫∂–—…•°%‰“”‘’→←↑↓"
)


def main():
    fonts = Path(util.find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"
    default = Path(__file__).resolve().parent.parent / "crates" / "report" / "fonts"
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    out.mkdir(parents=True, exist_ok=True)
    for name, digest in SOURCES.items():
        source = fonts / f"{name}.ttf"
        if hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            sys.exit(f"{source.name} is not the expected version (matplotlib==3.10.8 has it)")
        for flavor, ending in ((None, "ttf"), ("woff2", "woff2")):
            options = subset.Options(
                flavor=flavor, hinting=False, legacy_kern=True, layout_features=[],
                glyph_names=False, notdef_outline=True, recalc_timestamp=False,
                name_IDs=[0, 1, 2, 4, 5, 6, 13, 14], name_languages=[0x409],
            )
            options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "gasp"]
            font = subset.load_font(source, options)
            missing = [c for c in CHARACTERS if ord(c) not in font.getBestCmap()]
            if missing:
                sys.exit(f"{source.name} lacks {' '.join(missing)}")
            cutter = subset.Subsetter(options)
            cutter.populate(text=CHARACTERS)
            cutter.subset(font)
            path = out / f"{name}-subset.{ending}"
            subset.save_font(font, path, options)
            print(f"{path.name}: {font['maxp'].numGlyphs} glyphs, {path.stat().st_size} bytes")
    licence = (fonts / "LICENSE_DEJAVU").read_bytes().replace(b"\r\n", b"\n")
    (out / "LICENSE-DejaVu.txt").write_bytes(licence)


if __name__ == "__main__":
    main()
