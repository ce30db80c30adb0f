---@type feedloom.Plugin
return {
	api = 1, name = "excerpt", about = "Full text to a teaser, with a link to the rest",
	options = {
		words = { type = "integer", default = 55, min = 1, about = "words of the teaser" },
		more = { type = "string", default = "Read more", about = "the text of the link; none for an empty one" },
		summary = { type = "boolean", default = false,
			about = "take the summary that is there, rather than the beginning" },
	},
	stages = {
		function(entry, opt)
			local html = opt.summary and entry.summary.html or entry.content.html or entry.summary.html
			if not html then return end
			local teaser, cut = feedloom.html.excerpt(html, { words = opt.words })
			if entry.content.html and (cut or html ~= entry.content.html) and entry.link and opt.more ~= "" then
				teaser = teaser .. '\n<p><a href="' .. feedloom.html.escape(entry.link) .. '">' ..
					feedloom.html.escape(opt.more) .. "</a></p>"
			end
			entry.content = nil
			entry.summary = { html = teaser }
		end,
	},
	examples = { "-p excerpt,words=30", "-p excerpt,summary,more=Weiterlesen" },
}
