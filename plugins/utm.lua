-- Parameters that tell who clicked where, by the names that programs give them.
local tracking = { "utm_*", "fbclid", "gclid", "gclsrc", "dclid", "msclkid", "mc_cid", "mc_eid", "yclid",
	"igshid", "twclid", "_hsenc", "_hsmi", "mkt_tok", "oly_enc_id", "oly_anon_id", "vero_id", "wickedid" }
local names = { "source", "medium", "campaign", "term", "content" }

-- What is added: the options that were given.
local function parameters(opt)
	local add, any = {}, false
	for _, name in ipairs(names) do
		if opt[name] then
			add["utm_" .. name] = opt[name]
			any = true
		end
	end
	return any and add
end

local function change(url, opt, own)
	if not url:find("^https?://") then return url end
	if opt.strip and url:find("?", 1, true) then url = feedloom.url.remove_query(url, tracking) end
	local add = own and parameters(opt)
	return add and feedloom.url.add_query(url, add) or url
end

local function host(url)
	local parts = url and feedloom.url.parse(url)
	return parts and parts.host
end

---@type feedloom.Plugin
return {
	api = 1, name = "utm", alone = true, about = "Take tracking parameters out of links, or put some of your own in",
	options = {
		strip = { type = "boolean", default = true, about = "take out those that are there" },
		source = { type = "string", about = "utm_source for links to the entry's own site" },
		medium = { type = "string", about = "utm_medium" },
		campaign = { type = "string", about = "utm_campaign" },
		term = { type = "string", about = "utm_term" },
		content = { type = "string", about = "utm_content" },
	},
	stages = {
		function(entry, opt)
			local home = host(entry.link)
			if entry.link then entry.link = change(entry.link, opt, true) end
			for _, content in ipairs { entry.content, entry.summary } do
				local html = content.html
				local new = html and feedloom.html.replace_urls(html, function(url, element, attribute)
					if element ~= "a" or attribute ~= "href" then return end
					local changed = change(url, opt, home and host(url) == home)
					return changed ~= url and changed
				end)
				if new ~= html then content.html = new end
			end
		end,
	},
	examples = { "-p utm", "-p utm,source=feed,medium=rss" },
}
