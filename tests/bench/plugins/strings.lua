-- What is done with HTML, by feedloom's functions and as people write it with
-- Lua's gsub: each as often as is asked for, with each entry's content.
local text, html = feedloom.text, feedloom.html

local entities = { amp = "&", lt = "<", gt = ">", quot = '"', nbsp = "\u{A0}" }

local function character(code)
	return utf8.char(tonumber(code))
end

local function moved(url)
	return (url:gsub("^https://tolqyn%-courier%.example/", "https://archive.example/"))
end

local function moved_value(name, url)
	return name .. moved(url)
end

local ways = {
	nothing = function() end,
	replace = function(s)
		return (text.replace(s, "courier.example/", "archive.example/"))
	end,
	replace_gsub = function(s)
		return (s:gsub("courier%.example/", "archive.example/"))
	end,
	strip = html.strip,
	strip_gsub = function(s)
		return (s:gsub("<[^>]*>", ""))
	end,
	text = html.text,
	text_gsub = function(s)
		s = s:gsub("<[^>]*>", ""):gsub("&#(%d+);", character)
		return (s:gsub("&(%a+);", entities):gsub("%s+", " "))
	end,
	urls = function(s)
		return html.replace_urls(s, moved)
	end,
	urls_gsub = function(s)
		s = s:gsub('([Hh][Rr][Ee][Ff]=")([^"]*)', moved_value)
		return (s:gsub('([Ss][Rr][Cc]=")([^"]*)', moved_value))
	end,
}

local names = {}
for name in pairs(ways) do
	names[#names + 1] = name
end

return {
	api = 1, name = "strings", about = "Work with strings, to be measured",
	options = {
		way = { type = "choice", values = names, default = "nothing", about = "what is done" },
		times = { type = "integer", default = 0, min = 0, about = "how often" },
	},
	stages = {
		function(entry, opt)
			local content, work = entry.content.html, ways[opt.way]
			for _ = 1, opt.times do
				work(content)
			end
		end,
	},
}
