#!/usr/bin/perl
# What plugins see of feedloom: each file of tests/api is the body of a stage,
# with two functions of its own: is(GOT, EXPECTED), and fails(FUNCTION, WORDS),
# which wants an error with these words.  A file is right when nothing is said.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $feed = "$tests/captures/category-engineering-works.rss.xml";
spew("$tmp/one.xml", slurp($feed) =~ s{(</item>).*</item>}{$1}sr);

for my $file (sort glob "$tests/api/*.lua") {
	my $name = basename($file, '.lua');
	next if ($ENV{VALGRIND} || $ENV{SAN}) && $name =~ /-(?:room|slow)/; # seconds
	my $plugin = "$tmp/$name.lua";
	# On one line, so that the lines of messages are those of the file.
	spew($plugin, <<'LUA' =~ s/\s*\n\s*/ /gr . slurp($file) . "end } }\n");
		local function is(got, expected)
			if got ~= expected then
				error("got " .. tostring(got) .. ", expected "
				    .. tostring(expected), 2)
			end
		end
		local function fails(f, words)
			local ok, why = pcall(f)
			if ok or not string.find(tostring(why), words, 1, true) then
				error("no error '" .. words .. "' but " ..
				    tostring(why), 2)
			end
		end
		return { api = 1, name = "NAME", about = "a test",
		    stages = { function(entry, opt)
LUA
	spew($plugin, slurp($plugin) =~ s/NAME/$name/r);
	my ($status, $out, $err) = feedloom('convert', '-q', '-t', 'atom', '-p',
	    $plugin, "$tmp/one.xml");
	is("$status: $err", '0: ', $name);
}
done_testing();
