"""Which characters the documents' own fonts can draw. System fonts never count: a document must look the same everywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro  # type: ignore[import-untyped]  # no stubs
import font_source_serif_pro  # type: ignore[import-untyped]  # no stubs
from fontTools.ttLib import TTFont

# Drawn by the fonts inside typst (Libertinus Serif, DejaVu Sans Mono), which stand behind the two faces of ours:
# IPA, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, arrows, signs. A test renders every one of them.
FALLBACK_RANGES: Final = """
250 252-258 25A-260 262-2AF 2B1 2B4-2B6 2B9-2BA 2BD 2C0-2C5 2CD-2D7 2DE-2E0 2E4-2FF 370-373 376-377 37A-37D 37F
3CF-3D6 3D8 3DA 3DC 3DE-3E0 3E2-3FF 460-461 464-471 476-482 48A-48F 494-495 49C-49F 4A4-4A9 4AC-4AD 4B4-4B5 4B8-4B9
4BC-4BF 4C3-4CE 4D2-4D3 4DA-4E1 4E4-4E5 4EA-4ED 4F0-4F1 4F4-4FF 510-513 51A-51D 531-556 559-58A 58D-58F 5B0-5C3 5C6
5D0-5EA 5EF-5F4 606-60C 615 61B 61F 621-63A 640-655 65A 660-66D 674 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9
6AF 6BE 6CC 6F0-6F9 10D0-10FF 1E00-1E0B 1E10-1E1F 1E22-1E23 1E26-1E29 1E2C-1E35 1E3C-1E3D 1E40-1E41 1E4A-1E59
1E64-1E6B 1E70-1E7F 1E86-1E8D 1E90-1E91 1E94-1E96 1E98-1E9D 1E9F 1EFA-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57
1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2010-2011 2016-2017
201B 201F 2023-2025 2027 2031 2034-2038 203B 203D-2040 2042 2045-2046 204A-2052 2054-205E 207A-207C 208A-208C 2090-209C
20A0 20A2-20A3 20A5 20A8 20AA 20AD 20AF-20B0 20B3 20B6-20B7 20BB-20BC 20BE-20C0 2100-2112 2114-2115 2118-211E 2124
2127-212D 212F-2152 2155-215A 215F-2184 2189 2194-2201 2203-2205 2207-220E 2210 2213-2214 2216-2218 221B-221D 221F-222A
222C-2247 2249-225F 2261-2263 2266-23FF 2422-2423 2460-259F 25A1-25B1 25B4-25B5 25B8-25BB 25BE-25BF 25C2-25C5 25C7-25C8
25CB-260F 2612-262F 2638-2669 266B-268B 2690-269C 26A0-26A7 26AA-26B2 2701-2704 2706-2709 270C-2712 2714-2727 2729-274B
274D 274F-2751 2756 2758-275E 2761-277F 2794 2798-27AF 27B1-27FF 2900-2B73 2B76-2B95 2B97-2BFF
"""


def font_files() -> dict[str, Path]:
    """The four faces in use, by the names that the web fonts carry too."""
    sans, serif = (font_source_sans_pro.font_files_otf, font_source_serif_pro.font_files_otf)
    return {
        "sans-400": Path(sans["SourceSansPro"]),
        "sans-600": Path(sans["SourceSansProSemibold"]),
        "serif-400": Path(serif["SourceSerifPro"]),
        "serif-600": Path(serif["SourceSerifProSemibold"]),
    }


@cache
def own_characters() -> frozenset[str]:
    """What every one of the four faces can draw."""
    covered: set[int] | None = None
    for path in font_files().values():
        with TTFont(path, lazy=True) as font:
            found = set(font.getBestCmap())
        covered = found if covered is None else covered & found
    return frozenset(map(chr, covered or ()))


@cache
def fallback_characters() -> frozenset[str]:
    """What the fonts inside typst add."""
    characters: set[str] = set()
    for entry in FALLBACK_RANGES.split():
        first, _, last = entry.partition("-")
        characters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(characters)
