feed { source = "x" }
