---@type feedloom.Plugin
return {
	api = 1,
	name = "atom",
	about = "Atom 1.0 (RFC 4287)",
	stages = { "atom.xsl" },
	format = {
		media_type = "application/atom+xml",
		extension = "atom",
		serialise = "xml",
	},
}
