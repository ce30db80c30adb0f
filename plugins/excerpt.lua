-- The HTML to begin with, and whether there is more than that.
local function source(entry, from_summary)
	local content, summary = entry.content.html or "", entry.summary.html or ""
	if content == "" or from_summary and summary ~= "" then
		return summary, content ~= "" and content ~= summary
	end
	return content, false
end

---@type feedloom.Plugin
return {
	api = 1, name = "excerpt", alone = true, about = "Full text to a teaser, with a link to the rest",
	options = {
		words = { type = "integer", default = 55, min = 1, about = "words of the teaser" },
		more = { type = "string", default = "Read more", about = "the text of the link; none for an empty one" },
		summary = { type = "boolean", default = false,
			about = "take the summary that is there, rather than the beginning" },
	},
	stages = {
		function(entry, opt)
			local html, more = source(entry, opt.summary)
			if html == "" then return end
			local teaser, cut = feedloom.html.excerpt(html, { words = opt.words })
			if (cut or more) and entry.link and opt.more ~= "" then
				teaser = ('%s\n<p><a href="%s">%s</a></p>'):format(
					teaser, feedloom.html.escape(entry.link), feedloom.html.escape(opt.more))
			end
			entry.content = nil
			entry.summary = { html = teaser }
		end,
	},
	examples = { "-p excerpt,words=30", "-p excerpt,summary,more=Weiterlesen" },
}
