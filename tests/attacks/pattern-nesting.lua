-- error: too many captures
("x"):rep(300000):match(("(x?)"):rep(40) .. "y")
