#!/usr/bin/perl
# --since and --until: the same entries whatever the feed is written in.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

# Titles, when they were published and updated; '' for neither.
my @entries = (['early', '2024-01-01T00:00:00Z', '2024-06-01T00:00:00Z'],
    ['zone', '2024-02-29T23:30:00-05:00', ''], # is in March
    ['updated', '', '2024-03-31T23:59:59Z'],
    ['late', '2024-04-01T00:00:00Z', ''], ['never', '', '']);
my @cases = (
	[[], 'early zone updated late never'],
	[['--since', '2024-03-01'], 'zone updated late'],
	[['--until', '2024-03-01'], 'early'],
	[['--since', '2024-01-01', '--until', '2024-04-01'],
	    'early zone updated'],
	[['--since', '2024-01-01T00:00:01Z'], 'zone updated late'],
	[['--since', '2024-04-01T06:00:00+06:00'], 'late'],
	[['--since', '1 April 2024'], 'late'],
	[['--until', '1931'], ''],
);

sub element
{
	my ($name, $text) = @_;
	return $text eq '' ? '' : "<$name>$text</$name>";
}

my %feeds = (
	atom => '<feed xmlns="http://www.w3.org/2005/Atom"><title/>' .
	    join('', map { '<entry>' . element('title', $_->[0]) .
		element('published', $_->[1]) . element('updated', $_->[2]) .
		'</entry>' } @entries) . '</feed>',
	rss => '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom">' .
	    '<channel>' . join('', map { '<item>' . element('title', $_->[0]) .
		element('pubDate', $_->[1]) . element('a:updated', $_->[2]) .
		'</item>' } @entries) . '</channel></rss>',
	json => encode_json({ version => 'https://jsonfeed.org/version/1.1',
	    title => 'T', items => [map { { id => $_->[0], title => $_->[0],
		$_->[1] eq '' ? () : (date_published => $_->[1]),
		$_->[2] eq '' ? () : (date_modified => $_->[2]) } }
		@entries] }),
);

for my $format (sort keys %feeds) {
	spew("$tmp/feed", $feeds{$format});
	for my $case (@cases) {
		my ($options, $titles) = @$case;
		my ($status, $out, $err) = feedloom('convert', '-t', 'json',
		    @$options, "$tmp/feed");
		my $feed = eval { decode_json($out) } // { items => [] };
		is("$status $err" . join(' ', map { $_->{title} }
		    @{ $feed->{items} }), "0 $titles", "$format: @$options");
	}
}

# An empty time is no time.
my ($status, $out, $err) = feedloom('convert', '-t', 'json', '--since',
    '2024-02-01', '--until', '2024-02-01', "$tmp/feed");
is($status, 64, 'since must be before until');
like($err, qr/--since must be before --until/, 'and it is said');
done_testing;
