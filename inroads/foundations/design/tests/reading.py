"""Reading a page as a person does: each control by the words of its label."""

from html.parser import HTMLParser


class Labelled(HTMLParser):
    """The labels and legends of a page, and the controls they stand for."""

    def __init__(self):
        super().__init__()
        self.controls, self.labels, self.legends = {}, {}, {}
        self.reading, self.words, self.fieldsets = None, "", []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.controls[given["id"]] = {**given, "legend": (self.fieldsets or [""])[-1]}
        elif tag == "fieldset":
            self.fieldsets.append("")
        elif tag in ("label", "legend"):
            self.reading, self.words = given.get("for", tag), ""

    def handle_endtag(self, tag):
        if tag == "label":
            self.labels[" ".join(self.words.split())] = self.reading
        elif tag == "legend":
            self.fieldsets[-1] = " ".join(self.words.split())
        elif tag == "fieldset":
            self.fieldsets.pop()
        if tag in ("label", "legend"):
            self.reading = None

    def handle_data(self, data):
        self.words += data if self.reading else ""


def labelled(html: str) -> Labelled:
    page = Labelled()
    page.feed(html)
    return page


def filled_by_label(html: str, typed: dict) -> dict:
    """What a browser would send if each control were found by its label: True ticks it."""
    page, data = labelled(html), {}
    for label, value in typed.items():
        control = page.controls[page.labels[label]]
        data.setdefault(control["name"], []).append(
            control.get("value", "on") if value is True else value
        )
    return data
