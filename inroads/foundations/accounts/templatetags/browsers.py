"""A browser in words: {{ session.user_agent|browser }}."""

from django import template

register = template.Library()

# The first that is found is right: most browsers call themselves by several names.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "a Chromebook",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """What a person would call this browser.

    >>> browser("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0")
    'Edge on Windows'
    >>> browser("curl/8")
    'A browser'
    """
    name = next((name for mark, name in BROWSERS.items() if mark in user_agent), "A browser")
    system = next((f" on {name}" for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return name + system
