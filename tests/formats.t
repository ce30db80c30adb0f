#!/usr/bin/perl
# What formats say of options and feeds that do not do: once, in words that
# help, with the status that feedloom(1) promises.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $feed = "$tests/captures/main-full.rss.xml";
my $no_language = "$tests/captures/comments-post.rss.xml";
my $nothing = "$tmp/nothing.xml";
spew($nothing, '<rss version="2.0"><channel/></rss>');

# format and options, input, status, what standard error must match
my @cases = (
	['csv,columns=titel', $feed, 78, qr/no column titel; there are: id title/],
	['csv,columns=id,columns=a:b', $feed, 0, qr/^\z/],
	['csv,separator=colon', $feed, 64, qr/separator.*colon/],
	['sitemap,news', $feed, 0, qr/^\z/],
	['sitemap,news', $no_language, 78, qr/say language=CODE/],
	['sitemap,news,language=english', $no_language, 78, qr/say language=CODE/],
	['sitemap,news,language=kaz', $no_language, 0, qr/^\z/],
	['podcast', $feed, 0, qr/\A
	    podcast.xsl:\d+:\ no\ itunes:image,\ which\ a\ podcast\ must\ have:\ say\ image=URL\n
	    podcast.xsl:\d+:\ no\ itunes:category,\ .*\ say\ category=NAME\n
	    podcast.xsl:\d+:\ no\ itunes:explicit,\ .*\ say\ explicit=no\ or\ explicit=yes\n
	    \z/x],
	['podcast,explicit=maybe', $feed, 64, qr/explicit.*maybe/],
	['podcast,explicit=no,category=News,image=https://a.example/c.png', $feed,
	    0, qr/^\z/],
	['podcast,explicit=no,category=News,image=https://a.example/c.png',
	    $nothing, 0, qr/\A
	    podcast.xsl:\d+:\ no\ title,\ which\ a\ podcast\ must\ have\n
	    podcast.xsl:\d+:\ no\ description,\ .*\ say\ description=TEXT\n
	    podcast.xsl:\d+:\ no\ language,\ .*\ say\ language=CODE\n
	    podcast.xsl:\d+:\ no\ link,\ .*\ say\ link=URL\n
	    podcast.xsl:\d+:\ no\ address\ of\ this\ podcast,\ .*\ say\ url=URL\n
	    \z/x],
);

for my $case (@cases) {
	my ($to, $file, $status, $says) = @$case;
	my ($got, $out, $err) = feedloom('convert', '-t', $to, $file);
	is($got, $status, "$to: status $status");
	like($err, $says, "$to: says so");
	isnt($out, '', "$to: writes something") if $status == 0;
}
done_testing();
