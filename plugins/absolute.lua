---@type feedloom.Plugin
return {
	api = 1, name = "absolute", about = "Make links absolute where the feed names no address",
	options = {
		base = { type = "string", about = "the address that links start at; default: the entry's page" },
	},
	stages = {
		function(entry, opt)
			local base = opt.base or entry.link
			if not base then return end
			for _, link in ipairs(entry.links) do
				if link.href then link.href = feedloom.url.resolve(base, link.href) end
			end
			for _, content in ipairs { entry.content, entry.summary } do
				if content.type == "html" or content.type == "xhtml" then
					local html = content.html
					local new = feedloom.html.absolute(html, base)
					if new ~= html then content.html = new end
				end
			end
		end,
	},
	examples = { "-p absolute,base=https://example.org/" },
}
