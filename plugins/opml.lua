---@type feedloom.Plugin
return {
	api = 1,
	name = "opml",
	about = "an outline (OPML 2.0): a feed to subscribe to, its posts as links",
	stages = { "opml.xsl" },
	format = {
		media_type = "text/x-opml",
		extension = "opml",
		serialise = "xml",
	},
}
