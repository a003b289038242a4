"""What is tapped and typed about help: by champions, by staff, off a paper sheet."""

from inroads.programme.help.forms.concerns import ConcernForm as ConcernForm
from inroads.programme.help.forms.concerns import OutcomeForm as OutcomeForm
from inroads.programme.help.forms.hotline import HotlineForm as HotlineForm
from inroads.programme.help.forms.keyed import CorrectForm as CorrectForm
from inroads.programme.help.forms.keyed import HelpFilter as HelpFilter
from inroads.programme.help.forms.keyed import KeyedForm as KeyedForm
from inroads.programme.help.forms.kiosk import KioskForm as KioskForm
from inroads.programme.help.forms.recording import RecordForm as RecordForm
from inroads.programme.help.forms.sheets import FindSheetForm as FindSheetForm
from inroads.programme.help.forms.sheets import SheetForm as SheetForm
from inroads.programme.help.forms.tallies import TallyForm as TallyForm
