#!/usr/bin/perl
# The plugins that ship: what they make of the feeds in tests/plugins/NAME/CASE,
# as feedloom test has it (feedloom-plugin(7), TESTS).  The program with tiny
# buffers must do the same.  UPDATE=1 rewrites what is expected.
use strict;
use warnings;
use File::Basename qw(basename dirname);
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

# What plugins make of whole captures is valid, gives nothing to complain of, and
# is the same when it is done twice.
my @plugins = ('wordpress', 'excerpt', 'images,width=300,enclosure',
    'images,drop', 'absolute', 'readingtime');
my %made;
for my $capture (qw(main-everything.rss tag-edge-case.atom main.rdf
    comments-site.rss)) {
	my $in = "$tests/captures/$capture.xml";
	for my $i (0 .. $#plugins) {
		my ($plugin, $name) = ($plugins[$i], "$plugins[$i], $capture");
		for my $format (qw(atom json)) {
			my $file = "$tmp/$capture.$i.$format";
			my ($status, undef, $err) = feedloom({ out => $file },
			    'convert', '-q', '-t', $format, '-p', $plugin, $in);
			is("$status$err", '0', "$name: $format, in silence");
			push @{ $made{$format} }, $file;
		}
		next if $plugin =~ /^(?:excerpt|readingtime)/;
		my (undef, $twice) = feedloom('convert', '-q', '-t', 'atom',
		    '-p', $plugin, '-p', $plugin, $in);
		is($twice, slurp("$tmp/$capture.$i.atom"), "$name: twice");
	}
}
for my $format (sort keys %made) {
	my $faults = validate($format, @{ $made{$format} });
	SKIP: {
		skip "no checker of $format", 1 if !defined $faults;
		is($faults, '', "all $format is valid");
	}
}
done_testing();
