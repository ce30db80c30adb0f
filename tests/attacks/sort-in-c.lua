-- error: processor time|too many instructions
while true do
  local t = {}
  for i = 1, 20000 do t[i] = ("x"):rep(8) .. i % 1000 end
  for i = 1, 100 do table.sort(t) end
end
