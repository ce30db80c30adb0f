
local date = feedloom.date

-- Read: what feeds write, in its own zone.
is(date.parse("Fri, 19 Apr 2024 10:45:29 +0500"), "2024-04-19T10:45:29+05:00")
is(date.parse("2024-04-19T10:45:29.250Z"), "2024-04-19T10:45:29.25Z")
is(date.parse(" 19 avril 2024 "), "2024-04-19T00:00:00Z")
is(date.parse(1713523529), "2024-04-19T10:45:29Z")
is(date.parse("2024-04-19").time, 1713484800)
for _, none in ipairs { "", "soon", "2024-02-30", "\0", "\xFF", "19.4.",
    "0000-01-01", "10000-01-01", string.rep("2024-04-19 ", 100000) } do
	is(date.parse(none), nil)
end
fails(function() local d = date.parse(nil) end, "bad argument #1 to 'parse'")

-- Of seconds.
is(date.from(0), "1970-01-01T00:00:00Z")
is(date.from(1713523529, "+05:45"), "2024-04-19T16:30:29+05:45")
is(date.from(-1, "-14:00"), "1969-12-31T09:59:59-14:00")
is(date.from(0, "+00:00"), "1970-01-01T00:00:00Z")
is(date.from(-62135596800), "0001-01-01T00:00:00Z")
is(date.from(253402300799), "9999-12-31T23:59:59Z")
is(date.from(1e3), "1970-01-01T00:16:40Z")
for _, seconds in ipairs { -62135596801, 253402300800, math.maxinteger,
    math.mininteger } do
	fails(function() date.from(seconds) end,
	    "feedloom.date.from: the date is not in the years 1 to 9999")
end
fails(function() date.from(-62135596800, "-01:00") end, "the years 1 to 9999")
fails(function() date.from(253402300799, "+00:01") end, "the years 1 to 9999")
fails(function() date.from(0.5) end, "no integer representation")
for _, zone in ipairs { "", "z", "CET", "+5", "+0500", "05:00", "+05:60",
    "+14:01", "+1x:00", "+05:00 ", "Z\n" } do
	fails(function() date.from(0, zone) end, "feedloom.date.from: a zone is "
	    .. "'Z' or '+hh:mm', at most 14 hours, not '" .. zone .. "'")
end

-- In words.
local d = "2024-04-09T08:05:07+05:00"
for specifier, words in pairs {
	["%Y-%m-%d %H:%M:%S"] = "2024-04-09 08:05:07", ["%y"] = "24",
	["%e"] = " 9", ["%-e"] = "9", ["%-d.%-m."] = "9.4.", ["%j"] = "100",
	["%a %A"] = "Tue Tuesday", ["%b %B"] = "Apr April", ["%p"] = "AM",
	["%I"] = "08", ["%-I"] = "8", ["%z"] = "+0500", ["%Z"] = "+05:00",
	["%s"] = "1712631907", ["%u"] = "2", ["%V"] = "15", ["%G"] = "2024",
	["%%d %%"] = "%d %", [""] = "", ["Ö\0%d"] = "Ö\0" .. "09",
	["%-H:%-M:%-S"] = "8:5:7",
} do
	is(date.format(d, specifier), words)
end
is(date.format("2024-04-09T00:30:00Z", "%I %p %Z %z"), "12 AM UTC +0000")
is(date.format("2024-04-09T12:30:00-03:30", "%I %p %Z %z"),
    "12 PM -03:30 -0330")
is(date.format("2024-04-09T13:30:00Z", "%I %p"), "01 PM")
is(date.format("0007-01-01T00:00:00Z", "%Y %y %G"), "0007 07 0007")
is(date.format("1969-12-31T23:59:59Z", "%s"), "-1")
is(date.format("Fri, 19 Apr 2024", "%d.%m.%y"), "19.04.24")
-- Weeks: the first one has the year's first Thursday.
for day, week in pairs { ["2021-01-03"] = "2020-53-7", ["2021-01-04"] =
    "2021-01-1", ["2024-12-30"] = "2025-01-1", ["2024-12-29"] = "2024-52-7",
    ["2026-12-31"] = "2026-53-4", ["0001-01-01"] = "0001-01-1",
    ["9999-12-31"] = "9999-52-5", ["2024-02-29"] = "2024-09-4" } do
	is(date.format(day, "%G-%V-%u"), week)
end
for format, specifier in pairs { ["%Q"] = "%Q", ["%Y %k %Q"] = "%k",
    ["%"] = "%", ["%d%"] = "%", ["%-"] = "%-", ["%-a"] = "%-a",
    ["%-%"] = "%-%", ["%Ey"] = "%E" } do
	fails(function() date.format(d, format) end,
	    "feedloom.date.format: there is no '" .. specifier .. "'; there are")
end
fails(function() date.format("soon", "%Y") end,
    "feedloom.date.format: 'soon' is no date")
is(#date.format(d, string.rep("%B ", 300000)), 1800000)

-- Arithmetic of the calendar.
for _, case in ipairs {
	{ "2024-01-31", { months = 1 }, "2024-02-29T00:00:00Z" },
	{ "2023-01-31", { months = 1 }, "2023-02-28T00:00:00Z" },
	{ "2024-03-31", { months = -1 }, "2024-02-29T00:00:00Z" },
	{ "2024-01-31", { months = -2 }, "2023-11-30T00:00:00Z" },
	{ "2024-02-29", { years = 1 }, "2025-02-28T00:00:00Z" },
	{ "2024-02-29", { years = 4 }, "2028-02-29T00:00:00Z" },
	{ "1900-01-31", { months = 1 }, "1900-02-28T00:00:00Z" },
	{ "2000-01-31", { months = 1 }, "2000-02-29T00:00:00Z" },
	{ "2024-01-31", { months = 1, days = 1 }, "2024-03-01T00:00:00Z" },
	{ "2024-12-15", { months = 1 }, "2025-01-15T00:00:00Z" },
	{ "2024-01-15", { months = -1 }, "2023-12-15T00:00:00Z" },
	{ "2024-01-15", { months = -25, years = 2 }, "2023-12-15T00:00:00Z" },
	{ "2024-02-28", { days = 2 }, "2024-03-01T00:00:00Z" },
	{ "2024-02-28", { weeks = -1 }, "2024-02-21T00:00:00Z" },
	{ "2024-04-09T23:59:59.5+05:00", { seconds = 1 },
	    "2024-04-10T00:00:00.5+05:00" },
	{ "2024-04-09T00:30:00-03:30", { hours = -1, minutes = 15 },
	    "2024-04-08T23:45:00-03:30" },
	{ "2024-03-31T01:00:00+05:00", { months = -1 },
	    "2024-02-29T01:00:00+05:00" },
	{ "2024-04-09", {}, "2024-04-09T00:00:00Z" },
	{ "0001-01-01", { years = 9998, months = 11, days = 30 },
	    "9999-12-31T00:00:00Z" },
	{ "2024-04-09", { days = 1.0 }, "2024-04-10T00:00:00Z" },
	{ "2024-04-09", { days = 2913074 }, "9999-12-31T00:00:00Z" },
	{ "2024-04-09", { months = -24279 }, "0001-01-09T00:00:00Z" },
} do
	is(date.add(case[1], case[2]), case[3])
end
for _, by in ipairs { { years = 7976 }, { years = -2024 }, { months = -24288 },
    { days = 2913075 }, { seconds = -63850000000 }, { hours = 69999999 } } do
	fails(function() date.add("2024-04-09", by) end,
	    "feedloom.date.add: the date is not in the years 1 to 9999")
end
for _, by in ipairs { { years = 10000 }, { months = -120000 },
    { seconds = math.maxinteger }, { weeks = math.mininteger } } do
	fails(function() date.add("2024-04-09", by) end, "more than there are")
end
fails(function() date.add("9999-12-31", { months = 1, days = -40 }) end,
    "the years 1 to 9999")
fails(function() date.add(d, { day = 1 }) end,
    "feedloom.date.add: unknown key 'day'; did you mean 'days'?")
fails(function() date.add(d, { days = 1.5 }) end, "'days' must be a whole")
fails(function() date.add(d, { days = "1" }) end, "'days' must be a whole")
fails(function() date.add(d, 1) end, "table expected, got number")
fails(function() date.add(d) end, "table expected, got no value")
fails(function() date.add("", {}) end, "feedloom.date.add: '' is no date")

-- From one to the other, in other zones, in parts.
is(date.between("2024-04-09T00:00:00Z", "2024-04-09T00:00:00-05:00"), 18000)
is(date.between("2024-04-10", "2024-04-09"), -86400)
is(date.zone(d, "Z"), "2024-04-09T03:05:07Z")
is(date.zone("2024-04-09T03:05:07.125Z", "-09:30"),
    "2024-04-08T17:35:07.125-09:30")
fails(function() date.zone(d, "UTC") end, "feedloom.date.zone: a zone is")
fails(function() date.zone("0001-01-01", "-00:30") end, "years 1 to 9999")
local parts = {}
for key, value in pairs(date.parts(d)) do
	parts[#parts + 1] = key .. "=" .. value
end
is(table.concat(parts, " "), "day=9 hour=8 minute=5 month=4 offset=300 " ..
    "second=7 time=1712631907 weekday=2 year=2024 yearday=100")
is(date.parts("2024-12-29").weekday, 7)
is(date.parts("2024-12-31").yearday, 366)
fails(function() date.parts("x") end, "feedloom.date.parts: 'x' is no date")

-- Each day there is comes back, by way of its number and by way of its year.
for n = -719162, 2932896, 9973 do
	local day = date.from(n * 86400)
	local p = date.parts(day)
	is(date.add("1970-01-01", { days = n }), day)
	is(date.add("0001-01-01", { years = p.year - 1, months = p.month - 1,
	    days = p.day - 1 }), day)
	is((n + 3) % 7 + 1, p.weekday)
end

-- What an entry has is a date.
is(date.between(entry.published, date.add(entry.published, { hours = 1 })),
    3600)
