-- The size that is shown, not above a width.
local function cap(image, most)
	local width, height = tonumber(image.attr.width), tonumber(image.attr.height)
	if not width or width <= most then return end
	image.attr.width = most
	if height then image.attr.height = math.floor(height * most / width + 0.5) end
end

-- What a picture shows, by the words beside it.  An empty alt is that of one that
-- only decorates, or of one that nobody described.
local function describe(image, title)
	local alt = image.attr.alt
	if alt and alt ~= "" then return end
	local figure = image:closest("figure")
	local caption = figure and figure:first("figcaption")
	image.attr.alt = image.attr.title or caption and caption.text or alt or title or ""
end

-- Takes a picture out, and what held nothing else.
local function take_out(image)
	local around = image.parent
	image:remove()
	while around and around:matches("a:blank, p:blank, figure:blank, picture:not(:has(img))") do
		local empty = around
		around = empty.parent
		empty:remove()
	end
end

local types = { jpg = "image/jpeg", jpeg = "image/jpeg", png = "image/png", gif = "image/gif",
	webp = "image/webp", avif = "image/avif", svg = "image/svg+xml" }

local function enclose(entry, src)
	for _, link in ipairs(entry.enclosures) do
		if link.href == src then return end
	end
	local ending = src:match("^[^?#]*%.(%w+)") or ""
	table.insert(entry.enclosures, { href = src, type = types[ending:lower()] })
end

local function change(content, title, opt)
	if not content.html then return end
	local fragment = feedloom.html.parse(content.html)
	local images = fragment:select("img:not(.wp-smiley, .emoji)") -- emoji are text
	for _, image in ipairs(images) do
		if opt.drop then
			take_out(image)
		else
			if opt.width then cap(image, opt.width) end
			if opt.alt then describe(image, title) end
		end
	end
	if #images > 0 then content.html = fragment.html end
end

---@type feedloom.Plugin
return {
	api = 1, name = "images", alone = true, about = "Pictures: their size, their words, the first one as an enclosure",
	options = {
		width = { type = "integer", min = 1, about = "the greatest width" },
		alt = { type = "boolean", default = true, about = "give those without words some" },
		enclosure = { type = "boolean", default = false, about = "make the first picture an enclosure" },
		drop = { type = "boolean", default = false, about = "take all pictures out" },
	},
	stages = {
		function(entry, opt)
			if opt.enclosure then
				local first = feedloom.html.first_image(entry.content.html or entry.summary.html or "")
				if first then enclose(entry, first.src) end
			end
			change(entry.content, entry.title, opt)
			change(entry.summary, entry.title, opt)
		end,
	},
	examples = { "-p images,width=600", "-p images,enclosure -t rss" },
}
