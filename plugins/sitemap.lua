---@type feedloom.Plugin
return {
	api = 1,
	name = "sitemap",
	about = "a sitemap (sitemaps.org 0.9), with pictures; for Google News, too",
	options = {
		images = {
			type = "boolean",
			default = true,
			about = "list the pictures of each page",
		},
		news = {
			type = "boolean",
			default = false,
			about = "say what Google News asks for",
		},
		publication = {
			type = "string",
			about = "for news: its name there; the feed's title if not given",
		},
		language = {
			type = "string",
			about = "for news: its language; the feed's if not given",
		},
	},
	stages = { "sitemap.xsl" },
	format = {
		media_type = "application/xml",
		extension = "xml",
		serialise = "xml",
	},
}
