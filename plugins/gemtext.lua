---@type feedloom.Plugin
return {
	api = 1,
	name = "gemtext",
	about = "a page for Gemini: lines of text, lines of links",
	options = {
		summary = {
			type = "boolean",
			default = false,
			about = "show summaries in place of whole posts",
		},
	},
	stages = { "gemtext.xsl" },
	format = {
		media_type = "text/gemini",
		extension = "gmi",
		serialise = "gemtext",
	},
}
