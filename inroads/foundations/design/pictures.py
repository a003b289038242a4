"""A map as a picture of its own, to be put into a report: with its key, and with what must be said beside it."""

from collections.abc import Sequence
from textwrap import wrap

from django.template.loader import render_to_string

from inroads.foundations.design.maps import WIDTH, AreaMap

# In the units of the drawing: room for the title above, the key on the right, and a line of notes.
ABOVE, KEY, MARGIN, LINE = 500, 1900, 150, 120
LETTERS_IN_A_LINE = 130
PIXELS = 1600

SVG_TYPE = "image/svg+xml"


def picture_of(area_map: AreaMap, notes: Sequence[str]) -> bytes:
    """The map as SVG that needs nothing else: no style sheet, no font, no script."""
    tall = max(area_map.outline.height, 200 + 170 * (len(area_map.legend) + 2))
    lines = [line for note in notes for line in wrap(note, LETTERS_IN_A_LINE)]
    wide = WIDTH + KEY + 2 * MARGIN
    high = ABOVE + tall + LINE * (len(lines) + 2)
    picture = {
        "left": -MARGIN,
        "top": -ABOVE,
        "box": f"{-MARGIN} {-ABOVE} {wide:.0f} {high:.0f}",
        "width": PIXELS,
        "height": round(PIXELS * high / wide),
        "key_x": round(WIDTH + MARGIN),
        "key": key_of(area_map),
        "notes": [
            {"text": line, "y": round(tall + LINE * (number + 1.5))}
            for number, line in enumerate(lines)
        ],
    }
    return render_to_string("design/map.svg", {"map": area_map, "picture": picture}).encode()


def key_of(area_map: AreaMap) -> list[dict]:
    """What each colour, the hatching and the spots mean, line by line."""
    key = [
        {"fill": str(each["level"]), "text": f"{each['text']}: {each['areas']} areas"}
        for each in area_map.legend
    ]
    if area_map.marked:
        key.append({"fill": "0m", "text": f"{area_map.marked_name}: {area_map.marked} areas"})
    if area_map.spots:
        key.append({"fill": "", "text": f"{area_map.spots_name}: {len(area_map.spots)}"})
    return [{**line, "y": 170 * (number + 1)} for number, line in enumerate(key)]
