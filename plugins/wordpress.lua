-- What WordPress and its plugins put into posts for browsers and search engines,
-- known by its shape: sites speak many languages.

local home -- the address that the feed is of
local attachments = {} -- addresses of an export's files, by their numbers

-- An address as it is compared.
local function bare(url)
	return url and url:gsub("^https?://", ""):gsub("#.*", ""):gsub("[?&]utm_.*", ""):gsub("/$", "")
end

local function begins(text, start)
	return text:sub(1, #start) == start
end

-- "The post TITLE appeared first on SITE.": two links, one to the post, whose title
-- may be empty, and one to the site.
local function is_footer(paragraph, entry)
	local links = paragraph:select("a[href]")
	if #links ~= 2 or not entry.link then return false end
	local post, site = links[1], links[2]
	if bare(post.attr.href) ~= bare(entry.link) then post, site = site, post end
	local page, front = bare(post.attr.href), bare(site.attr.href)
	-- WordPress takes tags out of titles of feeds, and here it does not.
	local title, called = feedloom.html.text(entry.title or ""), feedloom.html.text(post.text)
	return page == bare(entry.link) and (called == "" or called == title) and
		(front == home or begins(page, front .. "/") or begins(page, front .. "?"))
end

-- The last paragraph, and a second one that another plugin put there.
local function drop_footers(fragment, entry)
	local paragraphs = fragment:select("p")
	for i = #paragraphs, 1, -1 do
		if is_footer(paragraphs[i], entry) then
			paragraphs[i]:remove()
		elseif not paragraphs[i]:matches(":blank") then
			return
		end
	end
end

-- Pictures that stand for characters become them.
local function write_emoji(fragment)
	for _, image in ipairs(fragment:select("img.wp-smiley, img.emoji, img[src*='//s.w.org/images/core/emoji/']")) do
		if image.attr.alt and image.attr.alt ~= "" then
			image:replace(feedloom.html.escape(image.attr.alt))
		end
	end
end

-- Whether an element has an address of its own, and no placeholder.
local function is_shown(element)
	local src = element.attr.src or ""
	return src ~= "" and not begins(src, "data:")
end

-- The address that a script is to load.
local function late_source(element)
	local attr = element.attr
	return attr["data-lazy-src"] or attr["data-src"] or attr["data-original"] or
		not is_shown(element) and attr["data-orig-file"]
end

local late = { "data-lazy-src", "data-src", "data-original", "data-lazy-srcset", "data-srcset" }

-- Pictures that a script would load come at once, and only once: their copies for
-- browsers without scripts go.
local function load_pictures(fragment)
	local loaded = {}
	for _, element in ipairs(fragment:select("img, iframe, video, audio, source")) do
		local attr = element.attr
		local src, srcset = late_source(element), attr["data-lazy-srcset"] or attr["data-srcset"]
		if src or srcset then
			if begins(attr.srcset or "", "data:") then attr.srcset = nil end
			if srcset then attr.srcset = srcset end
			if src then attr.src = src end
			for _, name in ipairs(late) do attr[name] = nil end
			if element.name == "img" and not is_shown(element) then
				attr.src = (feedloom.html.first_image(element.outer) or attr).src
			end
			loaded[attr.src or ""] = true
		end
	end
	for _, copy in ipairs(fragment:select("noscript:has(img)")) do
		if loaded[copy:first("img").attr.src or ""] then copy:remove() end
	end
end

local noise = { style = true, sizes = true, loading = true, decoding = true, fetchpriority = true,
	["aria-describedby"] = true }

-- Whether an attribute means something to scripts and to the theme's styles alone.
local function is_noise(element, name, targets)
	if begins(name, "data-") then return not late_source(element) end
	if name == "class" then return not element:matches("[class*='lang'], [class*='brush:']") end -- of code
	if name == "id" then return not targets[element.attr.id] end
	if name == "srcset" then return is_shown(element) end
	return noise[name]
end

local function drop_noise(fragment)
	-- An embedded post is a link, and a frame that a script would show.
	for _, selector in ipairs { "span[id^='more-']:empty, iframe.wp-embedded-content", "p:blank" } do
		for _, node in ipairs(fragment:select(selector)) do node:remove() end
	end
	local targets = {}
	for _, link in ipairs(fragment:select("a[href*='#']")) do
		targets[link.attr.href:match("#(.*)")] = true
	end
	for _, element in ipairs(fragment:xpath("//*[@*]")) do
		for name in pairs(element.attr) do
			if is_noise(element, name, targets) then element.attr[name] = nil end
		end
	end
end

-- The last piece of text that is more than white space.
local function last_text(node)
	if node.name == "#text" then return node.text:find("%S") and node end
	local children = node:children()
	for i = #children, 1, -1 do
		local found = last_text(children[i])
		if found then return found end
	end
end

-- "[…]" behind an excerpt says no more than "…".  What begins with one, too, is a
-- quotation, as pingbacks have it.
local function mend_end(fragment)
	local last = last_text(fragment)
	for _, mark in ipairs { "%[%s*…%s*%]", "%[%s*%.%.%.%s*%]" } do
		local text = last and last.text:match("^(.*)" .. mark .. "%s*$")
		if text and not fragment.text:find("^%s*" .. mark .. "%s*%S") then
			last.text = (text:match("^(.*%S)") or "") .. "…"
			return last
		end
	end
end

local function clean(content, entry, opt)
	local html = content.html
	if not html then return end
	local fragment = feedloom.html.parse(html)
	if opt.footer then drop_footers(fragment, entry) end
	local mended = opt.ellipsis and mend_end(fragment)
	if content.type == "text" then
		if mended then content.text = mended.text end
		return
	end
	if opt.emoji then write_emoji(fragment) end
	if opt.lazy and html:find("data-", 1, true) then load_pictures(fragment) end
	if opt.noise then drop_noise(fragment) end
	content.html = feedloom.text.trim(fragment.html)
end

-- A form in place of a post that has a password.
local function is_locked(html)
	return html and html:find("postpass", 1, true) and
		feedloom.html.parse(html):first("form[action*='action=postpass']") ~= nil
end

-- The picture that a post of an export names by its number.
local function attached_picture(entry)
	local file = entry:find("wp:attachment_url")
	if file then attachments[entry:find("wp:post_id").text] = file.text end
	local number = entry:xpath("string(wp:postmeta[wp:meta_key = '_thumbnail_id']/wp:meta_value)")
	return attachments[number] and { src = attachments[number] }
end

-- The one that the theme marks, or else the first.
local function first_picture(html)
	local marked = html:find("wp-post-image", 1, true) and feedloom.html.parse(html):first("img.wp-post-image")
	return feedloom.html.first_image(marked and marked.outer or html)
end

local function enclosed_picture(entry)
	for _, link in ipairs(entry.enclosures) do
		if begins(link.type or "", "image/") then return { src = link.href } end
	end
end

-- Gives the post's picture to formats that have a place for it.
local function add_picture(entry)
	if entry:xpath("boolean(.//media:thumbnail | .//media:content[@medium = 'image'])") then return end
	local picture = attached_picture(entry) or first_picture(entry.content.html or entry.summary.html or "") or
		enclosed_picture(entry)
	if picture then
		entry:add("media:thumbnail", { url = picture.src, width = picture.width, height = picture.height })
	end
end

---@type feedloom.Plugin
return {
	api = 1, name = "wordpress", about = "Take out what WordPress adds to posts; find their picture",
	options = {
		footer = { type = "boolean", default = true, about = "take out \"The post … appeared first on …\"" },
		ellipsis = { type = "boolean", default = true, about = "make \"[…]\" at the end an ellipsis" },
		emoji = { type = "boolean", default = true, about = "make pictures of emoji characters again" },
		lazy = { type = "boolean", default = true, about = "put in the pictures that scripts would load later" },
		noise = { type = "boolean", default = true, about = "take out classes, styles, srcset and the like" },
		picture = { type = "boolean", default = true, about = "find the featured image" },
		protected = { type = "choice", default = "drop", values = { "drop", "keep" },
			about = "posts with a password: the feed has a form in their place" },
	},
	feed = function(head) home = bare(head.link) end,
	stages = {
		function(entry, opt)
			if is_locked(entry.content.html) then
				if opt.protected == "drop" then return false end
				entry.content = nil
			end
			if opt.picture then add_picture(entry) end
			clean(entry.content, entry, opt)
			clean(entry.summary, entry, opt)
		end,
	},
	examples = { "-p wordpress", "-p wordpress,noise=no,protected=keep" },
}
