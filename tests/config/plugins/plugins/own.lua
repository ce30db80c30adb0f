return { api = 1, name = "own", about = "beside the file",
	stages = { function(entry) end } }
