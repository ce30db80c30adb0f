---@type feedloom.Plugin
return {
	api = 1,
	name = "digest-text",
	about = "a feed as a mail of plain text, which goes with digest-html",
	options = {
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "digest-text.xsl" },
	format = {
		media_type = "text/plain",
		extension = "txt",
		serialise = "text",
	},
}
