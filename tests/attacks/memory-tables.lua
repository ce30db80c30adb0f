-- error: needs more than 64 MiB
local t = {} while true do t = { t, t, t, t, t, t, t, t, t, t, t, t, t, t, t } end
