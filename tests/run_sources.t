#!/usr/bin/perl
# feedloom run with sources that are no addresses: commands and files.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my ($status, $said);
my $good = rss('News', 3, 2, 1);
my $dir = folder('commands', '');

# 10: a feed of a command; what it is made of now
sub command
{
	my ($name, $argv, $more) = @_;
	folder($name, qq(feed "c" { source = { command = $argv }, )
	    . ($more // '') . qq( publish = { ["c.atom"] = "atom" } }\n));
	return "$tmp/$name";
}

spew("$tmp/good.xml", $good);
$dir = command('plain', qq({ "cat", "$tmp/good.xml" }));
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'a command is a source');
is(published($dir, 'c.atom'), slurp_of('atom'), 'and its output a feed');

sub slurp_of
{
	my ($format) = @_;
	my ($status, $out) = feedloom('convert', '-q', '-t', $format,
	    "$tmp/good.xml");
	return $out;
}

my $before = listing($dir);
($status, $said) = cron($dir, 60);
is("$status $said", '0 ', 'the same again is no news');
is(listing($dir), $before, 'and changes nothing');

# No shell: each word is one argument, and the folder stays empty.
spew("$tmp/said.sh", "#!/bin/sh\nprintf '%s\\n' \"\$#\" \"\$@\" >$tmp/given\n"
    . "cat $tmp/good.xml\n");
chmod 0755, "$tmp/said.sh";
$dir = command('words', qq({ "$tmp/said.sh", "\$(touch x)", "a b", "; touch y", )
    . q("*", "`touch z`", "> w" }));
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'words of all kinds');
is(slurp("$tmp/given"), "6\n\$(touch x)\na b\n; touch y\n*\n`touch z`\n> w\n",
    'come as they are');
is(join(' ', grep { !/feedloom/ } map { s{.*/}{}r } glob "$dir/*"), 'public',
    'and no shell has read them');

# What goes wrong, and what is said then; NAME is the command.
my $sh = '"/bin/sh", "-c", ';
my @cases = (
	['status', qq({ $sh "echo half; echo no disk >&2; exit 3" }),
	    'NAME: the command ended with status 3: no disk'],
	['missing', '{ "no-such-program" }',
	    "the command 'no-such-program' is no program in PATH"],
	['signal', qq({ $sh "kill -9 \$\$" }),
	    'NAME: the command was ended by signal 9 (Killed)'],
	['much', qq({ $sh "head -c 70000 /dev/zero" }),
	    'NAME: the command wrote more than max_bytes'],
	['dd', '{ "dd", "if=/dev/zero", "bs=70000", "count=1" }',
	    'NAME: the command wrote more than max_bytes'],
	['part', qq({ "head", "-c", "500", "$tmp/good.xml" }),
	    'head: line 9: the document ends early'],
	['late', qq({ $sh "sleep 60 & echo \$! >$tmp/child; wait" }),
	    'NAME: the command was not done in time'],
	['silent', '{ "true" }', 'true: not a feed: there is no XML in it'],
	['bytes', qq({ $sh "printf 'a\\\\033[31m\\\\377b\\\\n' >&2; exit 1" }),
	    'NAME: the command ended with status 1: a?[31m?b'],
);
my %more = (late => 'timeout = "2 seconds",', much => 'max_bytes = "64K",',
    dd => 'max_bytes = "64K",');
for my $case (@cases) {
	my ($name, $argv, $words) = @$case;
	$dir = command($name, qq({ "cat", "$tmp/good.xml" }));
	cron($dir, 0);
	$before = listing("$dir/public");
	$dir = command($name, $argv, $more{$name});
	($status, $said) = cron($dir, 60);
	is($status, 1, "$name: the feed fails");
	my ($is) = $said =~ /^c: (.*)\n\z/;
	$words =~ s/^NAME// ? like($is, qr{^(?:/bin/sh -c '.*'|dd .*)\Q$words\E$},
	    "$name: a line says why") : is($is, $words, "$name: a line says why");
	is(listing("$dir/public"), $before, "$name: what is published stays");
}
# It sleeps for a minute, if nobody ends it.
my ($child) = map { s/\n//r } eval { slurp("$tmp/child") } // 'none';
my $stat;
for (1 .. 400) {
	$stat = eval { slurp("/proc/$child/stat") };
	last if !defined $stat || $stat =~ /\) Z /;
	select undef, undef, undef, 0.05;
}
ok(!defined $stat || $stat =~ /\) Z /, 'late: whom it has started is ended');

# Files: by their time, size and number.
spew("$tmp/a.xml", $good);
$dir = folder('files', qq(feed "f" { source = "$tmp/a.xml", )
    . 'publish = { ["f.atom"] = "atom" } }');
($status, $said) = cron($dir, 0);
is("$status $said", '0 ', 'a file is a source');
is(published($dir, 'f.atom'), slurp_of('atom'), 'and is published');
$before = listing($dir);
($status, $said) = cron($dir, 60, '-v');
is("$status $said", "0 f: nothing new\n", 'the same file is no news');
is(listing($dir), $before, 'and changes nothing');
spew("$tmp/b.xml", $good =~ s/Post 3/Post X/gr);
utime 1000000000, 1000000000, "$tmp/a.xml", "$tmp/b.xml";
cron($dir, 120);
is(listing($dir), $before, 'another time alone changes nothing');
rename "$tmp/b.xml", "$tmp/a.xml" or die;
cron($dir, 180);
like(published($dir, 'f.atom'), qr/<title>Post X</,
    'another file of the same time and size is seen');
$before = listing($dir);
for my $case (
	['gone', sub { unlink "$tmp/a.xml" },
	    'cannot be read: No such file or directory'],
	['a folder', sub { mkdir "$tmp/a.xml" }, 'is not a file'],
	['a pipe', sub { rmdir "$tmp/a.xml"; system 'mkfifo', "$tmp/a.xml" },
	    'is not a file'],
	['broken off', sub { unlink "$tmp/a.xml";
	    spew("$tmp/a.xml", substr($good, 0, 500)) },
	    'line 9: the document ends early'])
{
	my ($name, $change, $words) = @$case;
	$change->();
	($status, $said) = cron($dir, 200, '--force');
	is("$status $said", "1 f: $tmp/a.xml: $words\n", "a file: $name");
	is(listing($dir), $before, "a file: $name: what is published stays");
}

done_testing;
