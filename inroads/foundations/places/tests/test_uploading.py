"""A file is sent, checked, confirmed and kept, or none of it is. Here, as `exchange` itself knows no kind of file."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from inroads.foundations.exchange import tasks
from inroads.foundations.exchange.models import Upload
from inroads.foundations.exchange.progress import ask_to_stop, sign
from inroads.foundations.history.models import Event
from inroads.foundations.places.models import Venue

GOOD = "name,postcode\nHall,DT1 1AA\nInn,DT1 1AB\n"
MIXED = "name,postcode\nHall,DT1 1AA\nNowhere,<script>alert(1)</script>\n"

pytestmark = pytest.mark.django_db


def send(client, text=GOOD, kind="venues", name="venues.csv", **more):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(f"/exchange/new/{kind}/", {"file": file, **more})


def sent(client, text=GOOD, **more) -> Upload:
    response = send(client, text, **more)
    assert response.status_code == 302
    return Upload.objects.get()


def checked(client, text=GOOD) -> Upload:
    upload = sent(client, text)
    tasks.check_upload.call(upload.pk)
    upload.refresh_from_db()
    return upload


def test_a_file_goes_from_sent_to_kept(manager, signed_in):
    client = signed_in(manager)
    upload = sent(client)
    page = f"/exchange/{upload.public_id}/"
    assert b"Waiting to be checked" in client.get(page).content
    assert DBTaskResult.objects.count() == 1

    tasks.check_upload.call(upload.pk)
    assert b"Take this file in" in client.get(page).content
    assert not Venue.objects.exists()

    client.post(f"{page}confirm/")
    assert DBTaskResult.objects.count() == 2
    tasks.keep_upload.call(upload.pk)

    upload.refresh_from_db()
    assert upload.status == "kept"
    assert Venue.objects.count() == 2
    assert b"Taken in" in client.get(page).content
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"exchange.upload_added", "exchange.upload_confirmed", "exchange.upload_kept"} <= verbs


def test_the_file_itself_is_gone_once_it_is_kept(
    manager, signed_in, django_capture_on_commit_callbacks
):
    upload = checked(signed_in(manager))
    path = upload.file.path
    signed_in(manager).post(f"/exchange/{upload.public_id}/confirm/")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.keep_upload.call(upload.pk)

    assert not os.path.exists(path)  # noqa: PTH110
    assert not Upload.objects.get().file


def test_the_name_on_disk_is_ours_and_the_name_shown_is_theirs(manager, signed_in):
    upload = sent(signed_in(manager), name="../../etc/pass wd.csv")

    assert upload.name == "pass wd.csv"
    assert "etc" not in Path(upload.file.path).parts
    assert "pass" not in Path(upload.file.path).name


def test_a_task_that_runs_twice_does_its_work_once(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client)
    client.post(f"/exchange/{upload.public_id}/confirm/")

    tasks.keep_upload.call(upload.pk)
    tasks.keep_upload.call(upload.pk)
    tasks.check_upload.call(upload.pk)

    assert Event.objects.filter(verb="exchange.upload_kept").count() == 1


def test_nothing_is_kept_of_a_file_that_was_not_confirmed(manager, signed_in):
    upload = checked(signed_in(manager))

    tasks.keep_upload.call(upload.pk)

    assert not Venue.objects.exists()


def test_faults_are_listed_with_line_column_and_reason_and_escaped(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, MIXED)

    page = client.get(f"/exchange/{upload.public_id}/").content.decode()

    assert "is not a postcode" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "Take in the 1 good row, and leave out the 1 wrong" in page


def test_a_file_with_faults_needs_a_choice(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, MIXED)

    response = client.post(f"/exchange/{upload.public_id}/confirm/")

    assert response.status_code == 422
    assert b"Choose what to do with this file" in response.content
    assert Upload.objects.get().status == "checked"


def test_the_good_rows_are_taken_in_if_that_is_chosen(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, MIXED)

    client.post(f"/exchange/{upload.public_id}/confirm/", {"choice": "good"})
    tasks.keep_upload.call(upload.pk)

    assert list(Venue.objects.values_list("name", flat=True)) == ["Hall"]


def test_or_nothing_is_taken_in(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, MIXED)

    client.post(f"/exchange/{upload.public_id}/confirm/", {"choice": "correct"})
    tasks.keep_upload.call(upload.pk)

    assert Upload.objects.get().status == "cancelled"
    assert not Venue.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_in_words(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, "colour,size\nred,5\n")

    assert upload.status == "refused"
    assert (
        b"This file has no column for: name, postcode"
        in client.get(f"/exchange/{upload.public_id}/").content
    )


def test_what_waits_can_be_cancelled(manager, signed_in):
    client = signed_in(manager)
    upload = sent(client)

    client.post(f"/exchange/{upload.public_id}/cancel/")
    tasks.check_upload.call(upload.pk)

    assert Upload.objects.get().status == "cancelled"
    assert client.post(f"/exchange/{upload.public_id}/cancel/").status_code == 409
    assert client.post(f"/exchange/{upload.public_id}/confirm/").status_code == 409


@pytest.mark.parametrize("stage", ["check_upload", "keep_upload"])
def test_work_under_way_stops_and_keeps_nothing(manager, signed_in, monkeypatch, stage):
    client = signed_in(manager)
    upload = sent(client)
    if stage == "keep_upload":
        tasks.check_upload.call(upload.pk)
        client.post(f"/exchange/{upload.public_id}/confirm/")

    # The person presses Stop just after the work has begun.
    begun = "inroads.foundations.exchange.working.start_telling"
    monkeypatch.setattr(begun, lambda public_id: ask_to_stop(public_id))
    getattr(tasks, stage).call(upload.pk)

    assert Upload.objects.get().status == "cancelled"
    assert not Venue.objects.exists()


def test_the_stop_button_asks_the_work_to_stop(manager, signed_in):
    client = signed_in(manager)
    upload = sent(client)
    Upload.objects.update(status="keeping")
    sign("progress", upload.public_id).write_text("500 1000")

    page = client.get(f"/exchange/{upload.public_id}/").content
    client.post(f"/exchange/{upload.public_id}/cancel/")

    assert b"500 of about 1,000 rows" in page
    assert sign("stop", upload.public_id).exists()
    assert b"It is being stopped" in client.get(f"/exchange/{upload.public_id}/").content


def test_work_that_died_is_noticed_and_begun_again(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client)
    client.post(f"/exchange/{upload.public_id}/confirm/")
    Upload.objects.update(status="keeping")
    page = f"/exchange/{upload.public_id}/"
    progress = sign("progress", upload.public_id)
    progress.write_text("1 2")
    assert client.post(f"{page}again/").status_code == 409

    os.utime(progress, (time.time() - 500,) * 2)
    assert b"Start again" in client.get(page).content
    client.post(f"{page}again/")
    tasks.keep_upload.call(upload.pk)

    assert Upload.objects.get().status == "kept"
    assert Venue.objects.count() == 2


@pytest.mark.parametrize(
    "text, more, told",
    [
        ("", {}, b"The file is empty"),
        (GOOD, {"councils": "Dorset"}, b"is not a council"),
        (GOOD, {"councils": "x" * 10_000_000}, b"at most 4000"),
    ],
)
def test_what_was_typed_wrong_is_said_beside_it(manager, signed_in, text, more, told):
    response = send(signed_in(manager), text, **more)

    assert response.status_code in (400, 422)
    assert response.status_code == 400 or told in response.content
    assert not Upload.objects.exists()


def test_no_file_is_an_error_that_says_what_to_do(manager, signed_in):
    response = signed_in(manager).post("/exchange/new/venues/")

    assert response.status_code == 422
    assert b"Choose a file" in response.content


def test_extra_fields_are_ignored(manager, stranger, signed_in):
    upload = sent(signed_in(manager), user=stranger.pk, status="kept", good_rows_only="on")

    assert (upload.user, upload.status, upload.good_rows_only) == (manager, "waiting", False)


@pytest.mark.parametrize(
    "who", ["coordinator", "helper", "auditor", "referrer", "partner_admin", "stranger"]
)
def test_only_programme_managers_take_files_in(who, manager, signed_in, request):
    upload = checked(signed_in(manager))
    client = signed_in(request.getfixturevalue(who))

    assert client.get("/exchange/").status_code == 403
    assert client.get("/exchange/new/venues/").status_code == 403
    assert send(client).status_code == 403
    assert client.get(f"/exchange/{upload.public_id}/").status_code == 404
    for verb in ("confirm", "cancel", "again"):
        assert client.post(f"/exchange/{upload.public_id}/{verb}/").status_code == 404
    assert Upload.objects.get().status == "checked"


def test_nobody_sees_anything_without_signing_in(signed_in):
    assert signed_in().get("/exchange/").status_code == 302
    assert signed_in().get("/exchange/new/venues/").status_code == 302


def test_a_manager_does_not_see_what_another_sent(manager, council, signed_in):
    from conftest import make_user  # noqa: PLC0415

    upload = sent(signed_in(manager))
    other = make_user("second@wessex.example", council, "manager")

    assert signed_in(other).get(f"/exchange/{upload.public_id}/").status_code == 404
    assert b"venues.csv" not in signed_in(other).get("/exchange/").content


def test_looking_changes_nothing(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client)

    for verb in ("confirm", "cancel", "again"):
        assert client.get(f"/exchange/{upload.public_id}/{verb}/").status_code == 405


def test_the_list_asks_no_more_of_the_database_when_it_is_longer(
    manager, signed_in, django_assert_max_num_queries, now
):
    client = signed_in(manager)
    for number in range(30):
        Upload.objects.create(importer="venues", name=f"{number}.csv", user=manager, added_at=now)
    client.get("/exchange/")

    with django_assert_max_num_queries(10):
        assert client.get("/exchange/").status_code == 200


def test_a_kind_of_file_that_does_not_exist_is_not_found(manager, signed_in):
    assert signed_in(manager).get("/exchange/new/horses/").status_code == 404


def test_a_venue_that_is_there_twice_is_named_as_people_call_it(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client, f"{GOOD}HALL,dt11aa\n")

    page = client.get(f"/exchange/{upload.public_id}/").text

    assert "HALL, DT1 1AA is in the file twice, on lines 2 and 4" in page
    assert "Left out" not in page


def test_a_refused_file_names_the_question_and_is_sent_again_with_its_answers(manager, signed_in):
    client = signed_in(manager)
    table = "postcode,lat,long,wardcd,lad24cd\nDT1 1AA,50.7,-2.4,E05012716,E06000059\n"
    upload = sent(client, table, kind="postcodes", councils="E06000059 E06000058")
    tasks.check_upload.call(upload.pk)

    page = client.get(f"/exchange/{upload.public_id}/").text
    again = client.get(f"/exchange/new/postcodes/?again={upload.public_id}").text

    assert "Send the file again, and answer “Of which year are its wards and parishes?”" in page
    assert f'href="/exchange/new/postcodes/?again={upload.public_id}"' in page
    assert 'value="E06000059 E06000058"' in again
    assert "Say of which year the wards are" in again


def test_answers_of_somebody_elses_file_are_not_shown(manager, signed_in):
    upload = sent(signed_in(manager), councils="E06000059")
    Upload.objects.update(user=None)

    page = signed_in(manager).get(f"/exchange/new/venues/?again={upload.public_id}").text

    assert "E06000059&quot;" not in page
    assert 'value="E06000059"' not in page


def test_what_was_taken_in_can_be_seen_from_its_file(manager, signed_in):
    client = signed_in(manager)
    upload = checked(client)
    client.post(f"/exchange/{upload.public_id}/confirm/")
    tasks.keep_upload.call(upload.pk)

    assert (
        'href="/places/venues/">See the venues' in client.get(f"/exchange/{upload.public_id}/").text
    )
