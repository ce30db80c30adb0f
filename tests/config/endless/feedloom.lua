feed "a" {}
while true do
end
