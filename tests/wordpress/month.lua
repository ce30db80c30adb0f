-- The digests of tests/wordpress/month.table; capitals are put in.
settings { pause = "0 seconds" }

defaults { every = "10 minutes", through = { "wordpress" } }

feed "harbour" {
  source = { url = "SITE/tag/harbour/feed/", allow_private = true },
}

feed "weather" {
  source = { url = "SITE/tag/weather/feed/atom/", allow_private = true },
}

local server = smtp {
  host = "localhost",
  port = PORT,
  tls = "starttls",
  user = "USER",
  password_file = "SECRET",
  ca_file = "AUTHORITY",
}

digest "daily" {
  from = { "harbour", "weather" },
  every = "daily 07:00",
  timezone = "Europe/Berlin",
  to = { "Anna <anna@x.example>", "ben@x.example" },
  sender = "Courier <digest@mail.example>",
  title = "The day at the harbour",
  via = server,
}

digest "weekly" {
  from = { "harbour", "weather" },
  every = "monday 07:00",
  timezone = "Europe/Berlin",
  to = { "anna@x.example", "cleo@x.example" },
  sender = "Courier <digest@mail.example>",
  title = "The week at the harbour",
  body = "headlines",
  via = server,
}

digest "alarm" {
  from = "weather",
  each = true,
  corrections = true,
  timezone = "Europe/Berlin",
  to = "dora@x.example",
  sender = "Courier <digest@mail.example>",
  body = "full",
  via = server,
}
