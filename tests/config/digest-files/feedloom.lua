-- What digests need of the machine.
feed "a" { source = "feedloom.lua" }

local function digest_to(name, via)
	digest(name) {
		from = "a", each = true, to = "a@example.org",
		sender = "b@example.org", html = "html", text = "text",
		via = via,
	}
end

digest_to("maildir", maildir "readers")
digest_to("mbox", mbox "folder")
digest_to("file", file "readers/last.eml")
digest_to("new", file "new/{slot}.eml")
digest_to("sendmail", sendmail { "./none", "-odq" })

digest "lists" {
	from = "a", each = true,
	to_file = "readers",
	to_command = { "./none" },
	sender = "b@example.org", html = "html", text = "text",
	via = sendmail "/bin/cat",
}

digest "none" {
	from = "a", each = true,
	to_file = "none",
	sender = "b@example.org", html = "html", text = "text",
	via = sendmail "/bin/cat",
}

digest "nobody" {
	from = "a", each = true,
	sender = "b@example.org", html = "html", text = "text",
	to_file = "empty",
	via = sendmail "/bin/cat",
}
