-- error: searched for too long
feedloom.re.compile("(a+)+$"):match(("a"):rep(60) .. "b")
