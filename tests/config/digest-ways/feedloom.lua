-- Where mail goes.  What is the same in all:
feed "a" { source = "feedloom.lua" }
feed "b" { source = { file "feedloom.lua" }, publish = { ["b"] = "json" } }

local numbers = 0
local function digest_via(via)
	numbers = numbers + 1
	digest("n" .. numbers) {
		from = "a", each = true, to = "a@example.org",
		sender = "b@example.org", html = "html", text = "text",
		via = via,
	}
end

digest_via("smtp")
digest_via("mail.example.org")
digest_via({ host = "mail.example.org" })
digest_via(true)
digest_via(maildir)
digest_via(mbox "folder/")
digest_via(file "~/mail")
digest_via(file "mail/{name}.eml")
digest_via(sendmail { "/bin/cat", "-t" })
digest_via(sendmail { "/bin/cat", flags = "-i" })
digest_via(sendmail "no-such-program")

digest "smtp" {
	from = "a", each = true, to = "a@example.org",
	sender = "b@example.org", html = "html", text = "text",
	via = smtp { -- The host is not said.
		port = 70000,
		tls = "ssl",
		tsl = "tls",
		user = 5,
		timeout = "11 minutes",
	},
}

digest "host" {
	from = "a", each = true, to = "a@example.org",
	sender = "b@example.org", html = "html", text = "text",
	via = smtp({
		user = "digest",
		host = "mail.example.org:587",
	}),
}

digest_via(smtp { host = "mail.example.org", password = "secret" })
digest_via(smtp { host = "mail.example.org", user = "digest" })
digest_via(smtp { host = "mail.example.org", password_env = "HOME" })
digest_via(smtp { host = "mail.example.org", user = "digest",
	password_env = "HOME", password_file = "feedloom.lua" })
digest_via(smtp { host = "mail.example.org", user = "digest",
	password_env = "HOME", tls = "none" })
digest_via(smtp { host = "mail.example.org", user = "digest",
	password_env = "HOME", port = 25 })
digest_via(smtp { host = "127.0.0.1", user = "digest",
	password_env = "HOME" })
digest_via(smtp { host = "mail.example.org", user = "digest",
	password_file = "none", ca_file = "none.pem" })

digest "elsewhere" {
	from = "a", each = true, to = maildir "mail",
	sender = "b@example.org", via = sendmail,
}

smtp("mail.example.org")
