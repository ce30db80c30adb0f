-- error: processor time
feedloom.re.compile("a(?=.*b)"):match(("a"):rep(1 << 18))
