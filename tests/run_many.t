#!/usr/bin/perl
# feedloom run with many feeds, good and bad ones, and several runs at once.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my ($status, $said);

# More feeds than files that may be open: of addresses, commands and files.
my $many = '';
page('many.xml', rss('News', 1, 2, 3));
spew("$tmp/many.xml", rss('News', 1, 2, 3));
for my $n (1 .. 90) {
	my $source = ("<many.xml?$n>", qq({ command = { "cat", "$tmp/many.xml" } }),
	    qq("$tmp/many.xml"))[$n % 3];
	$many .= qq(feed "f$n" { source = $source, )
	    . qq(publish = { ["$n.json"] = "json" } }\n);
}
my $dir = folder('many', $many);
for my $minute (0, 60) {
	($status, my $out, $said) = run({ dir => $dir }, '/bin/sh', '-c',
	    'ulimit -n 64; exec "$@"', 'sh', $feedloom, 'run', '--at',
	    at($minute));
	is("$status $said", '0 ', "minute $minute: few files are enough");
}
is(scalar(() = glob "$dir/public/*.json"), 90, 'all are published');

done_testing;
