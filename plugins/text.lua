---@type feedloom.Plugin
return {
	api = 1,
	name = "text",
	about = "plain text to read: wrapped lines, links as numbered footnotes",
	options = {
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "text.xsl" },
	format = {
		media_type = "text/plain",
		extension = "txt",
		serialise = "text",
	},
}
