---@type feedloom.Plugin
return {
	api = 1,
	name = "json",
	about = "JSON Feed 1.1",
	stages = { "json.xsl" },
	format = {
		media_type = "application/feed+json",
		extension = "json",
		serialise = "json",
	},
}
