"""Places for tests, made directly."""

from inroads.foundations.places.models import Area, Postcode, Statistic, StatisticValue, Venue


def an_area(code="E01000001", name="Casterbridge 001A", kind="lsoa", vintage=2021, **given) -> Area:
    return Area.objects.create(code=code, name=name, kind=kind, vintage=vintage, **given)


def a_council(code="E06000059", name="Wessex", **given) -> Area:
    return an_area(**{"code": code, "name": name, "kind": "lad", "vintage": 2024, **given})


def a_ward(code="E05000001", name="Casterbridge", **given) -> Area:
    return an_area(**{"code": code, "name": name, "kind": "ward", "vintage": 2025, **given})


def a_statistic(key="pop2021", **given) -> Statistic:
    told = {
        "title": "Residents",
        "source": "Office for National Statistics",
        "licence": "Open Government Licence v3.0",
        "unit": "persons",
        "direction": "none",
        "area_kind": "lsoa",
        "area_vintage": 2021,
        "year": 2021,
    }
    return Statistic.objects.create(key=key, **{**told, **given})


def a_value(statistic: Statistic, area: Area, value: float) -> StatisticValue:
    return StatisticValue.objects.create(statistic=statistic, area=area, value=value)


def a_postcode(postcode="DT1 1AA", lat=50.7154, lon=-2.4406, **given) -> Postcode:
    return Postcode.objects.create(postcode=postcode, lat=lat, lon=lon, **given)


def a_venue(name="Corn Exchange", postcode="DT1 1AA", **given) -> Venue:
    return Venue.objects.create(name=name, postcode=postcode, **given)
