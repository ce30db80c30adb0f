#!/usr/bin/perl
# feedloom run when something fails: that costs the feed that it is in, and is
# said of it; what was published stays, and the next request is as ever.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use Test::More;

my $good = rss('News', 3, 2, 1);
my $web = 'http://SITE';

# Of each feed what its page is now, and what is said then.
my @cases = (
	['missing', undef,
	    'the server answered 404: there is nothing there'],
	['e403', [$good, ':status 403'],
	    'the server answered 403: not for us, or not without a password'],
	['e500', [$good, ':status 500'],
	    'the server answered 500: it is not well'],
	['e503', [$good, ':status 503'],
	    'the server answered 503: it is not well'],
	['e429', [$good, ':status 429'],
	    'the server answered 429: we ask too often'],
	['e206', [$good, ':status 206'], 'the server answered 206'],
	['cut', [rss('News', 4, 3), ':cut 300', 'ETag: "new"'],
	    'the answer of 127.0.0.1 was cut off'],
	['short', [substr(rss('News', 4, 3, 2), 0, 500), 'ETag: "new"'],
	    'line 9: the document ends early'],
	['late', [rss('News', 4, 3), ':wait 60'],
	    'the answer took longer than its timeout'],
	['page', ["<!DOCTYPE html>\n<html><head><title>Down</title></head>"
	    . "<body><p>Back soon.</body></html>\n", 'ETag: "new"'],
	    "not a feed: its root element is <html>, a web page's; look there "
	    . "for the feed's address"],
	['nothing', ['', 'ETag: "new"'],
	    'not a feed: there is no XML in it'],
	['words', ['Error establishing a database connection'],
	    'not a feed: there is no XML in it'],
	['json', ['{"version": "https://jsonfeed.org/version/1.1", "items": ['],
	    qr/^line 1: .*\bends? early/],
	['huge', [rss('News', 4, 3), ':repeat 200'],
	    'answered 113.6 kB, more than max_bytes, 65.5 kB'],
	['loop', ['', ':status 302', 'Location: /loop.xml'],
	    'redirects more than 5 times'],
	['file', ['', ':status 302', 'Location: file:///etc/passwd'],
	    'where it redirects to is no address of http or https'],
);
my %more = (late => 'timeout = "1 second", ', huge => 'max_bytes = "64K", ');
my $config = '';
for my $name ('good', map { $_->[0] } @cases) {
	$config .= qq(feed "$name" { source = <$name.xml>, )
	    . ($more{$name} // '') . qq(publish = { ["$name.json"] = "json" } }\n);
}
my $dir = folder('fail', $config);

sub break_all
{
	for my $case (@cases) {
		my ($name, $page) = @$case;
		if (defined $page) {
			page("$name.xml", @$page);
		} elsif (-e "$site/$name.xml") {
			gone("$name.xml");
		}
	}
}

# One line for each of them.
sub check_said
{
	my ($said, $when) = @_;
	my %line = map { /^([^:]+): (.*)/ ? ($1 => $2) : () } split /\n/, $said;
	is(scalar(split /\n/, $said), scalar @cases, "$when: a line for each");
	for my $case (@cases) {
		my ($name, undef, $words) = @$case;
		my $is = ($line{$name} // '') =~ s{^\Q$web/$name.xml\E: }{}r;
		ref $words ? like($is, $words, "$when: $name")
		    : is($is, $words, "$when: $name");
	}
}

# 4: failures from the first run on
page('good.xml', $good, 'ETag: "old"');
break_all();
my ($status, $said) = cron($dir, 0);
is($status, 1, 'some feeds failed');
check_said($said, 'at first');
is(join(' ', map { s{.*/}{}r } glob "$dir/public/*"), 'good.json',
    'nothing but the good one is published');
is(published($dir, 'good.json'), converted($good, 'json', 'good.xml'),
    'and that is whole');
is(failing($dir, 'e500'), "1 $web/e500.xml: the server answered 500: "
    . 'it is not well', 'the reason is remembered');
asked();
cron($dir, 61);
is(join("\n", grep { / / } asked()), '/good.xml if-none-match="old"',
    'no validator of what failed is remembered');

# The same after they were good.
page("$_.xml", $good, 'ETag: "old"') for map { $_->[0] } @cases;
($status, $said) = cron($dir, 200, '--force');
is("$status $said", '0 ', 'they recover in silence');
is(failing($dir, 'e500'), '0 ', 'and nothing is held against them');
my $before = listing($dir);
break_all();
($status, $said) = cron($dir, 261);
is($status, 1, 'some feeds failed again');
check_said($said, 'later');
is(listing($dir), $before, 'all outputs stay as they were');
asked();
page("$_.xml", rss('News', 4, 3, 2), 'ETag: "newer"')
    for map { $_->[0] } @cases;
cron($dir, 322);
is_deeply([asked()],
    [sort map { qq{/$_->[0].xml if-none-match="old"} } ['good'], @cases],
    'the next requests have the validators of what is published');
is(published($dir, 'cut.json'),
    converted(rss('News', 4, 3, 2), 'json', 'cut.xml'), 'then news come');

# Nobody there at all, or nobody whom a feed may ask.
my $none = folder('none', <<"LUA");
feed "refused" { source = { url = "http://127.0.0.1:9/", allow_private = true },
    publish = { ["a.json"] = "json" } }
feed "nowhere" { source = "http://none.invalid/a",
    publish = { ["b.json"] = "json" } }
feed "private" { source = "http://127.0.0.1:$port/good.xml",
    publish = { ["c.json"] = "json" } }
LUA
($status, $said) = cron($none, 0);
is($status, 1, 'nobody is there');
is(join('', sort split /^/, $said), <<END, 'and that is said');
nowhere: http://none.invalid/a: no address is known of none.invalid
private: http://SITE/good.xml: 127.0.0.1 has no public address; allow_private permits others
refused: http://127.0.0.1:9/: cannot connect to 127.0.0.1: connection refused
END
is_deeply([asked()], [], 'nobody was asked');

done_testing;
