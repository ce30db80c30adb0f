---@type feedloom.Plugin
return {
	api = 1,
	name = "rss",
	about = "RSS 2.0, with content, dc, atom and media",
	stages = { "rss.xsl" },
	format = {
		media_type = "application/rss+xml",
		extension = "rss",
		serialise = "xml",
	},
}
