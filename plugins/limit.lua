---@type feedloom.Plugin
local seen = 0

return {
	api = 1, name = "limit", about = "Take so many entries and no more",
	options = {
		count = { type = "integer", default = 10, min = 0, about = "how many" },
		skip = { type = "integer", default = 0, min = 0, about = "how many to leave out before them" },
	},
	stages = {
		function(_, opt)
			seen = seen + 1
			if seen <= opt.skip or seen > opt.skip + opt.count then return false end
		end,
	},
	examples = { "-p limit,count=3", "-p sort,by=title -p limit,count=3" },
}
