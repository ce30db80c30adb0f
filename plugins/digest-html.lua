---@type feedloom.Plugin
return {
	api = 1,
	name = "digest-html",
	about = "a feed as an HTML mail: tables, styles inline, light and dark",
	options = {
		pictures = {
			type = "boolean",
			default = true,
			about = "show a picture with each entry that has one",
		},
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "digest-html.xsl" },
	format = {
		media_type = "text/html",
		extension = "html",
		serialise = "html",
	},
}
