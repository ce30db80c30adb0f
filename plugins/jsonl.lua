---@type feedloom.Plugin
return {
	api = 1,
	name = "jsonl",
	about = "JSON Lines: one item of JSON Feed a line",
	stages = { "jsonl.xsl" },
	format = {
		media_type = "application/jsonl",
		extension = "jsonl",
		serialise = "jsonl",
	},
}
