#!/usr/bin/perl
# feedloom run with 200 feeds of which 50 are hostile or broken: each of these
# fails, in one line, and the outputs of the others are those of a run without
# them, byte for byte.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Encode qw(encode);
use Feedloom;
use File::Basename qw(basename);
use IO::Compress::Gzip qw(gzip);
use JSON::PP;
use Test::More;

# 150 good ones: what WordPress answers, in four formats.
my @formats = qw(atom json html text rss);
my @good;
for my $file (sort glob "$tests/captures/*.{rss,atom,rdf,rss092}.xml") {
	my $name = basename($file, '.xml');
	my $text = slurp($file);
	next if $text !~ /<(?:item|entry)\b/;
	page("$name.xml", $text);
	push @good, map { [$name, $_] } @formats;
}
@good = @good[0 .. 149];
my $n = 0;
my $config = join '', map { $n++; qq(feed "good-$n" { source = <$_->[0].xml?$n>, )
    . qq(publish = { ["$n.$_->[1]"] = "$_->[1]" } }\n) } @good;

# 50 bad ones: a name, what the site answers, and more of the configuration.
my $one = slurp("$tests/captures/category-engineering-works.rss.xml")
    =~ s{(</item>).*</item>}{$1}sr;
my @bad;

sub bad
{
	my ($name, $body, $head, $more) = @_;
	page("$name.xml", $body, @{ $head // [] });
	push @bad, [$name, "<$name.xml>", $more // ''];
}

sub zipped
{
	my ($text) = @_;
	gzip(\$text, \my $packed) or die;
	return $packed;
}

# Cut off at ten places; half of them by the connection.
for my $i (1 .. 10) {
	my $at = int(length($one) * $i / 11);
	bad("cut-$i", $i % 2 ? $one : substr($one, 0, $at),
	    [$i % 2 ? ":cut $at" : ()]);
}
bad("status-$_", $one, [":status $_"]) for qw(401 403 410 418 429 500 502 503);
bad('redirects', '', [':status 301', 'Location: /redirects.xml']);
bad('to-file', '', [':status 302', 'Location: file:///etc/passwd']);
bad('to-nowhere', '', [':status 302', 'Location: http://']);
bad('page', "<!DOCTYPE html><html><body><p>Sorry.</p></body></html>");
bad('empty', '');
bad('zeros', "\0" x 10000);
bad('noise', join('', map { chr($_ * 7919 % 251) } 1 .. 20000));
bad('words', 'Error establishing a database connection');
bad('half-16', encode('UTF-16', $one =~ s/<channel>.*//sr));
bad('laughs', '<!DOCTYPE rss [<!ENTITY a "ha">' . join('', map {
    my $next = chr($_ + 1); my $this = chr $_;
    qq(<!ENTITY $next ") . "&$this;" x 10 . '">' } 97 .. 106)
    . ']><rss version="2.0"><channel><title>&k;</title></channel></rss>');
bad('deep', '<rss version="2.0"><channel><title>x</title>'
    . '<item>' . '<a>' x 100000);
bad('names', '<rss version="2.0"><channel>'
    . join('', map { "<n$_/>" } 1 .. 200000));
bad('tag', '<rss version="2.0" a="' . 'x' x 3000000 . '"><channel/></rss>');
bad('huge', $one, [':repeat 3000'], 'max_bytes = "2M",');
bad('bomb', zipped("$one\n" x 3000), ['Content-Encoding: gzip'],
    'max_bytes = "2M",');
bad('bombs', zipped(zipped("\0" x 50000000)),
    ['Content-Encoding: gzip, gzip'], 'max_bytes = "2M",');
bad('packed', zipped(' ' x 600000000));
bad('not-packed', $one, ['Content-Encoding: gzip']);
bad('slow', $one, [':wait 60'], 'timeout = "1 second",');
bad('json', '[' x 100000);
push @bad, ['command', '{ command = { "false" } }', ''],
    ['file', '"nothing.xml"', ''], ['pipe', '"/dev/zero"', ''],
    ['refused', '{ url = "http://127.0.0.1:9/", allow_private = true }', ''],
    ['private', qq("http://127.0.0.1:$port/page.xml"), ''];

# Attacks by plugins make up the rest.
page('one.xml', $one);
my @attacks = qw(bytecode dump error-object-nil loop-forever rep-huge
    sort-in-c unpack-huge);
for my $attack (@attacks) {
	my $body = slurp("$tests/attacks/$attack.lua") =~ s/\A-- [^\n]*\n//r;
	spew("$tmp/$attack.lua", <<"LUA");
return { api = 1, name = "$attack", about = "an attack",
stages = { function(entry)
$body
end } }
LUA
	push @bad, [$attack, '<one.xml>', qq(through = { "$tmp/$attack.lua" },)];
}
is(scalar @good + @bad, 200, '200 feeds');
my %line = map { my ($name, $source, $more) = @$_;
    ($name => qq(feed "$name" { source = $source, $more )
    . qq(publish = { ["bad-$name.atom"] = "atom" } }\n)) } @bad;

# Alone, and with the bad ones in between.
my $dir = folder('clean', $config);
my ($status, $said) = cron($dir, 0);
is("$status $said", '0 ', '150 good feeds');
my @names = sort keys %line;
my $at = 0;
my $mixed = join '', map { $at++ % 3 == 0 && @names ? ($_, $line{shift @names})
    : $_ } split /^/, $config;
my $among = folder('mixed', $mixed);
($status, $said) = cron($among, 0, '--log=json');
is($status, 1, 'with the bad ones some feeds failed');
my @failures = grep { $_->{event} eq 'failed' } map { decode_json($_) }
    split /\n/, $said;
my %failed;
$failed{ $_->{feed} }++ for @failures;
is_deeply(\%failed, { map { $_ => 1 } keys %line }, 'each bad feed in one line');
is(join('', map { "$_->{feed}: $_->{text}\n" } grep { $_->{text} =~
    /signal|something went wrong|seconds|memory/ } @failures), '',
    'and none for a reason of ours');
my @outputs = map { s{.*/}{}r } glob "$dir/public/*";
is(scalar @outputs, 150, 'each good one has an output');
is(join(' ', map { s{.*/}{}r } glob "$among/public/*"), "@outputs",
    'the same ones are there among the bad ones');
is(join(' ', grep { slurp("$dir/public/$_") ne slurp("$among/public/$_") }
    @outputs), '', 'byte for byte');

done_testing;
