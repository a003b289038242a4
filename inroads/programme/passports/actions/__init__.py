"""What happens to skills passports and to the skills in them."""

from inroads.programme.passports.actions.making import make_passports as make_passports
from inroads.programme.passports.actions.making import replace_passport as replace_passport
from inroads.programme.passports.actions.skills import add_skill as add_skill
from inroads.programme.passports.actions.skills import begin_with_our_list as begin_with_our_list
from inroads.programme.passports.actions.skills import change_skill as change_skill
from inroads.programme.passports.actions.skills import restore_skill as restore_skill
from inroads.programme.passports.actions.skills import retire_skill as retire_skill
from inroads.programme.passports.actions.stamping import find_passport as find_passport
from inroads.programme.passports.actions.stamping import stamp_passport as stamp_passport
from inroads.programme.passports.actions.stamping import take_back_stamp as take_back_stamp
