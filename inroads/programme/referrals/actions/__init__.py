"""What happens to a referral, from being sent to what became of it."""

from inroads.programme.referrals.actions.answering import (
    accept_referral,
    decline_referral,
    withdraw_referral,
)
from inroads.programme.referrals.actions.arranging import (
    agree_step,
    cancel_step,
    close_route,
    keep_promise,
    let_go_after_closing,
)
from inroads.programme.referrals.actions.sending import refer_person, send_referral

__all__ = [
    "accept_referral",
    "agree_step",
    "cancel_step",
    "close_route",
    "decline_referral",
    "keep_promise",
    "let_go_after_closing",
    "refer_person",
    "send_referral",
    "withdraw_referral",
]
