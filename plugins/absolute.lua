---@type feedloom.Plugin
return {
	api = 1, name = "absolute", alone = true, about = "Make links absolute where the feed names no address",
	options = {
		base = { type = "string", about = "the address of the feed; default: each entry's page is enough" },
	},
	feed = function(_, opt)
		assert(not opt.base or feedloom.url.parse(opt.base), "the base is no absolute address")
	end,
	stages = {
		function(entry, opt)
			local page = entry.link
			if opt.base then page = feedloom.url.resolve(opt.base, page or "") end
			if not page or not feedloom.url.parse(page) then return end
			for _, link in ipairs(entry.links) do
				link.href = feedloom.url.resolve(page, link.href)
			end
			for _, content in ipairs { entry.content, entry.summary } do
				if content.type == "html" or content.type == "xhtml" then
					content.html = feedloom.html.absolute(content.html, page)
				end
			end
		end,
	},
	examples = { "-p absolute", "-p absolute,base=https://example.org/" },
}
