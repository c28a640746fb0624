"""Whatever colours a file has, made BT.709, as every player takes a film: HDR is tone-mapped, a wide gamut narrowed.

HDR is told by its transfer: PQ (SMPTE ST 2084) or HLG (ARIB STD-B67), as phones record them. A build of FFmpeg without
zscale (libzimg) gets the same curves as a table, which is exact in brightness and approximate in saturated colours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.film.ffmpeg import run_ffmpeg, user_input

_WORD = re.compile(r"\w{1,60}")
TAGGED = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
BT709_OUTPUT = ("-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
WHITE_NITS = 203  # of paper in HDR (ITU-R BT.2408): what SDR calls white
HDR = {"smpte2084": 1000, "arib-std-b67": 1000}  # transfer → the brightest that is mapped, in nits
_KNEE = 0.3  # of white; what is darker stays as bright as it is
_WIDE = frozenset({"bt2020", "smpte432", "smpte431"})
_HIGH_DEFINITION = 720  # lines from which on untagged video is BT.709 by custom, below BT.601
_PICTURE = re.compile(
    r"Stream #0:\d{1,4}[^\n]{0,80}?: Video: (?![^\n]{0,400}\(attached pic\))[^\n]{0,200}?, "
    r"(\w{1,40})(?:\(([^)]{0,100})\))?, (\d{1,6})x(\d{1,6})"
)
_NAMES = re.compile(r"[\w-]{1,40}/[\w-]{1,40}/[\w-]{1,40}")


@dataclass(frozen=True, slots=True)
class Color:
    """How a picture's numbers are meant, in FFmpeg's names; "unknown" where it does not say."""

    pixels: str
    lines: int
    range: str = "unknown"
    matrix: str = "unknown"
    primaries: str = "unknown"
    transfer: str = "unknown"

    @property
    def is_hdr(self) -> bool:
        """Whether it is brighter than white somewhere."""
        return self.transfer in HDR

    @property
    def is_rgb(self) -> bool:
        """Whether red, green and blue are stored, so that no matrix applies."""
        return self.pixels.startswith(
            ("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal", "gray", "mono", "ya")
        )

    @property
    def is_wide(self) -> bool:
        """Whether it has colours that BT.709 has not."""
        return not self.is_rgb and (self.primaries in _WIDE or self.matrix.startswith("bt2020"))


BT709 = Color("yuv420p", 1080, "tv", "bt709", "bt709", "bt709")  # of a file that we made
_DRAWN = Color("gbrp", 0)  # here: a card, or a picture of words


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of every source of a film, and the filters there are to convert them."""

    sources: Mapping[str, Color] = field(default_factory=dict)
    filters: frozenset[str] = frozenset()

    def shown(self, source: str, width: int, height: int) -> str:
        """The filters that bring a source to BT.709, for a canvas of that size."""
        return to_bt709(self.sources.get(source, _DRAWN), width, height, self.filters)

    def overlaid(self, source: str, width: int, height: int) -> str:
        """The same for a picture over the film, which keeps its transparency; "" if nothing is to be done."""
        color = self.sources.get(source, _DRAWN)
        return to_bt709(color, width, height, self.filters) if color.is_hdr or color.is_wide else ""


async def colors_of(files: Mapping[str, Path]) -> Colors:
    """Look into the files of a film, by source."""
    found = {source: read_color((await run_ffmpeg(*user_input(path)))[1]) for source, path in files.items()}
    sources = {source: color for source, color in found.items() if color is not None}
    wider = any(color.is_hdr or color.is_wide for color in sources.values())
    return Colors(sources, await _filters_here() if wider else frozenset())


def read_color(told: str) -> Color | None:
    """The colours of the first picture in what `ffmpeg -i` tells."""
    found = _PICTURE.search(told)
    if found is None:
        return None
    about = found[2] or ""
    full = "pc" if "pc" in _WORD.findall(about) or found[1].startswith("yuvj") else "tv"
    if names := _NAMES.search(about):
        matrix, primaries, transfer = names[0].split("/")
    else:  # one name stands for all three
        one = next((each for each in ("bt709", "bt2020nc", "smpte170m", "bt470bg") if each in about), "unknown")
        matrix = primaries = transfer = one
    return Color(found[1], int(found[4]), full, matrix, primaries, transfer)


async def _filters_here() -> frozenset[str]:
    """Names of the filters that this build of FFmpeg has."""
    lines: list[str] = []
    await run_ffmpeg("-filters", line=lines.append)
    return frozenset(parts[1] for parts in map(str.split, lines) if len(parts) > 2 and "->" in parts[2])


def to_bt709(color: Color, width: int, height: int, filters: frozenset[str]) -> str:
    """The filters from these colours to BT.709, limited range, eight bits.

    HDR is made smaller first, if it covers a picture of `width` and `height` thereafter: mapping works on floats.
    """
    if color.is_hdr:
        smaller = f"scale=w='min(iw,ceil(max({width},{height}*iw/ih)/2)*2)':h=-2"
        mapped = _mapped(color) if {"zscale", "tonemap"} <= filters else _by_table(color)
        return f"{smaller},{mapped},{TAGGED}"
    if color.is_wide and "zscale" in filters:
        return f"zscale={_read_as(color)}:p=bt709:t=bt709:m=bt709:r=tv,format=yuv420p,{TAGGED}"
    meant = "auto"
    if not color.is_rgb and color.matrix == "unknown":
        meant = "bt709" if color.lines >= _HIGH_DEFINITION else "bt601"
    return f"scale=in_color_matrix={meant}:out_color_matrix=bt709:out_range=tv,format=yuv420p,{TAGGED}"


def _read_as(color: Color) -> str:
    """What the picture says it is, as options of zscale, with the usual where it is silent."""
    matrix = color.matrix if color.matrix != "unknown" else "bt2020nc"
    transfer = color.transfer if color.transfer != "unknown" else "bt709"
    primaries = color.primaries if color.primaries != "unknown" else "bt2020"
    return f"min={matrix}:tin={transfer}:pin={primaries}:rin={color.range}"


def _mapped(color: Color) -> str:
    peak = HDR[color.transfer] / WHITE_NITS
    return (
        f"zscale={_read_as(color)}:t=linear:npl={WHITE_NITS},format=gbrpf32le,zscale=p=bt709,"
        f"tonemap=tonemap=mobius:param={_KNEE}:desat=2:peak={peak:.2f},zscale=t=bt709:m=bt709:r=tv,format=yuv420p"
    )


def _by_table(color: Color) -> str:
    """Transfer, tone curve and gamma in one table a channel, then the gamut by a matrix."""
    value = "clip(val/maxval,0,1)"
    if color.transfer == "smpte2084":  # SMPTE ST 2084
        root = f"pow({value},1/78.84375)"
        nits = f"10000*pow(max({root}-0.8359375,0)/(18.8515625-18.6875*{root}),1/0.1593017578125)"
    else:  # ARIB STD-B67, with the system gamma of a display of 1000 nits
        scene = f"if(lte({value},0.5),{value}*{value}/3,(exp(({value}-0.55991073)/0.17883277)+0.28466892)/12)"
        nits = f"1000*pow({scene},1.2)"
    # as tonemap's mobius: straight up to a knee, then bent so that the peak is white
    knee, peak = _KNEE, HDR[color.transfer] / WHITE_NITS
    a = -knee * knee * (peak - 1) / (knee * knee - 2 * knee + peak)
    b = (knee * knee - 2 * knee * peak + peak) / (peak - 1)
    scale = (b * b + 2 * b * knee + knee * knee) / (b - a)
    bent = f"if(lte(ld(0),{knee}),ld(0),{scale:.6f}*(ld(0)+{a:.6f})/(ld(0)+{b:.6f}))"
    table = f"st(0,{nits}/{WHITE_NITS});maxval*pow(clip({bent},0,1),1/2.4)"  # ITU-R BT.1886
    return (
        f"scale=in_color_matrix=bt2020,format=gbrp10le,lutrgb=r='{table}':g='{table}':b='{table}',"
        "colorchannelmixer=1.6605:-0.5876:-0.0728:0:-0.1246:1.1329:-0.0083:0:-0.0182:-0.1006:1.1187,"
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"
    )
