"""GOV.UK Notify, spoken to directly: a token, one post for each message, one look at how far it has come."""

import time
from dataclasses import dataclass
from typing import Any

import jwt
import requests

# Our word for each kind of message, and the word that Notify's addresses use.
KINDS = {"text": "sms", "email": "email", "letter": "letter"}
ADDRESS_LINES = 7
TIMEOUT = (5, 25)
# Notify's word for how far a message has come, and whether it means that it arrived.
ARRIVED = {"delivered", "sent", "received"}
LOST = {
    "permanent-failure": "The address or number does not exist",
    "temporary-failure": "The address or number could not be reached for three days",
    "technical-failure": "The provider could not pass it on",
    "validation-failed": "The letter did not fit the page",
    "virus-scan-failed": "The letter was refused by a virus scan",
    "cancelled": "It was cancelled",
}


@dataclass(frozen=True)
class Trouble(Exception):
    """Notify did not take the message: why, whether to try again, and after how many seconds at least."""

    reason: str
    again: bool
    wait: int = 0


@dataclass(frozen=True)
class Notify:
    """A Notify service, by its address and its key (`name-<service>-<secret>`, the last two UUIDs)."""

    url: str
    key: str
    templates: dict[str, str]

    def send(self, kind: str, address: str, subject: str, body: str, reference: str) -> str:
        """Hand over one message; Notify's id for it."""
        words = {"subject": subject, "body": body}
        content: dict[str, Any] = {
            "template_id": self.templates[kind],
            "reference": reference,
            "personalisation": words | (address_lines(address) if kind == "letter" else {}),
        }
        if kind != "letter":
            content["phone_number" if kind == "text" else "email_address"] = address
        return str(self.ask("POST", f"/v2/notifications/{KINDS[kind]}", json=content)["id"])

    def find(self, reference: str) -> str:
        """Notify's id for a message that it took and did not lose, by our reference; empty if it has none."""
        taken = self.ask("GET", "/v2/notifications", params={"reference": reference})
        alive = (one for one in taken["notifications"] if one["status"] not in LOST)
        return next((str(one["id"]) for one in alive), "")

    def status(self, provider_id: str) -> str:
        """How far a message has come, in Notify's word."""
        return str(self.ask("GET", f"/v2/notifications/{provider_id}")["status"])

    def ask(self, method: str, path: str, **content: Any) -> dict:
        """One request; Trouble if the answer is not what it should be."""
        try:
            answer = requests.request(
                method,
                f"{self.url}{path}",
                headers={"Authorization": f"Bearer {self.token()}"},
                timeout=TIMEOUT,
                allow_redirects=False,
                **content,
            )
            told = answer.json()
        except requests.exceptions.JSONDecodeError:
            told = {}
        except requests.RequestException:
            raise Trouble("The provider did not answer", again=True) from None
        if answer.status_code in (200, 201) and isinstance(told, dict) and told:
            return told
        raise trouble_in(answer, told)

    def token(self) -> str:
        """A token that is good for half a minute."""
        claims = {"iss": self.key[-73:-37], "iat": int(time.time())}
        return jwt.encode(claims, self.key[-36:], algorithm="HS256")


def trouble_in(answer: requests.Response, told: Any) -> Trouble:
    """Too many requests and faults of the provider pass; anything else is wrong with what we sent."""
    passes = answer.status_code == 429 or answer.status_code >= 500 or answer.status_code < 400
    try:
        reason = str(told["errors"][0]["message"])
    except (KeyError, IndexError, TypeError):
        reason = f"The provider answered {answer.status_code}"
    wait = answer.headers.get("Retry-After", "")
    return Trouble(reason[:300], again=passes, wait=int(wait) if wait.isdecimal() else 0)


def address_lines(address: str) -> dict[str, str]:
    """The lines of a postal address as Notify names them; the last is the postcode."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) > ADDRESS_LINES:
        middle = ", ".join(lines[ADDRESS_LINES - 2 : -1])
        lines = [*lines[: ADDRESS_LINES - 2], middle, lines[-1]]
    return {f"address_line_{number}": line for number, line in enumerate(lines, 1)}
