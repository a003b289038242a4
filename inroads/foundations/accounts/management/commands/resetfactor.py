"""`inroads resetfactor EMAIL`: whoever lost their second factor sets up a new one."""

from django.core.management.base import BaseCommand, CommandError

from inroads.foundations.accounts.actions import reset_second_factor
from inroads.foundations.accounts.models import User
from inroads.foundations.history.recording import Machine


class Command(BaseCommand):
    """For those without their phone and their recovery codes; first be sure that it is they who ask."""

    help = "Let someone who lost their second factor set up a new one."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the e-mail address they sign in with")

    def handle(self, *, email: str, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody signs in with {email}.")
        reset_second_factor(user, by=Machine("resetfactor"))
        self.stdout.write(
            f"{user.email} is signed out everywhere, and sets up a new second factor after the password."
        )
