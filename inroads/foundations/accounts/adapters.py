"""Where our rules about signing in differ from allauth's."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: users are invited."""

    def is_open_for_signup(self, request) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on lets in only those who are users already."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False
