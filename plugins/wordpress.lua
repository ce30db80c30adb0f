-- What WordPress and its plugins put into posts for browsers and search engines,
-- known by its shape: themes speak many languages.

local site -- the address that the feed is of, without a slash at its end

local function bare(url)
	return url and url:gsub("^https?://", ""):gsub("[/?#]+$", "")
end

-- "The post TITLE appeared first on SITE.": the last paragraph, with two links,
-- one to the post and one to the site.
local function drop_footer(fragment, entry)
	local paragraphs = fragment:select("p")
	local last = paragraphs[#paragraphs]
	if not last or last:xpath("boolean(following::text()[normalize-space()])") then return false end
	local links = last:select("a[href]")
	local link = bare(entry.link)
	if #links ~= 2 or not link then return false end
	local post, home = bare(links[1].attr.href), bare(links[2].attr.href)
	if post ~= link or (link:sub(1, #home) ~= home and home ~= site) then return false end
	last:remove()
	return true
end

-- A picture that stands for a character becomes it.
local function drop_emoji(fragment)
	local images = fragment:select("img.wp-smiley, img.emoji, img[src*='//s.w.org/images/core/emoji/']")
	local changed = false
	for _, image in ipairs(images) do
		local alt = image.attr.alt or ""
		if alt ~= "" then
			image:replace(feedloom.html.escape(alt))
			changed = true
		end
	end
	return changed
end

local lazy = { "data-lazy-src", "data-src", "data-original", "data-orig-file" }

-- Scripts load these pictures later: here the real one takes its place at once.
local function load_pictures(fragment)
	local changed = false
	for _, image in ipairs(fragment:select("img, iframe, source, video")) do
		for _, name in ipairs(lazy) do
			local src = image.attr[name]
			if src and src:find("^[%w+.-]*:?//?[^/]") then
				image.attr.src = src
				image.attr[name] = nil
				changed = true
				break
			end
		end
		local set = image.attr["data-srcset"] or image.attr["data-lazy-srcset"]
		if set then
			image.attr.srcset = set
			image.attr["data-srcset"], image.attr["data-lazy-srcset"] = nil, nil
			changed = true
		end
	end
	if changed then
		for _, copy in ipairs(fragment:select("noscript:has(img), noscript:contains('<img')")) do copy:remove() end
	end
	return changed
end

-- Attributes that mean something to scripts and to the theme's styles alone.
local noise = { "class", "id", "style", "srcset", "sizes", "loading", "decoding", "fetchpriority",
	"aria-describedby", "data-id", "data-link" }

local function drop_noise(fragment)
	local changed = false
	for _, more in ipairs(fragment:select("span[id^='more-']:empty, p:empty")) do
		more:remove()
		changed = true
	end
	for _, node in ipairs(fragment:select("*")) do
		for _, name in ipairs(noise) do
			if node.attr[name] then
				node.attr[name] = nil
				changed = true
			end
		end
	end
	return changed
end

-- "[…]" behind an excerpt says no more than "…".
local function mend_end(html)
	local tail = html:match("%s*</p>%s*$") or html:match("%s*$")
	local text = html:sub(1, #html - #tail)
	for _, dots in ipairs { "…", "&#8230;", "&hellip;", "..." } do
		local ending = "[" .. dots .. "]"
		if text:sub(-#ending) == ending then
			return text:sub(1, -#ending - 1):match("^(.-)%s*$") .. "…" .. tail
		end
	end
	return html
end

local function clean(entry, content, opt)
	local html = content.html
	if not html or html == "" then return end
	local fragment = feedloom.html.parse(html)
	local changed = opt.footer and drop_footer(fragment, entry)
	changed = opt.emoji and drop_emoji(fragment) or changed
	changed = opt.lazy and load_pictures(fragment) or changed
	changed = opt.noise and drop_noise(fragment) or changed
	local new = changed and tostring(fragment):match("^%s*(.-)%s*$") or html
	if opt.ellipsis then new = mend_end(new) end
	if new ~= html then content.html = new end
end

-- The picture that stands for the post, for formats that have a place for it.
local function find_picture(entry)
	if entry:xpath("boolean(media:thumbnail | media:group/media:thumbnail | media:content[@medium='image'])") then return end
	local html = entry.content.html or entry.summary.html or ""
	local marked = html:find("wp-post-image", 1, true) and
		feedloom.html.parse(html):first("img.wp-post-image")
	local picture = marked and { src = marked.attr.src } or feedloom.html.first_image(html)
	for _, link in ipairs(entry.enclosures) do
		if not picture and (link.type or ""):find("^image/") then picture = { src = link.href } end
	end
	if picture and picture.src then
		entry:add("media:thumbnail", { url = picture.src, width = picture.width and tostring(picture.width),
			height = picture.height and tostring(picture.height) })
	end
end

---@type feedloom.Plugin
return {
	api = 1, name = "wordpress", about = "Take out what WordPress adds to posts; find their picture",
	options = {
		footer = { type = "boolean", default = true, about = "take out \"The post … appeared first on …\"" },
		ellipsis = { type = "boolean", default = true, about = "make \"[…]\" an ellipsis" },
		emoji = { type = "boolean", default = true, about = "make pictures of emoji characters again" },
		lazy = { type = "boolean", default = true, about = "put in the pictures that scripts would load later" },
		noise = { type = "boolean", default = true, about = "take out classes, styles, srcset and the like" },
		picture = { type = "boolean", default = true, about = "find the featured image" },
		protected = { type = "choice", default = "drop", values = { "drop", "keep" },
			about = "posts with a password: the feed has a form in their place" },
	},
	feed = function(head) site = bare(head.link) end,
	stages = {
		function(entry, opt)
			local html = entry.content.html or ""
			if html:find("post-password-form", 1, true) then
				if opt.protected == "drop" then return false end
				entry.content = nil
			end
			if opt.picture then find_picture(entry) end
			clean(entry, entry.content, opt)
			clean(entry, entry.summary, opt)
		end,
	},
	examples = { "-p wordpress", "-p wordpress,noise=no,protected=keep" },
}
