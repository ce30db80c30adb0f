#!/usr/bin/python3
# What Python's zoneinfo, which reads the same files by other code, says of
# clocks: lines as tests/zones/ask answers them, around each change of all zones
# in the years 2020 to 2037, and of some far from now.
# usage: judge.py FOLDER [far]
import datetime
import sys
import zoneinfo

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86400
# Minutes from a change at which clocks are read.
NEAR = (-1441, -61, -60, -1, 0, 29, 30, 60, 119, 1440)
FAR = ("Europe/Berlin", "Europe/Dublin", "America/New_York", "Asia/Almaty",
       "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca",
       "Asia/Gaza", "America/Nuuk", "Pacific/Chatham", "UTC")


def names():
    yield from ("UTC", "Etc/GMT+5", "Etc/GMT-14", "EST5EDT", "Asia/Calcutta",
                "America/Nuuk", "Europe/Amsterdam", "US/Pacific")
    with open("/usr/share/zoneinfo/zone1970.tab") as table:
        for line in table:
            if line[0] != "#":
                yield line.split()[2]


def seconds(year, month=1, day=1):
    return (datetime.datetime(year, month, day) - EPOCH) // \
        datetime.timedelta(seconds=1)


def shown(zone, moment):
    """What clocks show, and minutes east of UTC."""
    t = (EPOCH + datetime.timedelta(seconds=moment)).replace(tzinfo=UTC)
    t = t.astimezone(zone)
    return t, t.utcoffset() // datetime.timedelta(minutes=1)


def changes(zone, first, last):
    """Moments at which the offset is another one than the second before."""
    before = shown(zone, first)[1]
    for end in range(first + 5 * DAY, last, 5 * DAY):
        after = shown(zone, end)[1]
        if after != before:
            low, high = end - 5 * DAY, end
            while high - low > 1:
                middle = (low + high) // 2
                if shown(zone, middle)[1] == before:
                    low = middle
                else:
                    high = middle
            yield high
        before = after


def judge(name, zone, moment):
    t, offset = shown(zone, moment)
    print(f"{name} {moment} {offset} {t:%Y-%m-%d %H:%M}")
    # The same numbers as a time that clocks show, or do not: "fold" 0 is the
    # first of two, and what was in force before where there is none.
    for wall in (t, t + datetime.timedelta(minutes=37)):
        wall = wall.replace(second=0, fold=0)
        at = int(wall.timestamp())
        print(f"{name} {wall:%Y-%m-%d %H:%M} {at}")


def around(name, first, last):
    zone = zoneinfo.ZoneInfo(name)
    for change in changes(zone, first, last):
        for near in NEAR:
            judge(name, zone, change + near * 60)
    for moment in range(first, last, 400 * DAY):
        judge(name, zone, moment)


zoneinfo.reset_tzpath([sys.argv[1]])
for each in names() if len(sys.argv) == 2 else ():
    around(each, seconds(2020), seconds(2038))
for each in FAR:
    for year in (1970, 2037, 2085, 2096, 2399, 2437, 2438, 2900, 9000):
        around(each, seconds(year), seconds(year + 4))
