"""Somebody without a mouse: Tab, Shift+Tab, arrows, Space, Enter and letters, and it can be seen where they are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import wider_than_the_window

MOST_STEPS = 160
# Roles as the browser tells a screen reader, by the words used here.
ROLES = {
    "field": {"textbox", "searchbox", "spinbutton"},
    "fold": {"DisclosureTriangle"},
    "file": {"button"},
    "select": {"combobox"},
}

# How everything that Tab may reach looks before Tab has reached it: once for each thing on the page.
REMEMBER = """
() => {
  const shown = ["outline", "boxShadow", "backgroundColor", "border", "color", "textDecoration"];
  const look = (part) => ["", "::before", "::after"].map((pseudo) => {
    const style = getComputedStyle(part, pseudo || null);
    return shown.map((name) => style[name]).join("; ");
  });
  window.lookOf = (thing) => JSON.stringify([thing, ...(thing.labels ?? [])].map(look));
  window.looks ??= new Map();
  const reached = "a[href], button, input, select, textarea, summary, [tabindex]";
  for (const thing of document.querySelectorAll(reached))
    if (!looks.has(thing) && thing !== document.activeElement) looks.set(thing, lookOf(thing));
}
"""

# What is wrong with the place where the keyboard is now, for somebody who looks at the screen.
UNSEEN = """
() => {
  const thing = document.activeElement;
  if (!thing || thing === document.body) return "";
  if (looks.get(thing) === lookOf(thing)) return "it looks the same as without the keyboard on it";
  const parts = [thing, ...(thing.labels ?? [])].flatMap((part) => [...part.getClientRects()]);
  const seen = parts.filter((box) => box.width > 1 && box.height > 1 && box.left >= -1
    && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight);
  if (!seen.length) return "it is outside the window";
  const uncovered = seen.some((box) => {
    const x = (box.left + box.right) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    return [thing, ...(thing.labels ?? [])].some((part) => part.contains(top) || top?.contains(part));
  });
  return uncovered ? "" : "something covers it";
}
"""

LABEL = "(thing) => thing.labels?.[0]?.textContent.trim() ?? ''"
IS_CHOICE_WITH = """
(thing, words) => thing.type === "radio" && [...thing.form.elements]
  .filter((other) => other.name === thing.name)
  .some((other) => other.labels[0]?.textContent.trim() === words)
"""


class Keyboard:
    """A person at a keyboard, on one page after another."""

    def __init__(self, page: Page):
        self.page = page
        self.tools = page.context.new_cdp_session(page)
        # Asked for before a window can open: asked for with the key press, it may come too late.
        page.on("filechooser", lambda window: None)

    def tab_to(self, role: str, name: str | re.Pattern, *, back: bool = False) -> None:
        """Press Tab until the keyboard is on this; at each step it can be seen where it is."""
        passed = []
        for _ in range(MOST_STEPS):
            self.step(back=back)
            its_role, its_name = self.here()
            if its_role in ROLES.get(role, {role}) and fits(its_name, name):
                return
            passed.append(f"{its_role} “{its_name}”")
            if passed.count(passed[0]) > 2:  # twice around
                break
        raise AssertionError(f"Tab never came to {role} “{name}”, only to {passed}")

    def step(self, *, back: bool = False) -> None:
        """One Tab, or Shift+Tab. Where it leads can be seen."""
        self.page.evaluate(REMEMBER)
        self.page.keyboard.press("Shift+Tab" if back else "Tab")
        unseen = self.page.evaluate(UNSEEN)
        assert not unseen, f"The keyboard is on {self.here()}, but {unseen}"

    def here(self) -> tuple[str, str]:
        """The role and the name of what the keyboard is on, as a screen reader says them."""
        thing = self.tools.send("Runtime.evaluate", {"expression": "document.activeElement"})
        told = {"objectId": thing["result"]["objectId"], "fetchRelatives": False}
        node = self.tools.send("Accessibility.getPartialAXTree", told)["nodes"][0]
        role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
        return role, " ".join(name.split())

    def go(self, role: str, name: str | re.Pattern, *, key: str = "Enter", **where) -> None:
        """Press a link or a button that leads to another page, which is not wider than the window."""
        self.tab_to(role, name, **where)
        with self.new_page():
            self.page.keyboard.press(key)

    @contextmanager
    def new_page(self) -> Iterator[None]:
        """What is done here leads to another page."""
        with self.page.expect_navigation():
            yield
        assert not wider_than_the_window(self.page), self.page.url

    def fill(self, name: str | re.Pattern, text: str, *, role: str = "field") -> None:
        """Write into a field; what stood there is overwritten, as Tab marks it."""
        self.tab_to(role, name)
        self.page.keyboard.type(text)
        expect(self.page.locator(":focus")).to_have_value(text)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.tab_to("checkbox", name)
        self.page.keyboard.press("Space")
        expect(self.page.locator(":focus")).to_be_checked()

    def choose(self, words: str) -> None:
        """Choose one of several: Tab to the group, arrows inside it."""
        focused = self.page.locator(":focus")
        for _ in range(MOST_STEPS):
            self.step()
            if focused.count() and focused.evaluate(IS_CHOICE_WITH, words):
                break
        for _ in range(MOST_STEPS):
            if focused.evaluate(LABEL) == words:
                break
            self.page.keyboard.press("ArrowDown")
        else:
            raise AssertionError(f"The arrows never came to “{words}”")
        if not focused.is_checked():
            self.page.keyboard.press("Space")
        expect(focused).to_be_checked()

    def select(self, name: str, words: str) -> None:
        """Choose from a list that folds, with the arrow."""
        self.tab_to("select", name)
        focused = self.page.locator(":focus")
        for _ in range(MOST_STEPS):
            if focused.evaluate("list => list.selectedOptions[0].text") == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} never came to “{words}”")

    def unfold(self, words: str | re.Pattern) -> None:
        """Open what is folded."""
        self.tab_to("fold", words)
        self.page.keyboard.press("Enter")
        opened = self.page.locator(":focus").evaluate("summary => summary.parentElement.open")
        assert opened, f"“{words}” did not open"

    def choose_file(self, name: str | re.Pattern, path: Path) -> None:
        """Choose a file in the browser's own window, which opens with Space."""
        self.tab_to("file", name)
        with self.page.expect_file_chooser() as window:
            self.page.keyboard.press("Space")
        window.value.set_files(path)

    def date(self, day: str, month: str, year: str) -> None:
        """Three fields for one date."""
        for name, typed in (("Day", day), ("Month", month), ("Year", year)):
            self.fill(name, typed)


def fits(name: str, wanted: str | re.Pattern) -> bool:
    """The name is this one, or the pattern is in it."""
    return bool(wanted.search(name)) if isinstance(wanted, re.Pattern) else name == wanted
