feed "news" { source = "news.xml" }
local function at(name, zone, every)
  DIGEST(name) { every = every, timezone = zone }
end
at("berlin-daily", "Europe/Berlin", "daily 07:00")
at("berlin-night", "Europe/Berlin", "daily 02:30")
at("berlin-hourly", "Europe/Berlin", "hourly")
at("berlin-six", "Europe/Berlin", "6 hours")
at("berlin-cron", "Europe/Berlin", "cron 0 7 * * 1-5")
at("york-weekdays", "America/New_York", "weekdays 18:30")
at("york-first", "America/New_York", "1 18:30")
at("almaty-weekly", "Asia/Almaty", "weekly 07:00")
at("almaty-monthly", "Asia/Almaty", "monthly 07:00")
