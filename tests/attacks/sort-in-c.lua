-- end
while true do
  local t = {}
  for i = 1, 150000 do t[i] = ("x"):rep(8) .. i % 1000 end
  for i = 1, 100 do table.sort(t) end
end
