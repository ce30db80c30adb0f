return { api = 1, name = "good", about = "has an option",
	options = { mark = { type = "choice", values = { [[a,b\,c\\]] },
		default = [[a,b\,c\\]], about = "to be escaped" } },
	stages = { function(entry) end } }
