-- What digests have to do with feeds, and with each other.
settings { state = "state.db" }
feed "read" { source = "mail.eml" }
feed "unread" { source = "feedloom.lua" }
feed "harbour" { source = "feedloom.lua", publish = { ["out.json"] = "json" } }

local function digest_of(name, from, via)
	digest(name) {
		from = from, each = true, to = "a@example.org",
		sender = "b@example.org", html = "html", text = "text",
		via = via,
	}
end

digest_of("one", "read", mbox "mbox")
digest_of("two", { "harbour", "read", "harbour" }, mbox "mbox")
digest_of("three", { "harbour" }, maildir "mbox")
digest_of("four", { "harbour" }, file "out.json")
digest_of("five", { "harbour" }, file "mail.eml")
digest_of("six", { "harbour" }, file "state.db")
digest_of("seven", { "harbour" }, file "last.eml")
digest_of("eight", { "harbour" }, file "./last.eml")
digest_of("one", "read", maildir "mail")
digest_of("harbour", { "harbour" }, maildir "mail")
