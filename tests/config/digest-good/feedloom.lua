-- Each key of a digest once, with what it takes, and each way of mail.
feed "harbour" { source = "feedloom.lua" }
feed "weather" {
	source = "feedloom.lua",
	publish = { ["weather.json"] = "json" },
}

local mail = smtp({
	host = "mail.example.org",
	user = "digest",
	password_file = "password",
	ca_file = "password",
	timeout = "10 minutes",
})

digest "weekly" {
	from = { "weather", "harbour" },
	every = "Monday 07:00",
	timezone = "Asia/Almaty",
	group_by = "category",
	to = { "Readers <readers@example.org>", "a@example.org" },
	to_file = "readers",
	to_command = { "cat", "readers" },
	sender = "Courier <digest@example.org>",
	reply_to = "editors@example.org",
	subject = "{{{title}}: {first} ({number}), {from} – {to}",
	title = "The week",
	intro = "What there is.",
	footer = "That was it.",
	lang = "kk",
	body = "full",
	images = "attach",
	max_bytes = "20m",
	settle = "2 hours",
	send_empty = true,
	only_new = false,
	corrections = true,
	together = true,
	thread = false,
	give_up = "1 day",
	unsubscribe = "mailto:digest@example.org?subject=unsubscribe",
	list_id = "weekly.lists.example.org",
	html = "html",
	text = { "text", summary = true },
	alert_after = 3,
	via = mail,
}

digest "all" {
	from = "*",
	each = true,
	to = "a@example.org",
	sender = "b@example.org",
	via = smtp {
		host = "::1",
		user = "a",
		password_env = "HOME",
	},
}

local ways = {
	sendmail,
	sendmail "/bin/cat",
	sendmail { "./deliver", "-odq" },
	maildir "mail",
	maildir "mail/",
	mbox "mbox",
	file "last.eml",
	file "{slot}/mail-{slot}.eml",
	smtp { host = "localhost" },
	smtp { host = "mail.example.org", port = 465 },
	smtp { host = "mail.example.org", port = 25 },
	smtp { host = "127.0.0.1", port = 2525, tls = "starttls" },
	smtp { host = "192.0.2.1", tls = "none" },
	smtp { host = "2001:db8::1", tls = "tls" },
	mail,
}
for i = 2, #ways do
	digest("way-" .. i) {
		from = "weather",
		every = "20 entries",
		to = "a@example.org",
		sender = "b@example.org",
		via = ways[i],
	}
end
