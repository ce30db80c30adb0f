#!/usr/bin/perl
# What a feed says of itself behind its first entry is read, however long it is,
# whatever stands in front of it, and however the bytes come.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use POSIX qw(mkfifo);
use Test::More;

my $long = 'x' x 200_000; # several pieces of what is read at a time

my $atom = 'xmlns="http://www.w3.org/2005/Atom"';
sub atom
{
	my ($prefix, $stray, $late) = @_;
	my $p = $prefix eq '' ? '' : "$prefix:";
	my $xmlns = $prefix eq '' ? $atom : $atom =~ s/xmlns/xmlns:$prefix/r;
	my @entries = map { "<entry><id>urn:x:$_</id><title>e$_</title>"
	    . '<updated>2026-03-01T00:00:00Z</updated></entry>' } 1, 2;
	my $feed = "<feed><title>T</title>$stray$entries[0]$late$entries[1]</feed>";
	$feed =~ s{<(/?)(?=(?:feed|entry|id|title|subtitle|updated|rights)\b)}{<$1$p}g;
	return $feed =~ s/feed/feed $xmlns/r;
}

sub rss
{
	my ($stray, $late) = @_;
	my @items = map { "<item><guid isPermaLink='false'>urn:x:$_</guid>"
	    . "<title>e$_</title></item>" } 1, 2;
	return '<rss version="2.0" xmlns:n="urn:n"><channel><title>T</title>'
	    . "$stray$items[0]$late$items[1]</channel></rss>";
}

# Gives what is in a file to whoever reads the FIFO, a bit at a time.
sub trickle
{
	my ($file, $fifo) = @_;
	my $text = slurp($file);
	my $pid = fork // die "fork: $!";
	return $pid if $pid != 0;
	open my $to, '>', $fifo or exit 1;
	$| = 1;
	for (my $at = 0; $at < length $text; $at += 1777) {
		syswrite($to, substr $text, $at, 1777) // exit 1;
	}
	exit 0;
}

sub head
{
	my ($out) = @_;
	my $feed = eval { decode_json($out) } // {};
	return scalar(@{ $feed->{items} // [] }) . " $feed->{title} "
	    . length($feed->{description} // '');
}

my %of = (
	'Atom' => sub { atom('', '', @_) },
	'Atom with a prefix' => sub { atom('a', '', @_) },
	'Atom with an item that is none' => sub { atom('', '<item/>', @_) },
	'Atom with an entry in something' =>
	    sub { atom('', '<n:s xmlns:n="urn:n"><entry/></n:s>', @_) },
	'RSS' => sub { rss('', @_) },
	'RSS with an entry that is none' => sub { rss('<n:entry>n</n:entry>', @_) },
);
my %late = ('a subtitle' => ['subtitle', 'description', length $long],
    'a second title' => ['title', 'title', 0],
    'a date that is none' => ['updated', 'pubDate', 0],
    'something unknown' => ['n:x xmlns:n="urn:n"', 'n:x', 0]);
mkfifo("$tmp/fifo", 0600) or die;
for my $form (sort keys %of) {
	for my $what (sort keys %late) {
		my ($in_atom, $in_rss, $length) = @{ $late{$what} };
		my $start = $form =~ /RSS/ ? $in_rss : $in_atom;
		my ($end) = $start =~ /^(\S+)/;
		my $name = "$form, $what";
		my $file = "$tmp/feed.xml";
		spew($file, $of{$form}->("<$start>$long</$end>"));
		my ($status, $out, $err) =
		    feedloom('convert', '-q', '-t', 'json', $file);
		is("$status $err" . head($out), "0 2 T $length",
		    "$name: from a file");
		my $writer = trickle($file, "$tmp/fifo");
		my ($again, $same) = feedloom({ stdin => "$tmp/fifo" },
		    'convert', '-q', '-t', 'json');
		waitpid $writer, 0;
		is($again . ($same eq $out), '01', "$name: bit by bit");
	}
}

# A look that is cheap does not know a prefix that is so long: then it is lost,
# all of it, and that is told.
spew("$tmp/unseen.xml", atom('p' x 40, '', "<subtitle>$long</subtitle>"));
my ($status, $out, $err) = feedloom('convert', '-t', 'json', "$tmp/unseen.xml");
is("$status " . head($out), '0 2 T 0', 'a late head that is not seen');
like($err, qr/behind its entries, as <subtitle>, is lost/, 'is told');
done_testing();
