#!/usr/bin/perl
# What measures: its corpus is the same at each run and good, its table has a
# row for each task, and a wrong answer is found.  No time is judged here.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

plan skip_all => 'what valgrind slows down is not measured' if $ENV{VALGRIND};
my $build = dirname($feedloom);
plan skip_all => 'make units builds the meters' unless -x "$build/bench/cost";

my $bench = "$tests/bench";

sub generate
{
	my ($name, @words) = @_;
	my ($status) = run({ out => "$tmp/$name" }, "$bench/generate", @words);
	is($status, 0, "generate @words");
	return "$tmp/$name";
}

my %corpus = (
	'rss 20' => 20,
	'escaped 20' => 20,
	'atom 20' => 20,
	'wxr 600K' => undef,
	'huge cdata 0.5M' => 1,
	'huge text 0.5M' => 1,
	'huge attribute 0.5M' => 1,
);
for my $words (sort keys %corpus) {
	my @words = split / /, $words;
	my $file = generate('one', @words);
	is(slurp(generate('two', @words)), slurp($file), "$words: the same again");
	my ($status, $out, $err) = feedloom('convert', '--strict', '-t', 'jsonl',
	    $file);
	is("$status: $err", '0: ', "$words: without a fault");
	is(() = $out =~ /\n/g, $corpus{$words}, "$words: so many items")
	    if defined $corpus{$words};
}

{
	my ($status) = run({}, "$bench/generate", 'feeds', "$tmp/feeds", 3);
	my %different = map { slurp($_) => 1 } glob "$tmp/feeds/*.xml";
	is(scalar keys %different, 3, 'feeds are different ones');
}

# Each part has its rows; a row that has a target says whether it holds.
{
	my ($status, $out, $err) = run({}, "$bench/run", '--rounds', 1, '--items',
	    20, '--wxr', '500K', '--only', 'rss,escaped,atom,wxr,cold,feeds,lua,strings',
	    '--quick', '--markdown', $build, "$tmp/bench");
	is($status, 0, 'it runs') or diag $err;
	my @rows = grep { /^\| / } split /\n/, $out;
	for my $task ('RSS, 20 items, to Atom', 'RSS, 20 items, to JSON Feed',
	    'RSS, 20 items, escaped, to Atom', 'Atom, 20 items, to RSS',
	    'WXR, 500K, everything kept, to Atom', 'one feed of 10 items, cold',
	    'a Lua stage that does nothing', 'Lua: strip tags') {
		my ($row) = grep { /^\| \Q$task\E/ } @rows;
		ok($row, "a row for: $task");
	}
	my @bad = grep { !/^(?:\| [^|]*){7}\|(?: (?:yes|MISS[^|]*)? ?\|)$/ }
	    grep { !/^\| (?:task|---)/ } @rows;
	is("@bad", '', 'rows have eight cells, the last one says whether it holds');
	like($out, qr/^\d{4}-\d\d-\d\d, feedloom \d+\.\d+; .*libxml2/m, 'the foot has date and versions');
}

# A program that changes one word of a title.
{
	mkdir "$tmp/wrong";
	symlink "$build/bench", "$tmp/wrong/bench";
	spew("$tmp/wrong/feedloom", "#!/bin/sh\n'$feedloom' \"\$@\" |\n"
	    . "sed '0,/<entry>/!s/<title>/<title>No /'\n");
	chmod 0755, "$tmp/wrong/feedloom";
	my ($status, $out, $err) = run({}, "$bench/run", '--rounds', 1, '--items',
	    20, '--only', 'escaped', "$tmp/wrong", "$tmp/bench");
	isnt($status, 0, 'a wrong answer ends it');
	is($out, '', 'with no table');
	like($err, qr/^atom: entry 1 \(.*\), title:\n  expected .*\n  got .*No /m,
	    'and says where and what');
}

# What a meter says of a command that fails.
{
	my ($status, $out, $err) = run({}, "$build/bench/sax", $0);
	is("$status: $err" =~ s/\Q$0\E/FILE/r,
	    "65: sax: FILE: not well-formed\n", 'S wants XML');
	($status) = run({}, "$build/bench/cost", 'sh', '-c', 'exit 3');
	is($status, 3, 'cost has the status of what it ran');
	($status, $out) = run({}, "$build/bench/cost", '-n', 2, '-o', "$tmp/said",
	    'echo', 'tide', '|', 'tr', 't', 'T');
	like($out, qr/^\d+\.\d{6} \d+\.\d{6} \d+\n\z/, 'cost: seconds and KiB');
	is(slurp("$tmp/said"), "Tide\n", 'cost runs pipelines');
}
done_testing();
