"""What is typed about people: `asking` is whom and how to reach them, `deciding` the rest."""

from inroads.foundations.people.forms.asking import PersonForm as PersonForm
from inroads.foundations.people.forms.asking import ReachForm as ReachForm
