"""Places for tests, made directly, and a table of them as it is published."""

from inroads.foundations.places.models import Area, Postcode, Statistic, StatisticValue, Venue

HEAD = "lsoa21cd,lsoa21nm,ward24cd,ward24nm,lad24cd,lad24nm,rgncd,rgnnm,lat,lon,ruc21cd,pop2021,income_score\n"
ONE = "E01020432,Wessex 001A,E05012716,Casterbridge,E06000059,Wessex,E12000009,South West,50.7,-2.4,RSF1,1500,0.1\n"
TWO = "E01020433,Wessex 001B,E05012716,Casterbridge,E06000059,Wessex,E12000009,South West,50.8,-2.5,RSF1,1600,\n"
OTHER = "E01015272,Melchester 1A,E05012651,Close,E06000058,Melchester,E12000009,South West,50.7,-1.8,UN1,1873,0.2\n"
GOOD = HEAD + ONE + TWO + OTHER


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
