"""What is keyed off a paper tick sheet."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from inroads.foundations.design.forms import Form
from inroads.programme.champions.models import Champion
from inroads.programme.directory.models import Topic
from inroads.programme.help.models import Sheet
from inroads.programme.help.sheets import ROWS, Row, read_row
from inroads.programme.help.texting import Unclear
from inroads.programme.timetable.queries import kept_bookings


class FindSheetForm(Form):
    """The code at the head of a sheet."""

    code = forms.CharField(
        label="Code at the head of the sheet",
        max_length=20,
        error_messages={"required": "Enter the code that is printed at the head of the sheet"},
    )

    def clean_code(self) -> Sheet:
        """The sheet that has it."""
        sheet = Sheet.objects.filter(code=self.cleaned_data["code"].strip().upper()).first()
        if sheet is None:
            raise forms.ValidationError("No sheet has this code. Check each letter")
        return sheet


class SheetForm(Form):
    """The rows of one sheet, each keyed in its own line, and who helped."""

    champion = forms.ModelChoiceField(
        Champion.objects.none(),
        label="Who helped?",
        empty_label="Not known",
        required=False,
        error_messages={"invalid_choice": "Choose a champion from the list"},
    )

    def __init__(self, *args, sheet: Sheet, champions: QuerySet[Champion], **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet, self.printed = sheet, sheet.printed_topics()
        self.topics = list(Topic.objects.filter(retired=False))
        self.cards = list(kept_bookings(sheet.session))
        self.rows: list[Row] = []
        champion: Any = self.fields["champion"]
        champion.queryset = champions
        for number in range(1, ROWS + 1):
            self.fields[f"row{number}"] = forms.CharField(
                label=f"Row {number}", max_length=60, required=False
            )

    def clean(self) -> None:
        """Every row is read; if one is not understood, it says so beside itself and nothing is kept."""
        for number in range(1, ROWS + 1):
            text = self.cleaned_data.get(f"row{number}", "")
            if not text:
                continue
            row = read_row(text, printed=self.printed, topics=self.topics, cards=self.cards)
            if isinstance(row, Unclear):
                self.add_error(f"row{number}", row.reason)
            else:
                self.rows.append(row)
        if not self.rows and not self.errors:
            self.add_error("row1", "Key at least one row")

    @property
    def row_fields(self) -> list[Any]:
        """The rows as the template draws them."""
        return [self[f"row{number}"] for number in range(1, ROWS + 1)]
