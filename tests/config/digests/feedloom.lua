-- What a digest says of itself.
defaults {
	sender = "Courier <digest@example.org>",
	only_new = true,
}

feed "a" {
	source = "feedloom.lua",
	timezone = "UTC",
}

digest "nothing" {
	html = "html",
	text = "text",
}

digest "wrong" {
	from = "a",
	every = "dialy 07:00",
	timezone = "Asia/Almaaty",
	to = { "readers@example.org", "readers" },
	sender = "nobody",
	reply_to = 5,
	subject = "{title}: {cuont} new",
	title = "",
	lang = "en us",
	group_by = "fed",
	body = "all",
	images = "attached",
	max_bytes = "1K",
	settle = "61 days",
	give_up = "5",
	only_new = "yes",
	list_id = "weekly",
	unsubscribe = "ftp://example.org/",
	html = "html",
	text = { width = 60 },
	to_command = "list-readers",
	via = sendmail,
	evry = "daily",
	source = "feedloom.lua",
	port = 25,
}

digest "braces" {
	from = "a",
	every = "daily 07:00",
	to = "readers@example.org",
	sender = "digest@example.org",
	subject = "{{{title",
	unsubscribe = "mailto:Readers <a@example.org>",
	via = sendmail,
	html = "html",
	text = "text",
}

digest "both" {
	from = "a",
	each = true,
	every = "daily 07:00",
	to = "readers@example.org",
	sender = "digest@example.org",
	unsubscribe = "mailto:nobody",
	via = sendmail,
	html = "html",
	text = "text",
}

digest "-" {
	from = "a",
	each = true,
	to = "readers@example.org",
	sender = "digest@example.org",
	via = sendmail,
	html = "html",
	text = { "no-such-format", width = 60 },
}
