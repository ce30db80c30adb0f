-- The size in attributes, not above a width.
local function cap(image, most)
	local width, height = tonumber(image.attr.width), tonumber(image.attr.height)
	if not width or width <= most then return false end
	image.attr.width = most
	if height then image.attr.height = math.floor(height * most / width + 0.5) end
	return true
end

-- What a picture shows, by the words beside it.
local function describe(image, title)
	if image.attr.alt and image.attr.alt ~= "" then return false end
	local figure = image:closest("figure")
	local caption = figure and figure:first("figcaption")
	image.attr.alt = image.attr.title or caption and caption.text or title or ""
	return true
end

local types = { jpg = "image/jpeg", jpeg = "image/jpeg", png = "image/png", gif = "image/gif",
	webp = "image/webp", avif = "image/avif", svg = "image/svg+xml" }

local function enclose(entry, picture)
	for _, link in ipairs(entry.enclosures) do
		if link.href == picture.src then return end
	end
	local ending = picture.src:match("%.(%w+)[?#]?[^/]*$") or ""
	table.insert(entry.enclosures, { href = picture.src, type = types[ending:lower()] })
end

---@type feedloom.Plugin
return {
	api = 1, name = "images", about = "Pictures: their size, their words, the first one as an enclosure",
	options = {
		width = { type = "integer", min = 1, about = "the greatest width" },
		alt = { type = "boolean", default = true, about = "give those without words some" },
		enclosure = { type = "boolean", default = false, about = "make the first picture an enclosure" },
		drop = { type = "boolean", default = false, about = "take all pictures out" },
	},
	stages = {
		function(entry, opt)
			local html = entry.content.html
			local first = opt.enclosure and feedloom.html.first_image(html or entry.summary.html or "")
			if first then enclose(entry, first) end
			if not html or not html:find("<[iI][mM][gG]") then return end
			local fragment, changed = feedloom.html.parse(html), false
			for _, image in ipairs(fragment:select("img")) do
				if opt.drop then
					image:remove()
					changed = true
				else
					changed = opt.width and cap(image, opt.width) or changed
					changed = opt.alt and describe(image, entry.title) or changed
				end
			end
			if changed then entry.content.html = tostring(fragment) end
		end,
	},
	examples = { "-p images,width=600", "-p images,enclosure -t rss" },
}
