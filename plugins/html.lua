---@type feedloom.Plugin
return {
	api = 1,
	name = "html",
	about = "one web page to read: no script, light and dark, prints well",
	options = {
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "html.xsl" },
	format = {
		media_type = "text/html",
		extension = "html",
		serialise = "html",
	},
}
