#!/usr/bin/perl
# The command: where it reads and writes, what it says and how it exits.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

my $feed = "$tests/captures/main-full.rss.xml";
my $export = "$tests/captures/whole-site.wxr.xml";
my $cut_off = "$tests/captures/ill-formed/fault-crash.rss.xml";
my $mended = "$tests/captures/ill-formed/comments-raw-ampersand.rss.xml";
my @convert = ('convert', '-t', 'json');
my (undef, $expected) = feedloom(@convert, $feed);
like($expected, qr/^\{\n/, 'a feed from its file');

sub fails
{
	my ($status, $says, $words, @args) = @_;
	my ($got, undef, $err) = feedloom(@args);
	is($got, $status, "$words: status $status");
	like($err, $says, "$words: says so");
	unlike($err, qr/\n.*\n.*\n/, "$words: in few lines");
}

sub same
{
	my ($words, $how, @args) = @_;
	my ($status, $out, $err) = feedloom($how, @args);
	is("$status$err", '0', "$words: silent");
	ok($out eq $expected, "$words: the same bytes");
}

# Where the input comes from.
same('standard input', { stdin => $feed }, @convert);
same('standard input as -', { stdin => $feed }, @convert, '-');
same('options behind the file', {}, 'convert', $feed, '-t', 'json');
same('a name in one word', {}, 'convert', '--to=json', '--', $feed);
for my $writer ('cat "$1"',
    'while IFS= read -r line; do printf "%s\n" "$line"; done <"$1"') {
	my ($status, $out, $err) = run({}, 'sh', '-c',
	    "$writer | \"\$2\" convert -t json", 'sh', $feed, $feedloom);
	ok("$status$err" eq '0' && $out eq $expected, "a pipe: $writer");
}
for my $pack (['gzip', '-c'], ['xz', '-c'], ['zstd', '-qc']) {
	my ($status, $packed) = run({}, @$pack, $feed);
	SKIP: {
		skip("no $pack->[0]", 7) if $status == 127;
		spew("$tmp/packed", $packed);
		same($pack->[0], {}, @convert, "$tmp/packed");
		same("$pack->[0] from a pipe", { stdin => "$tmp/packed" }, @convert);
		spew("$tmp/packed", substr $packed, 0, length($packed) - 200);
		fails(65, qr/packed/, "$pack->[0], cut off", @convert, "$tmp/packed");
	}
}

# Where the output goes.
{
	my $file = "$tmp/feed.json";
	my ($status, $out, $err) = feedloom(@convert, '-o', $file, $feed);
	is("$status$out$err", '0', 'to a file: nothing on standard output');
	ok(slurp($file) eq $expected, 'to a file: the same bytes');
	utime 1000, 1000, $file;
	my @before = stat $file;
	feedloom(@convert, '-o', $file, $feed);
	my @after = stat $file;
	is("@after[1, 9]", "@before[1, 9]", 'no change: the file is not touched');
	feedloom(@convert, '-o', $file, $cut_off);
	@after = stat $file;
	is("@after[1, 9]", "@before[1, 9]", 'a broken feed: nor then');
	spew($file, 'old');
	feedloom(@convert, '--strict', '-o', $file, $mended);
	is(slurp($file), 'old', 'a repair and --strict: nor then');
	feedloom(@convert, '-o', $file, $feed);
	ok(slurp($file) eq $expected, 'a change: replaced');
	unlink $file;
	feedloom(@convert, '-o', $file, $cut_off);
	ok(!-e $file, 'a broken feed: no new file');
	opendir my $dir, $tmp or die "$tmp: $!";
	is(join(' ', grep { /feed/ } readdir $dir), '', 'nothing is left behind');
}

# How it exits.
fails(64, qr/--to/, 'no format', 'convert', $feed);
fails(64, qr/did you mean.*convert/, 'a mistyped verb', 'convrt');
fails(64, qr/did you mean.*strict/, 'a mistyped option', @convert, '--strikt');
fails(64, qr/did you mean.*json/, 'a mistyped format', 'convert', '-t', 'jsno',
    $feed);
fails(64, qr/did you mean.*atom/, 'a mistyped input', @convert, '-f', 'atm',
    $feed);
fails(64, qr/width/, 'a width that is none', @convert, '--width', 'x', $feed);
fails(64, qr/base/, 'a base that is none', @convert, '--base', 'x', $feed);
fails(64, qr/since/, 'a date that is none', @convert, '--since', 'x', $feed);
fails(64, qr/nosuch/, 'no such plugin', @convert, '-p', 'nosuch', $feed);
fails(65, qr/sitemap.*not a feed/, 'a sitemap', @convert,
    "$tests/captures/sitemap-posts.xml");
fails(65, qr/README.*not a feed/, 'text', @convert, "$tests/captures/README.md");
fails(65, qr/not a feed|empty/, 'nothing', @convert, '/dev/null');
fails(65, qr/not /, 'RSS as Atom', @convert, '-f', 'atom', $feed);
fails(66, qr/nosuch\.xml.*No such file/, 'no such file', @convert,
    "$tmp/nosuch.xml");
fails(66, qr/count=2': No such file.*-p NAME,count=2/, 'an option of a plugin on its own',
    @convert, '-p', 'limit', 'count=2', $feed);
fails(66, qr/directory/i, 'a directory', @convert, $tmp);
fails(73, qr/nosuch/, 'no such folder', @convert, '-o', "$tmp/nosuch/x", $feed);
spew("$tmp/bad.lua", "return { api = 1, name = 'bad', about = 'x', stages = 1 }");
fails(78, qr/stages/, 'a plugin at fault', @convert, '-p', "$tmp/bad.lua", $feed);
SKIP: {
	skip('no /dev/full', 2) unless -c '/dev/full';
	my ($status, undef, $err) = feedloom({ out => '/dev/full' }, @convert,
	    $feed);
	is($status, 74, 'a full device: status 74');
	like($err, qr/No space left/, 'a full device: says so');
}
SKIP: {
	skip('root may read everything', 3) if $> == 0;
	spew("$tmp/shut", '');
	chmod 0, "$tmp/shut";
	fails(66, qr/denied/, 'a file that may not be read', @convert,
	    "$tmp/shut");
}
{
	my (undef, $out, $err) = run({}, 'bash', '-c',
	    '"$1" convert -t json "$2" | head -n 1; echo "${PIPESTATUS[0]}"',
	    'bash', $feedloom, "$tests/captures/main-everything.rss.xml");
	like($out, qr/^\{\n(?:0|74|141)\n$/, 'a reader that goes away');
	like($err, qr/^(?:feedloom: .*Broken pipe\n)?$/,
	    'a reader that goes away: no more than that to say');
}
{
	my ($status, $out, $err) = feedloom(@convert, $cut_off);
	is($status, 65, 'cut off: status 65');
	my $whole = () = slurp($cut_off) =~ m{</item>}g;
	is(scalar @{ decode_json($out)->{items} }, $whole,
	    'cut off: the whole entries are there, in a document that is closed');
}

# A feed that is cut off anywhere ends, and is never taken for a whole one.
{
	my $whole = slurp("$tests/captures/comments-post-none.rss.xml");
	my $step = $ENV{VALGRIND} || $ENV{SAN} ? 50 : 1;
	my @wrong;
	$whole =~ s/\s+\z//;
	for (my $n = 1; $n < length $whole; $n += $step) {
		spew("$tmp/part.xml", substr $whole, 0, $n);
		my ($status) = feedloom(@convert, "$tmp/part.xml");
		push @wrong, "$n: $status" if $status != 65;
	}
	is("@wrong", '', 'a feed cut off anywhere: status 65');
}

# A repair's place is the same wherever the line is cut by reading.
{
	my $head = "<rss version='2.0'><channel>";
	my $line = "\n<item><title>one</title>" . '<guid>1</guid>' x 2;
	my $rest = "<item\n  a=b\n  c=d><title>two</title></item></channel></rss>";
	my $place = length($line);
	my @wrong;
	for (my $n = 64 * 1024 - 24; $n < 64 * 1024 + 8; $n += 4) {
		my $pad = 'x' x ($n - length("$head<!---->$line"));
		spew("$tmp/cut.xml", "$head<!--$pad-->$line$rest");
		my (undef, undef, $err) = feedloom(@convert, "$tmp/cut.xml");
		push @wrong, "$n: $err"
		    if $err !~ /^\S+:2:$place: <item> within <item>/m;
	}
	is("@wrong", '', 'a repair: its column, however it is read');
}

# What it says.
{
	my ($status, $out, $err) = feedloom(@convert, $mended);
	like($err, qr/^\Q$mended\E:22:12: .*\n/, 'a repair: file, line, column');
	my ($strict, undef, $why) = feedloom(@convert, '--strict', $mended);
	is($strict, 65, '--strict: status 65');
	like($why, qr/--strict/, '--strict: says so');
	my @quiet = feedloom(@convert, '-q', $mended);
	is("$quiet[0]$quiet[2]", '0', '-q: silent');
	ok($quiet[1] eq $out, '-q: the same bytes');
	my (undef, undef, $progress) =
	    feedloom(@convert, '--progress=always', $feed);
	like($progress, qr/\b10 entries/, '--progress=always: a line');
	my @never = feedloom(@convert, '--progress=never', $feed);
	is($never[2], '', '--progress=never: none');
	for my $help (['--help'], ['help'], ['convert', '--help'], ['formats'],
	    ['--version']) {
		my ($status, $out, $err) = feedloom(@$help);
		ok($status == 0 && $out ne '' && $err eq '', "@$help");
	}
}

# Links, exports, plugins.
spew("$tmp/links.xml", '<rss version="2.0"><channel><title>t</title><item>' .
    '<title>x</title><link>/a?b</link><guid isPermaLink="false">1</guid>' .
    '</item></channel></rss>');
{
	my (undef, $out) = feedloom(@convert, '--base', 'https://example.org/c/d',
	    "$tmp/links.xml");
	is(decode_json($out)->{items}[0]{url}, 'https://example.org/a?b', '--base');
}

sub titles
{
	my (undef, $out, $err) = feedloom('convert', '-t', 'jsonl', @_);
	diag($err) if $err ne '';
	return map { decode_json($_)->{title} // '' } split /\n/, $out;
}
{
	my @posts = titles($export);
	my @pages = titles('--type', 'page', $export);
	my @both = titles('--type', 'post,page', $export);
	is(scalar @both, @posts + @pages, '--type: posts and pages');
	cmp_ok(scalar @pages, '>', 0, '--type: there are pages');
	my @all = titles('--type', 'any', '--status', 'any', $export);
	cmp_ok(scalar @all, '>', scalar @both, '--type any, --status any: more');
	my @drafts = titles('--status', 'draft', $export);
	cmp_ok(scalar @drafts, '>', 0, '--status draft');
	my @since = titles('--since', '2024-01-01', $export);
	my @until = titles('--until', '2024-01-01', $export);
	is(@since + @until, scalar @posts, '--since and --until part the posts');
	my (undef, $out) = feedloom(@convert, '--type', 'any', '--status', 'any',
	    $export);
	unlike($out, qr/comment_author_(?:email|IP)/i,
	    'no addresses of those who comment');
}
{
	my @plugin = ('--plugin-path', "$tests/convert/plugins", '-p');
	my @titles = titles($feed);
	is_deeply([titles(@plugin, 'shout', $feed)], [map { s/.$/$&!/r } @titles],
	    'a plugin');
	is_deeply([titles(@plugin, 'shout,sign=?', '-p', 'shout', $feed)],
	    [map { s/.$/$&?!/r } @titles], 'a plugin with an option, and once more');
	fails(64, qr/did you mean.*sign/, 'a mistyped key', @convert, @plugin,
	    'shout,sing=?', $feed);
}

# The same input gives the same bytes.
for my $env ({ LC_ALL => 'C' }, { LC_ALL => 'tr_TR.UTF-8' },
    { LC_ALL => 'C.UTF-8' }, { TZ => 'Asia/Almaty' },
    { TZ => 'America/St_Johns', LANG => 'de_DE.UTF-8' },
    { MALLOC_PERTURB_ => 85 }, { HOME => '/nonexistent', COLUMNS => 20 }) {
	my $name = join ' ', map { "$_=$env->{$_}" } sort keys %$env;
	same($name, { env => $env }, @convert, $feed);
}
my $tiny = $ENV{FEEDLOOM_TINY} // '';
for my $format (qw(json jsonl atom rss html text csv sitemap opml
    podcast markdown hugo gemtext mbox digest-html digest-text)) {
	for my $file ($export, "$tests/captures/tag-edge-case.rss.xml") {
		my @args = ('convert', '-t', $format);
		my (undef, $one) = feedloom({ env => { TZ => 'UTC' } }, @args, $file);
		my (undef, $two) = feedloom({ stdin => $file,
		    env => { TZ => 'Asia/Kathmandu', LC_ALL => 'tr_TR.UTF-8' } },
		    @args);
		ok($one eq $two, "$format: a file here, a pipe elsewhere");
		SKIP: {
			skip('no program with tiny buffers', 1) unless -x $tiny;
			my (undef, $three) = run({ stdin => $file }, $tiny, @args);
			ok($one eq $three, "$format: with tiny buffers");
		}
	}
}
done_testing();
