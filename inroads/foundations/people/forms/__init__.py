"""What is typed about people: `asking` is whom and how to reach them, `deciding` the rest."""

from inroads.foundations.people.forms.asking import PersonForm as PersonForm
from inroads.foundations.people.forms.asking import ReachForm as ReachForm
from inroads.foundations.people.forms.asking import number_or_error as number_or_error
from inroads.foundations.people.forms.asking import postcode_or_error as postcode_or_error
