---@type feedloom.Plugin
return {
	api = 1, name = "readingtime", alone = true, about = "Say how long an entry takes to read",
	options = {
		speed = { type = "integer", default = 230, min = 1, about = "words a minute" },
		words = { type = "string", default = "%d min read", about = "what is said; %d is the number" },
		where = { type = "choice", default = "content", values = { "content", "title", "category" },
			about = "where it is said" },
	},
	stages = {
		function(entry, opt)
			local content = (entry.content.html or "") ~= "" and entry.content or entry.summary
			local words = feedloom.html.words(content.html or "")
			if words == 0 then return end
			local minutes = math.max(1, math.floor(words / opt.speed + 0.5))
			local said = opt.words:gsub("%%d", minutes)
			if opt.where == "title" then
				entry.title = ("%s (%s)"):format(entry.title or "", said)
			elseif opt.where == "category" then
				table.insert(entry.categories, said)
			else
				content.html = ("<p><em>%s</em></p>\n%s"):format(feedloom.html.escape(said), content.html)
			end
		end,
	},
	examples = { "-p readingtime", "-p readingtime,where=title,words=%d Minuten" },
}
