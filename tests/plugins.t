#!/usr/bin/perl
# The plugins that ship: what they make of the feeds in tests/plugins/NAME/CASE,
# as feedloom test has it (feedloom-plugin(7), TESTS).  The program with tiny
# buffers must do the same.  UPDATE=1 rewrites what is expected.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my ($status, $out, $err) = feedloom({ dir => "$tests/.." }, 'test',
    ($ENV{UPDATE} ? '--update' : ()), 'tests/plugins');
my @lines = split /\n/, $out;
like(pop @lines, qr/^\d+ tests/, 'they are counted');
for (@lines) {
	ok(0, $1) if /^FAILED +(.*)/;
	ok(1, $2) if /^(ok|updated) +(.*)/;
}
is($status, 0, 'all of them are good') or diag($out, $err);
if (-x ($ENV{FEEDLOOM_TINY} // '')) {
	($status, $out, $err) = run({ dir => "$tests/.." }, $ENV{FEEDLOOM_TINY},
	    'test', '-q', 'tests/plugins');
	is("$status$out$err", '0', 'all, with tiny buffers');
}
for my $plugin (glob "$tests/../plugins/*.lua") {
	my ($name) = $plugin =~ m{([^/]+)\.lua$};
	next if $name =~ /\.d$/ || slurp($plugin) =~ /^\s*format = /m;
	ok(-d "$tests/plugins/$name", "$name has a test");
}
done_testing();
