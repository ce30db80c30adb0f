-- A feed that may be meant by a digest is not told to be published.
feed "weather" { source = "feedloom.lua" }
feed "harbour" { source = "feedloom.lua" }

digest "weekly" {
	every = "monday 07:00",
	from = {
		"harbor", "*",
		"wether",
	},
	to = "a@example.org",
	sender = "b@example.org",
	via = sendmail "/bin/cat",
	html = "html",
	text = "text",
}
