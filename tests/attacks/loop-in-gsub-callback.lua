-- error: too many instructions
("x"):gsub(".", function() while true do end end)
