-- error: not for a table with __len
table.insert(setmetatable({}, { __len = function() return 1 << 50 end }), 1, 1)
