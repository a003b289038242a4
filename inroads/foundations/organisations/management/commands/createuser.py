"""`inroads createuser`: lets someone sign in, with a role."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from inroads.foundations.accounts.actions import add_user
from inroads.foundations.accounts.invitations import waits_for_invitation
from inroads.foundations.accounts.models import User
from inroads.foundations.core.rules import Refused
from inroads.foundations.history.recording import Machine
from inroads.foundations.organisations.actions import (
    add_member,
    add_organisation,
    hand_over_invitation,
    let_back_in,
)
from inroads.foundations.organisations.models import Membership, Organisation, Role

BY = Machine("createuser")


class Command(BaseCommand):
    """Makes a user, or gives a role to one there is already."""

    help = "Let someone sign in, with a role in an organisation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the e-mail address they will sign in with")
        parser.add_argument("--role", required=True, choices=Role.values, metavar="ROLE",
                            help="one of: " + ", ".join(Role.values))  # fmt: skip
        parser.add_argument("--organisation", required=True, metavar="NAME")
        parser.add_argument(
            "--new-organisation", action="store_true", help="make the organisation if there is none"
        )
        parser.add_argument(
            "--kind",
            choices=Organisation.Kind.values,
            default=Organisation.Kind.COUNCIL.value,
            metavar="KIND",
            help="of a new organisation: " + ", ".join(Organisation.Kind.values),
        )
        parser.add_argument(
            "--leads", action="store_true", help="the new organisation leads the programme"
        )
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")

    def handle(self, *args: Any, **options: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        try:
            validate_email(options["email"])
            with transaction.atomic():
                user = self.user(options["email"], password)
                waits = waits_for_invitation(user)
                member = self.member(user, self.organisation(options), Role(options["role"]), waits)
                now = timezone.now()
                link = hand_over_invitation(member, at=now, by=BY) if waits else None
        except (Refused, ValidationError) as refusal:
            sentences = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            raise CommandError(" ".join(sentences)) from refusal
        self.tell(user, link, options)

    def user(self, email: str, password: str | None) -> User:
        """The user with this address, made if there is none."""
        known = User.objects.filter(email__iexact=email).first()
        if known and password is not None:
            raise Refused(f"{email} can sign in already; this command changes no password.")
        if known:
            let_back_in(known, by=BY)
            return known
        if password is not None:
            validate_password(password, User(email=email))
        return add_user(email, password=password, by=BY)

    def member(self, user: User, organisation: Organisation, role: Role, waits: bool) -> Membership:
        """The user in this role; whoever still waits for their way in may have the role already."""
        known = Membership.objects.filter(user=user, organisation=organisation, role=role).first()
        return known if known and waits else add_member(user, organisation, role, by=BY)

    def organisation(self, options: dict[str, Any]) -> Organisation:
        """The organisation that is named, made if that was asked for."""
        name = options["organisation"]
        known = Organisation.objects.filter(name__iexact=name).first()
        if known:
            return known
        if not options["new_organisation"]:
            raise Refused(f"There is no organisation “{name}”. Add --new-organisation to make it.")
        return add_organisation(name=name, kind=options["kind"], leads=options["leads"], by=BY)

    def tell(self, user: User, link: str | None, options: dict[str, Any]) -> None:
        """What was done, and how they get in."""
        if options["json"]:
            facts = {"email": user.email, "role": options["role"], "link": link}
            self.stdout.write(json.dumps(facts))
            return
        role = Role(options["role"]).label.lower()
        self.stdout.write(f"{user.email} is {role} at {options['organisation']}.")
        if link:
            self.stdout.write(f"They choose a password here, within 7 days:\n{link}")
