"""What is chosen when a file is taken in."""

from django import forms

from inroads.foundations.design.forms import Form
from inroads.foundations.exchange.importers import Importer
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.unpacking import MAX_UPLOAD, MEGABYTE


class FileForm(Form):
    """The file to be taken in."""

    file = forms.FileField(
        label="Choose the file",
        max_length=300,
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty",
            "max_length": "The name of the file is too long",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(
                f"The file must be smaller than {MAX_UPLOAD // MEGABYTE} MB"
            )
        return file


def upload_form(importer: type[Importer]) -> type[Form]:
    """A form for a file of this kind: the file, and what the kind needs to be told."""
    return type("UploadForm", (importer.form, FileForm), {"field_order": ["file"]})


def as_typed(options: dict) -> dict:
    """What was answered for an earlier file, as it is typed."""
    return {
        name: " ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in options.items()
    }


def question(importer: type[Importer], field: str) -> str:
    """The question that a refusal is about, "" if it is about none."""
    asked = importer.form.base_fields.get(field)
    return str(asked.label) if asked else ""


class ChoiceForm(Form):
    """What to do with a file in which some rows are wrong."""

    CORRECT, GOOD = "correct", "good"

    choice = forms.ChoiceField(
        label="What do you want to do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to do with this file"},
    )

    def __init__(self, *args, upload: Upload, **kwargs):
        super().__init__(*args, **kwargs)
        good, wrong = upload.report["good"], upload.report["wrong"]
        rows = "row" if good == 1 else "rows"
        self.fields["choice"].choices = [  # type: ignore[attr-defined]
            (self.CORRECT, "Take in nothing. I will correct the file and send it again"),
            (self.GOOD, f"Take in the {good:,} good {rows}, and leave out the {wrong:,} wrong"),
        ]
