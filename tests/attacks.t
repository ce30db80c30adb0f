#!/usr/bin/perl
# Attacks of a plugin on the program that runs it (tests/attacks): each body of
# a stage there ends as its first line says.  "error: WORDS" costs the entry, by
# a message with plugin, entry, file and line; "end" ends the process, and the
# message still names plugin and entry.  Nothing hangs, nothing is written.  What
# ends by instructions or memory does so in a fraction of the processor time that
# it may have, or a slower machine would end it by that.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $slow = $ENV{VALGRIND} || $ENV{SAN};
my $feed = "$tests/captures/category-engineering-works.rss.xml";
spew("$tmp/one.xml", slurp($feed) =~ s{(</item>).*</item>}{$1}sr);

# Processor time of what was run.
sub cpu
{
	my (undef, undef, $user, $system) = times;
	return $user + $system;
}

my $errors = 0;
for my $file (sort glob "$tests/attacks/*.lua") {
	my $name = basename($file, '.lua');
	my ($expected, $body) = slurp($file) =~ /\A-- ([^\n]*)\n(.*)\z/s;
	spew("$tmp/$name.lua", <<LUA);
return { api = 1, name = "$name", about = "an attack", stages = { function(entry)
$body
end } }
LUA
	my $begin = cpu();
	my ($status, $out, $err) = feedloom('convert', '-t', 'atom', '-o',
	    "$tmp/out.atom", '-q', '-p',
	    "$tmp/$name.lua", "$tmp/one.xml");
	my $took = cpu() - $begin;
	is($status, 65, "$name: status 65");
	ok(!-e "$tmp/out.atom" && !glob("$tmp/.out.atom*"),
	    "$name: nothing is written");
	my $entry = qr/$name: "From the Works, No\. 21" \(\S+\): /;
	if ($expected eq 'end') {
		like($err, qr/^feedloom: ${entry}took too much processor time/m,
		    "$name: its end names plugin and entry");
	} else {
		my ($words) = $expected =~ /^error: (.*)/;
		like($err, qr/^${entry}\Q$name.lua\E:\d+: [^\n]*(?:$words)/m,
		    "$name: an error with plugin, entry, file and line");
		$errors++;
	}
	cmp_ok($took, '<', $slow ? 240 : 6, "$name: ends in time");
}
cmp_ok($errors, '>=', 33, 'at least 33 of them are errors in good order');
done_testing();
