-- error: processor time
local t = {}
for i = 1, 60 do t = { t, t } end
feedloom.json.encode(t)
