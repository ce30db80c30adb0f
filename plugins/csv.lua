---@type feedloom.Plugin
return {
	api = 1,
	name = "csv",
	about = "a table, a row for each entry (RFC 4180)",
	options = {
		columns = {
			type = "list",
			default = {
				"id", "title", "link", "published", "updated",
				"author", "categories", "summary", "content",
			},
			about = "what to write, in this order; prefix:name is any element, meta:key a custom field",
		},
		separator = {
			type = "choice",
			values = { "comma", "semicolon", "tab" },
			default = "comma",
			about = "what stands between two cells",
		},
		bom = {
			type = "boolean",
			default = false,
			about = "begin with a byte order mark, which Excel wants",
		},
	},
	stages = { "csv.xsl" },
	format = {
		media_type = "text/csv",
		extension = "csv",
		serialise = "csv",
	},
}
