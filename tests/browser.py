"""Fixtures for journeys in a real Chromium. `conftest.py` makes them known to every test."""

import os
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.machine import chromium

# Playwright keeps an event loop in the thread of the tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
WIDE, NARROW, NARROWEST = 1280, 360, 320


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Any Chromium on this machine; without one the journeys are skipped, on CI they fail."""
    path = chromium()
    if path is None:
        cure = "no Chromium found: install Debian's chromium, or set CHROMIUM=/path/to/browser"
        pytest.fail(cure) if os.environ.get("CI") else pytest.skip(cure)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`open_page("/", user=coordinator, js=False, width=320)` opens a window of that person's own."""
    windows = []

    def open_one(
        address: str = "/", *, user=None, js: bool = True, width: int = WIDE, **options
    ) -> Page:
        window = browser.new_context(
            java_script_enabled=js,
            viewport={"width": width, "height": 800},
            base_url=live_server.url,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        windows.append(window)
        if user is not None:
            window.add_cookies([session_cookie(user, live_server.url)])
        page = window.new_page()
        page.goto(address)
        return page

    yield open_one
    for window in windows:
        window.close()


def session_cookie(user, url: str):
    """The cookie of a user who has just signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


def wider_than_the_window(page: Page) -> bool:
    """True if a reader would have to scroll sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
