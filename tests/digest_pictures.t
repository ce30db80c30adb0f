#!/usr/bin/perl
# Pictures of messages: what a reader of mail would fetch, and what the message
# brings along.  tests/pictures/mail.py looks at messages with Python's parsers
# of mail and HTML; tests/run/site.py is whom pictures are asked of.
use strict;
use warnings;
use lib 'tests/lib';
use Compress::Zlib qw(crc32 compress memGzip);
use Digest::MD5 qw(md5_hex);
use Feedloom;
use IPC::Open2;
use Test::More;

my @servers;

# A site of its own: its folder, and its port.
sub site
{
	my $folder = "$tmp/site" . @servers;
	mkdir $folder;
	my $pid = open2(my $out, my $in, '/usr/bin/python3',
	    "$tests/run/site.py", $folder);
	my ($port) = split ' ', <$out>;
	push @servers, [$pid, $in, $out];
	return ($folder, $port);
}

# So many times it was asked for each path, since the last look.
sub asked
{
	my ($folder) = @_;
	return '' unless -e "$folder/.log";
	my $log = slurp("$folder/.log");
	my %count;
	$count{$1}++ while $log =~ /^\{"path": "([^"]*)"/mg;
	delete $count{'/feed.xml'};
	return join ' ', map { "$_ $count{$_}" } sort keys %count;
}

sub forget { unlink "$_[0]/.log" }

sub escaped { return $_[0] =~ s/&/&amp;/gr =~ s/</&lt;/gr }

# Posts: [content, more of the item].
sub feed
{
	my (@posts) = @_;
	my $n = 0;
	return '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/' .
	    'podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" ' .
	    'xmlns:content="http://purl.org/rss/1.0/modules/content/">' .
	    "<channel><title>Harbour</title><link>https://h.example/</link>\n" .
	    join('', map {
		my ($content, $more) = ref $_ ? @$_ : ($_, '');
		$n++;
		"<item><title>Post $n</title>" .
		"<guid isPermaLink=\"false\">h-$n</guid>" .
		"<link>https://h.example/$n</link>" .
		sprintf('<pubDate>Mon, 01 Jun 2026 08:%02d:%02d GMT</pubDate>',
		    59 - int($n / 60), 59 - $n % 60) .
		"<content:encoded>" . escaped("$content<p>End of $n.</p>") .
		"</content:encoded>$more</item>\n"
	    } @posts) . '</channel></rss>';
}

my $dir;
my $worlds = 0;

# A folder where a run has read feeds; sources and keys of the digest in Lua.
sub world
{
	my ($sources, $keys, $said) = @_;
	$dir = "$tmp/world" . ++$worlds;
	mkdir $dir;
	spew("$dir/secret", "hunter2\n");
	chmod 0600, "$dir/secret";
	my $n = 0;
	spew("$dir/feedloom.lua", "settings { pause = \"0 seconds\" }\n" .
	    join('', map { 'feed "f' . ++$n . "\" { source = $_ }\n" } @$sources) .
	    'digest "news" { from = "*", every = "monday 07:00", ' .
	    'only_new = false, to = "a@x.example", ' .
	    'sender = "Me <me@client.example>", via = file "out.eml", ' .
	    "$keys }\n");
	my ($status, $out, $err) = feedloom({ dir => $dir }, qw(run --at
	    2026-06-01T09:59:00Z));
	is("$status$out$err", $said // '0', 'feeds are read');
}

# Status and words of a preview.
sub preview
{
	my ($name, @more) = @_;
	my ($status, $out, $err) = feedloom({ dir => $dir }, 'digest', 'news',
	    '--preview', $name, '--at', '2026-06-08T07:00:00Z', @more);
	return "$status $out$err";
}

# What a message is, by tests/pictures/mail.py: for each word a list.
sub seen
{
	my ($name) = @_;
	my ($status, $out, $err) = run({ dir => $dir }, '/usr/bin/python3',
	    "$tests/pictures/mail.py", $name);
	is("$status$err", '0', "$name is read") or diag($err);
	my %seen = map { $_ => [] } qw(url cid part alt text plain defects);
	push @{ $seen{$1} }, $2 while $out =~ /^(\w+) (.*)$/mg;
	return \%seen;
}

# What stands in a post, and the picture that there is with images = "remote".
# H is a host of its own for each.
my @payloads = (
    ['<img src="https://H/a.png" alt="w">', 'a.png'],
    ['<img src="http://H/a.png" alt="w">', 'http:a.png'],
    ['<img src="HTTPS://H/a.png">', 'HTTPS:a.png'],
    ['<img src=" https://H/a.png ">', 'a.png'],
    ["<img src='https://H/a\n.png'>", 'a.png'],
    ['<img src="//H/a.png">', 'a.png'],
    ['<img src="https://H/a.png?a=1&amp;b=2">', 'a.png?a=1&b=2'],
    ['<img src="https://H/a.png" srcset="https://H/b.png 2x">', 'a.png'],
    ['<img srcset="https://H/b.png 2x, https://H/c.png 3x">'],
    ['<picture><source srcset="https://H/b.webp"><img src="https://H/a.png"></picture>', 'a.png'],
    ['<picture><source srcset="https://H/b.webp" type="image/webp"></picture>'],
    ['<source srcset="https://H/b.webp" src="https://H/c">'],
    ['<video src="https://H/a.mp4" poster="https://H/p.png" autoplay></video>'],
    ['<video poster="https://H/p.png"><source src="https://H/a.mp4"><img src="https://H/in.png"></video>'],
    ['<audio src="https://H/a.mp3" autoplay preload="auto"></audio>'],
    ['<audio><source src="https://H/a.mp3"><track src="https://H/t.vtt"></audio>'],
    ['<table background="https://H/a.png"><tr><td background="https://H/b.png">x</td></tr></table>'],
    ['<body background="https://H/a.png">x'],
    ['<p style="background:url(https://H/a.png)">x</p>'],
    ['<p style="background-image:url(\'https://H/a.png\')">x</p>'],
    ['<p style="background:u\\72l(https://H/a.png)">x</p>'],
    ['<ul style="list-style-image:url(//H/a.png)"><li>x</ul>'],
    ['<p style="content:image-set(\'https://H/a.png\' 1x)">x</p>'],
    ['<p style="cursor:url(https://H/a.cur),auto">x</p>'],
    ['<style>@import "https://H/a.css"; p { background: url(https://H/a.png) }</style>x'],
    ['<style>@font-face { font-family: a; src: url(https://H/a.woff) }</style>x'],
    ['<input type="image" src="https://H/a.png" alt="x">'],
    ['<svg><image href="https://H/a.png"/></svg>'],
    ['<svg><image xlink:href="https://H/a.png"/></svg>'],
    ['<svg><use href="https://H/a.svg#x"/></svg>'],
    ['<svg><filter><feImage href="https://H/a.png"/></filter></svg>'],
    ['<svg><style>* { fill: url(https://H/a.svg#b) }</style></svg>'],
    ['<svg><foreignObject><img src="https://H/a.png"></foreignObject></svg>', 'a.png'],
    ['<math><mi xlink:href="https://H/a">x</mi></math>'],
    ['<link rel="preload" as="image" href="https://H/a.png">x'],
    ['<link rel="preload" as="image" imagesrcset="https://H/a.png 2x">x'],
    ['<link rel="stylesheet" href="https://H/a.css">x'],
    ['<link rel="dns-prefetch" href="//H/"><link rel="icon" href="https://H/a.ico">x'],
    ['<object data="https://H/a.png">x</object>'],
    ['<embed src="https://H/a.png">x'],
    ['<iframe src="https://H/a.html">x</iframe>'],
    ['<iframe srcdoc="&lt;img src=https://H/a.png&gt;"></iframe>x'],
    ['<frameset><frame src="https://H/a.html"></frameset>x'],
    ['<applet code="https://H/a" codebase="https://H/">x</applet>'],
    ['<img data-src="https://H/a.png" alt="w">', 'a.png'],
    ['<img data-lazy-src="https://H/a.png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', 'a.png'],
    ['<img loading="lazy" src="https://H/a.png">', 'a.png'],
    ['<noscript><img src="https://H/a.png"></noscript>', 'a.png'],
    ['<img src="data:image/png;base64,iVBORw0KGgo=" alt="w">'],
    ['<img src="cid:0123@client.example" alt="w">'],
    ['<img src="blob:https://H/1">'], ['<img src="ftp://H/a.png">'],
    ['<img src="file:///H/a.png">'], ['<img src="javascript:alert(1)">'],
    ['<img lowsrc="https://H/a.png" dynsrc="https://H/b.png" longdesc="https://H/c">'],
    ['<img src="https://H/a.png" longdesc="https://H/c" usemap="https://H/d" onerror="x">', 'a.png'],
    ['<image src="https://H/a.png">x'],
    ['<bgsound src="https://H/a.wav">x'], ['<base href="https://H/">x'],
    ['<meta http-equiv="refresh" content="0;url=https://H/">x'],
    ['<form action="https://H/"><button formaction="https://H/b">x</button></form>'],
    ['<a href="https://h.example/" ping="https://H/p">x</a>'],
    ['<html manifest="https://H/m">x'],
    ['<blockquote cite="https://H/">x</blockquote>'],
    ['<script src="https://H/a.js"></script>x'],
    ['<!--[if mso]><img src="https://H/a.png"><![endif]-->x'],
    ['<template><img src="https://H/a.png"></template>x'],
    ['<textarea><img src="https://H/a.png"></textarea>x'],
    # What counts readers.
    ['<img src="https://H/a.gif" width="1" height="1">'],
    ['<img src="https://H/a.gif" width="0" height="0">'],
    ['<img src="https://H/a.gif" width=1>'],
    ['<img src="https://H/a.gif" height="1" width="600">'],
    ['<img src="https://H/a.gif" width="1px" height="1px">'],
    ['<img src="https://H/a.gif" width=" 1 " height="01">'],
    ['<img src="https://H/a.gif" width="0.5" height="1.0">'],
    ['<img src="https://H/a.gif" style="width:1px;height:1px">'],
    ['<img src="https://H/a.gif" style="display:none">'],
    ['<img src="https://H/a.gif" style="display: none !important; border: 0">'],
    ['<img src="https://H/a.gif" style="visibility:hidden">'],
    ['<img src="https://H/a.gif" hidden>'],
    # And what does not.
    ['<img src="https://H/a.png" width="100%">', 'a.png'],
    ['<img src="https://H/a.png" width="auto" height="">', 'a.png'],
    ['<img src="https://H/a.png" width="10" height="12">', 'a.png'],
    ['<img src="https://H/a.png" style="max-width:100%;height:auto">', 'a.png'],
);
my (@posts, @remote);
for my $i (0 .. $#payloads) {
	my ($html, $shown) = @{ $payloads[$i] };
	push @posts, $html =~ s/H(?=\/)/t$i.example/gr;
	next unless $shown;
	my $scheme = $shown =~ s/^(https?)://i ? $1 : 'https';
	push @remote, "img\@src $scheme://t$i.example/$shown";
}
spew("$tmp/payloads.xml", feed(@posts));
my $payloads = "\"$tmp/payloads.xml\"";

for my $images ('', 'images = "none"', 'images = "remote"') {
	my @shown = $images =~ /remote/ ? @remote : ();
	world([$payloads], "max_bytes = \"20M\", $images");
	is(preview('m.eml'), '0 ', "$images: a message");
	my $seen = seen('m.eml');
	is_deeply($seen->{url}, \@shown, "$images: what is fetched") or
	    diag(explain($seen->{url}));
	is_deeply([@$seen{qw(cid part)}], [[], []], 'no parts');
	is($seen->{tree}[0], 'multipart/alternative(text/plain text/html)',
	    'nor room for any');
	my $text = join ' ', @{ $seen->{text} };
	is(scalar(() = $text =~ /End of \d+\./g), @payloads,
	    "$images: all that is around it");
}

# Pictures of the servers' own; no two have the same bytes.
my $colour = 0;

sub png
{
	my ($width, $height) = @_;
	my $chunk = sub {
		my ($kind, $data) = @_;
		return pack('N', length $data) . $kind . $data .
		    pack('N', crc32("$kind$data"));
	};
	my $row = "\0" . pack('C', ++$colour) x $width;
	return "\x89PNG\r\n\x1a\n" .
	    $chunk->('IHDR', pack('NNCCCCC', $width, $height, 8, 0, 0, 0, 0)) .
	    $chunk->('IDAT', compress($row x $height)) . $chunk->('IEND', '');
}

sub gif
{
	my ($width, $height) = @_;
	return 'GIF89a' . pack('vvCCC', $width, $height, 0x80, 0, 0) .
	    pack('C6', (++$colour) x 6) . ',' .
	    pack('vvvvC', 0, 0, $width, $height, 0) . "\2\2\x44\1\0;";
}

sub jpeg
{
	my ($width, $height) = @_;
	return "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" .
	    "\xff\xfe\0\4" . pack('n', ++$colour) . "\xff\xff\xc0\0\x0b\x08" .
	    pack('nn', $height, $width) . "\1\1\x11\0\xff\xd9";
}

# The three kinds of WebP: lossy, lossless, extended.
sub webp
{
	my ($kind, $width, $height) = @_;
	my $data = $kind eq 'VP8 '
	    ? "\0\0\0\x9d\1\x2a" . pack('vv', $width, $height)
	    : $kind eq 'VP8L' ? "\x2f" . pack('V', $width - 1 | $height - 1 << 14)
	    : "\0\0\0\0" . substr(pack('V', $width - 1), 0, 3) .
	      substr(pack('V', $height - 1), 0, 3);
	$data = "$kind" . pack('V', length $data) . $data . pack('n', ++$colour);
	$data .= "\0" x 8;
	return 'RIFF' . pack('V', 4 + length $data) . "WEBP$data";
}

my ($site, $port) = site();
my ($inner, $inner_port) = site();
my ($other, $other_port) = site();
my %body;

sub page
{
	my ($body, @headers) = @_;
	return join("\n", @headers) . "\n\n$body";
}

# A page of the first site; headers are the server's and its own.
sub serve
{
	my ($name, $body, @headers) = @_;
	$body{"/$name"} = $body;
	spew("$site/$name", page($body, @headers));
}

# Posts with a picture each, of the first site unless it has a host.
sub shows
{
	my $n = 0;
	return feed(map { $n++; my $url = /^https?:/ ? $_ :
	    "http://127.0.0.1:$port/$_"; "<p><img src=\"$url\" alt=\"Alt $n\"></p>" } @_);
}

sub source
{
	my ($at, $more) = @_;
	return "{ url = \"http://127.0.0.1:$at/feed.xml\", $more }";
}

# Of the first site and of another one pictures may be had; of the second,
# which has a source as well, none.
my $private = 'allow_private = true';
my $secrets = "$private, user = \"me\", password_file = \"secret\", " .
    'headers = { ["Cookie"] = { file = "secret" } }';

my $refused = "1f4: http://127.0.0.1:$inner_port/feed.xml: 127.0.0.1 has no " .
    "public address; allow_private permits others\n";

sub attach
{
	forget($_) for $site, $inner, $other;
	world([source($port, $secrets), source($other_port, $private),
	    "\"$tmp/payloads.xml\"", source($inner_port, '')],
	    'images = "attach", max_bytes = "' . ($_[0] // '20M') . '"', $refused);
	like(slurp("$site/.log"), qr/"authorization": .*"cookie": "hunter2"/,
	    'feeds are asked for with secrets');
	is(asked($_), '', 'nothing else is asked for yet') for $site, $inner, $other;
	forget($_) for $site, $inner, $other;
}

# Parts as they are named in the page, and no others: [type, bytes...].
sub parts
{
	my ($seen) = @_;
	my (%parts, @types);
	for (@{ $seen->{part} }) {
		my ($id, $type, $how, $size, $md5) = split / /;
		is($how, 'inline', "$type of $size bytes is inline");
		ok(!$parts{$id}++, 'once');
		push @types, "$type $md5";
	}
	my %named = map { $_ => 1 } @{ $seen->{cid} };
	is_deeply([sort keys %named], [sort keys %parts],
	    'parts are those that are named');
	is_deeply([@$seen{qw(url defects)}], [[], []], 'nothing else is fetched');
	return \@types;
}

# What is shown of pages, in order.
sub expected
{
	return [map { "image/$_->[1] " . md5_hex($body{"/$_->[0]"}) } @_];
}

spew("$tmp/payloads.xml", feed('Nothing to see.'));
spew("$_/feed.xml", page(feed('Nothing to see.'))) for $inner, $other;
serve('a.png', png(3, 2), 'Content-Type: text/plain');
serve('b', gif(2, 2), 'Content-Type: image/png');
serve('c.jpg', jpeg(4, 5));
serve("$_.webp", webp(sprintf('%-4s', uc $_), 7, 8)) for qw(vp8 vp8l vp8x);
serve('from', 'gone', ':status 301', 'Location: /to.png');
serve('to.png', png(9, 9));
serve('page.png', "<html>\n<img src=\"/a.png\">", 'Content-Type: image/png');
serve('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'Content-Type: image/svg+xml');
serve('refused.png', png(3, 3), ':status 403');
serve('partial.png', png(3, 3), ':status 206');
serve('edge.png', png(5, 5) . "\0" x (1 << 20));
$body{'/edge.png'} = substr $body{'/edge.png'}, 0, 1 << 20;
serve('edge.png', $body{'/edge.png'});
serve('large.png', "$body{'/edge.png'}\0");
serve('short.png', png(6, 6), ':cut 20');
serve('packed.png', memGzip(my $packed = png(8, 8)), 'Content-Encoding: gzip');
$body{'/packed.png'} = $packed;
serve('bomb.png', memGzip(png(5, 5) . "\0" x (20 << 20)),
    'Content-Encoding: gzip');
serve('empty.png', '');
serve("hop$_", 'gone', ':status 302', 'Location: /' .
    ($_ == 5 ? 'hopped.png' : 'hop' . ($_ + 1))) for 0 .. 5;
serve('hopped.png', png(4, 4));
serve('in', 'gone', ':status 302',
    "Location: http://127.0.0.1:$inner_port/secret.png");
serve('aside', 'gone', ':status 302',
    "Location: http://127.0.0.1:$other_port/side.png");
spew("$inner/secret.png", page(png(3, 3)));
spew("$other/side.png", page(png(3, 3)));
serve('pixel.gif', gif(1, 1));
serve('pixel.png', png(1, 1));
serve('line.gif', gif(600, 1));
serve('pixel.jpg', jpeg(1, 1));
serve("pixel-$_.webp", webp(sprintf('%-4s', uc $_), 1, 1)) for qw(vp8 vp8l vp8x);

# What is good comes along, whatever it is called, each once.
my @good = (['a.png', 'png'], ['b', 'gif'], ['c.jpg', 'jpeg'],
    ['vp8.webp', 'webp'], ['vp8l.webp', 'webp'], ['vp8x.webp', 'webp'],
    ['from', 'png'], ['edge.png', 'png'], ['packed.png', 'png'],
    ['hop1', 'png']);
$body{'/from'} = $body{'/to.png'};
$body{'/hop1'} = $body{'/hopped.png'};
spew("$site/feed.xml", page(shows((map { $_->[0] } @good), 'a.png', 'b')));
attach();
is(preview('m.eml', '-v'), '0 ', 'pictures of all kinds');
my $seen = seen('m.eml');
is($seen->{tree}[0], 'multipart/alternative(text/plain multipart/related(' .
    'text/html image/png image/gif image/jpeg image/webp image/webp ' .
    'image/webp image/png image/png image/png image/png))', 'the parts');
is_deeply($seen->{start}, ['text/html'], 'related to the page');
is_deeply(parts($seen), expected(@good), 'byte for byte');
is_deeply($seen->{alt}, [map { "Alt $_" } 1 .. 12], 'with their words');
is(asked($site), join(' ', sort map { "$_ 1" } (map { "/$_->[0]" } @good),
    qw(/to.png /hop2 /hop3 /hop4 /hop5 /hopped.png)), 'each is asked for once');
my $asked = slurp("$site/.log");
unlike($asked, qr/hunter2|authorization|aHVudGVy|cookie/i, 'without the secrets');
my $first = slurp("$dir/m.eml");
is(preview('again.eml', '-v'), '0 ', 'once more');
ok($first eq slurp("$dir/again.eml"), 'is the same message');

# A run sends what a preview shows.
is(join('', feedloom({ dir => $dir }, qw(run --at 2026-06-08T07:00:00Z))),
    $refused, 'a run says nothing of it');
my $sent = seen('out.eml');
is_deeply([@$sent{qw(tree cid part url)}], [@$seen{qw(tree cid part url)}],
    'and sends them');

# What is not good is words, without a word but with -v.
my @bad = (qw(page.png drawing.svg refused.png partial.png large.png short.png
    bomb.png empty.png no.png hop0 in aside pixel.gif pixel.png line.gif
    pixel.jpg pixel-vp8.webp pixel-vp8l.webp pixel-vp8x.webp),
    "http://127.0.0.1:$inner_port/secret.png",
    "http://localhost:$port/a.png", "http://127.1:$port/a.png",
    "http://[::1]:$port/a.png", "http://127.0.0.1:$port\@localhost:$port/a.png",
    "http://0x7f000001:$inner_port/secret.png", 'http://127.0.0.1/a.png',
    'http://169.254.169.254/latest', 'http://no.such.invalid/a.png',
    'https://127.0.0.1:' . $port . '/a.png');
spew("$site/feed.xml", page(shows(@bad)));
attach();
is(preview('m.eml'), '0 ', 'nothing that is good');
$seen = seen('m.eml');
is($seen->{tree}[0], 'multipart/alternative(text/plain text/html)', 'no parts');
is_deeply(parts($seen), [], 'none at all');
is(scalar(() = join(' ', @{ $seen->{text} }) =~ /Alt \d+/g), @bad,
    'words stand for all');
is(asked($inner) . asked($other), '', 'no private address is asked');
is(asked($site), join(' ', sort map { "/$_ 1" } (grep { !/:/ } @bad),
    map { "hop$_" } 1 .. 5), 'nor one that is no source');
like(preview('m.eml', '-v'), qr/^0 news: 19 of its 29 pictures did not come; the first: http:\S+\/refused\.png: status 403$/m,
    'told with -v');

# Whatever the order of answers.
serve("$_.png", png(3, 3)) for 1 .. 6;
spew("$other/$_.png", page(png(3, 3))) for 1 .. 6;
spew("$site/feed.xml", page(shows(map { ("$_.png",
    "http://127.0.0.1:$other_port/$_.png") } 1 .. 6)));
attach();
is(preview('one.eml'), '0 ', 'two servers');
serve('1.png', $body{'/1.png'}, ':wait 0.5');
is(preview('two.eml'), '0 ', 'one is slow');
serve('1.png', $body{'/1.png'});
spew("$other/2.png", ":wait 0.5" . slurp("$other/2.png"));
is(preview('three.eml'), '0 ', 'the other is');
is(scalar(@{ parts(seen('one.eml')) }), 12, 'all are there');
ok(slurp("$dir/one.eml") eq slurp("$dir/$_.eml"), "the same, $_")
    for qw(two three);

# One that never answers is not in the way of those behind it.
serve('1.png', png(3, 3), ':until never');
is(preview('m.eml', '-v'), "0 news: 1 of its 12 pictures did not come; the " .
    "first: http://127.0.0.1:$port/1.png: the answer took longer than its " .
    "timeout\n",
    'one that does not end');
is(scalar(@{ parts(seen('m.eml')) }), 11, 'the others are there');

# The process that fetches ends: the message does not.  Its child at the moment
# when a picture is asked for is that one.
for my $quiet ([], ['-q']) {
	forget($site);
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		my ($said) = preview('killed.eml', @$quiet);
		spew("$tmp/said", $said);
		require POSIX;
		POSIX::_exit(0);
	}
	until (-e "$site/.log" && slurp("$site/.log") =~ /1\.png/) {
		select undef, undef, undef, 0.1;
	}
	my $list = `ps -e -o pid=,ppid=,comm=`;
	my %parent = $list =~ /^ *(\d+) +(\d+) feedloom$/mg;
	my @ours = grep { my $up = $_; $up = $parent{$up} while exists
	    $parent{$up}; $up == $pid } keys %parent;
	my ($fetcher) = grep { exists $parent{ $parent{$_} } } @ours;
	kill 'KILL', $fetcher;
	waitpid $pid, 0;
	is(slurp("$tmp/said"), '0 ' . (@$quiet ? '' : 'news: it has no ' .
	    "pictures this time: the process that fetches has ended\n"),
	    "a fetcher that ends @$quiet");
	$seen = seen('killed.eml');
	is_deeply(parts($seen), [], 'costs the pictures');
	is(scalar(() = join(' ', @{ $seen->{text} }) =~ /Alt \d+/g), 12,
	    'and not the words');
}

# As many as there may be.
serve("n$_.png", png(3, 3)) for 1 .. 200;
spew("$site/feed.xml", page(shows(map { "n$_.png" } 1 .. 200)));
attach();
is(preview('m.eml'), '0 ', 'two hundred');
is_deeply(parts($seen = seen('m.eml')), expected(map { ["n$_.png", 'png'] }
    1 .. 50), 'the first fifty are there');
is(scalar(split ' ', asked($site)), 100, 'and no other is asked for');
like(join(' ', @{ $seen->{text} }), qr/Alt 51\D.*Alt 200\D/, 'words for the rest');

# As much as there may be: 16 MiB.
my $megabyte = png(3, 3) . "\0" x ((1 << 20) - 100);
serve("m$_.png", $megabyte . $_) for 1 .. 20;
spew("$site/feed.xml", page(shows((map { "m$_.png" } 1 .. 20), 'a.png')));
attach();
is(preview('m.eml', '-v'), "0 news: 4 of its 21 pictures did not come; the " .
    "first: http://127.0.0.1:$port/m17.png: no room\n", 'twenty megabytes');
is_deeply(parts(seen('m.eml')), expected((map { ["m$_.png", 'png'] } 1 .. 16),
    ['a.png', 'png']), 'those that fit');

# A page that must be small: only pictures of entries that are shown.
spew("$site/feed.xml", page(feed(map {
	'<p>' . "Words of the harbour. " x 200 .
	"</p><p><img src=\"http://127.0.0.1:$port/n$_.png\" alt=\"Alt $_\"></p>"
    } 1 .. 40)));
attach('60K');
is(preview('m.eml'), '0 ', 'a page that is cut');
my $types = parts($seen = seen('m.eml'));
cmp_ok(scalar(@$types), '>', 3, 'some');
cmp_ok(scalar(split ' ', asked($site)), '==', 2 * @$types,
    'what is asked for is shown');

# The picture of a post that is not shown.
serve('lead.png', png(30, 30));
my @lead = ("<img src=\"http://127.0.0.1:$port/pixel.gif\" width=\"1\">" .
    "<p><img src=\"http://127.0.0.1:$port/lead.png\" alt=\"Lead\">Text. </p>" .
    "<p><img src=\"http://127.0.0.1:$port/a.png\"></p>",
    '<description>In short.</description>');
spew("$site/feed.xml", page(feed([@lead])));
for my $images (qw(none remote attach)) {
	world([source($port, $private)],
	    "images = \"$images\", body = \"excerpt\"");
	is(preview('m.eml'), '0 ', "excerpts, $images");
	$seen = seen('m.eml');
	is_deeply($seen->{url}, $images eq 'remote'
	    ? ["img\@src http://127.0.0.1:$port/lead.png"] : [],
	    'the address of the first picture');
	is(scalar(@{ $seen->{part} }), $images eq 'attach' ? 1 : 0,
	    'or itself');
	is_deeply($seen->{alt}, $images eq 'none' ? [] : ['Lead'], 'its words');
}

# The servers are gone: so are the pictures.
close $servers[0][1];
waitpid $servers[0][0], 0;
is(preview('m.eml'), '0 ', 'no server');
$seen = seen('m.eml');
is_deeply(parts($seen), [], 'no pictures');
like(join(' ', @{ $seen->{text} }), qr/Lead.*In short/, 'words');
like(preview('m.eml', '-v'), qr/^0 news: 1 of its 1 pictures did not come; the first: http:\S+\/lead\.png: cannot connect/,
    'told with -v');
is(preview('m.eml', '-q'), '0 ', 'and not with -q');

close $_->[1] for @servers[1, 2];
waitpid $_->[0], 0 for @servers[1, 2];
done_testing();
