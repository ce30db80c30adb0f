-- error: too many instructions|processor time
("x"):gsub(".", function() while true do end end)
