#!/usr/bin/perl
# All that a plugin can reach by name, in _G and what is in it, is what
# tests/reach.expected lists.  UPDATE=1 rewrites that; read `git diff` then.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $expected = "$tests/reach.expected";
spew("$tmp/reach.lua", <<'LUA');
local lines = {}
local function walk(name, value, seen)
	local kind = type(value)
	lines[#lines + 1] = name .. " " .. kind
	if kind ~= "table" or seen[value] then return end
	seen[value] = true
	for key, inner in pairs(value) do walk(name .. "." .. tostring(key), inner, seen) end
end
return { api = 1, name = "reach", about = "what is there", stages = {
	function(entry)
		-- Parts are opened when they are first asked for.
		for _, part in ipairs { "date", "html", "json", "log", "re", "text", "url" } do
			local _ = feedloom[part]
		end
		walk("_G", _G, {})
		entry.content = { text = "x" }
		entry.id = table.concat(lines, "\n")
	end,
} }
LUA
my $feed = slurp("$tests/captures/category-engineering-works.rss.xml");
spew("$tmp/one.xml", $feed =~ s{(</item>).*</item>}{$1}sr);
my ($status, $out, $err) = feedloom('convert', '-t', 'jsonl', '-p',
    "$tmp/reach.lua", "$tmp/one.xml");
is("$status$err", '0', 'it can be walked through');
my ($list) = $out =~ /"id":"((?:[^"\\]|\\.)*)"/;
$list =~ s/\\n/\n/g;
$list .= "\n";
spew($expected, $list) if $ENV{UPDATE};
is($list, slurp($expected), 'what is there is what is listed');
done_testing();
