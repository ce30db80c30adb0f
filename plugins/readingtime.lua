---@type feedloom.Plugin
return {
	api = 1, name = "readingtime", about = "Say how long an entry takes to read",
	options = {
		speed = { type = "integer", default = 230, min = 1, about = "words a minute" },
		words = { type = "string", default = "%d min read", about = "what is said; %d is the number" },
		where = { type = "choice", default = "content", values = { "content", "title", "category" },
			about = "where it is said" },
	},
	stages = {
		function(entry, opt)
			local html = entry.content.html or entry.summary.html
			if not html then return end
			local minutes = math.max(1, math.floor(feedloom.html.words(html) / opt.speed + 0.5))
			local said = opt.words:gsub("%%d", tostring(minutes))
			if opt.where == "title" then
				entry.title = (entry.title or "") .. " (" .. said .. ")"
			elseif opt.where == "category" then
				table.insert(entry.categories, said)
			else
				local content = entry.content.html and entry.content or entry.summary
				content.html = "<p><em>" .. feedloom.html.escape(said) .. "</em></p>\n" .. html
			end
		end,
	},
	examples = { "-p readingtime", "-p readingtime,where=title,words=%d Minuten" },
}
