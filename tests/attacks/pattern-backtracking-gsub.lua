-- end
("a"):rep(40):gsub((".-"):rep(20) .. "b", "")
