#!/usr/bin/perl
# Stylesheets that were made for browsers, run by convert --stylesheet.  Each
# folder of pages/ is a case:
#   in.xml     the document
#   args       arguments, in the words of a shell; --stylesheet sheet.xsl if
#              not there
#   out.html   the page on standard output; nothing if not there
#   err        what must be said on standard error; nothing if not there
#   status     the exit status; 0 if not there
# UPDATE=1 rewrites what is expected; read `git diff` then.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;
use Text::ParseWords qw(shellwords);

my $pages = "$tests/pages";

sub expected
{
	my ($name, $default) = @_;
	return -e $name ? slurp($name) : $default;
}

sub compare
{
	my ($what, $name, $got, $default) = @_;
	if ($ENV{UPDATE} && $got ne expected($name, $default)) {
		$got eq $default ? unlink $name : spew($name, $got);
	}
	my $good = $got eq expected($name, $default);
	ok($good, $what);
	return if $good;
	spew("$tmp/got", $got);
	my (undef, $diff) = run({}, 'diff', '-u', '-a',
	    -e $name ? $name : '/dev/null', "$tmp/got");
	diag(substr $diff, 0, 4000);
}

for my $dir (sort glob "$pages/*/in.xml") {
	$dir = dirname($dir);
	my $case = basename($dir);
	my @args = shellwords(expected("$dir/args",
	    '--stylesheet sheet.xsl'));
	my ($status, $out, $err) = feedloom({ dir => $dir }, 'convert', @args,
	    'in.xml');
	compare("$case: page", "$dir/out.html", $out, '');
	compare("$case: standard error", "$dir/err", $err, '');
	compare("$case: status", "$dir/status", "$status\n", "0\n");
	my @again = feedloom({ dir => $dir }, 'convert', @args, 'in.xml');
	ok($again[1] eq $out, "$case: the same bytes again");
}

# The command: what goes with --stylesheet, and where 'auto' looks.
my $sheet = "$pages/method-html/sheet.xsl";
my $in = "$pages/method-html/in.xml";
my $page = slurp("$pages/method-html/out.html");

sub fails
{
	my ($what, $status, $says, $how, @args) = @_;
	my ($got, $out, $err) = feedloom($how, 'convert', @args);
	is($got, $status, "$what: status $status");
	like($err, $says, "$what: says so");
	is($out, '', "$what: no page");
}

my @together = map { ["--$_->[0]", @$_ > 1 ? $_->[1] : ()] } ['to', 'json'],
    ['from', 'rss'], ['plugin', 'x'], ['plugin-path', '/'], ['type', 'post'],
    ['status', 'any'], ['since', '2024-01-01'], ['until', '2024-01-01'],
    ['sanitize'], ['width', '70'], ['max-failures', '1'], ['progress'];
for my $other (@together) {
	fails($other->[0], 64, qr/^feedloom: $other->[0] and --stylesheet/, {},
	    '--stylesheet', $sheet, @$other, $in);
}
fails('two inputs', 64, qr/--stylesheet takes one input only/, {},
    '--stylesheet', $sheet, $in, $in);
fails('no file of that name', 78, qr/'none.xsl': cannot be opened: No such/, {},
    '--stylesheet', 'none.xsl', $in);
fails('no input', 66, qr/cannot open 'none.xml'/, {}, '--stylesheet', $sheet,
    'none.xml');
fails('no XML', 65, qr/not a feed: there is no XML in it/,
    { stdin => '/dev/null' }, '--stylesheet', $sheet);
fails('cut off', 65, qr/the document ends early/, { stdin => do {
	spew("$tmp/cut.xml", substr slurp($in), 0, 400); "$tmp/cut.xml" } },
    '--stylesheet', $sheet);
fails('auto of a pipe', 64, qr/of standard input, name the stylesheet/,
    { stdin => $in }, '--stylesheet', 'auto');
fails('auto of -', 64, qr/of standard input, name the stylesheet/,
    { stdin => $in }, '--stylesheet', 'auto', '-');

{
	my ($status, $out, $err) = feedloom({ stdin => $in }, 'convert',
	    '--stylesheet', $sheet);
	ok("$status$err" eq '0' && $out eq $page, 'standard input');
	(undef, my $packed) = run({}, 'gzip', '-c', $in);
	spew("$tmp/in.gz", $packed);
	($status, $out, $err) = feedloom('convert', '--stylesheet', $sheet,
	    "$tmp/in.gz");
	ok("$status$err" eq '0' && $out eq $page, 'compressed');
	fails('auto, compressed', 64, qr/compressed; name the stylesheet/, {},
	    '--stylesheet', 'auto', "$tmp/in.gz");
	($status, $out, $err) = feedloom('convert', '--stylesheet', $sheet,
	    '-o', "$tmp/page.html", $in);
	ok("$status$out$err" eq '0' && slurp("$tmp/page.html") eq $page,
	    'to a file');
	($status, $out, $err) = feedloom({ dir => "$pages/ill-formed" },
	    'convert', '--stylesheet', 'sheet.xsl', '--strict', '-o',
	    "$tmp/page.html", 'in.xml');
	is($status, 65, '--strict: status');
	like($err, qr/8 repairs needed, and --strict allows none/,
	    '--strict: says so');
	is(slurp("$tmp/page.html"), $page, '--strict: the old page stays');
	($status, $out, $err) = feedloom('convert', '--stylesheet',
	    "$pages/method-xml/sheet.xsl", '-o', "$tmp/page.xhtml", $in);
	is("$status$out$err", '0', 'to a file of XHTML');
	like(slurp("$tmp/page.xhtml"), qr/^<\?xml .*\?>\n<html xmlns=/,
	    'to a file of XHTML: is XML');
	($status, undef, $err) = run({}, 'xmllint', '--noout',
	    "$tmp/page.xhtml");
	SKIP: {
		skip('no xmllint', 1) if $status == 127;
		is("$status$err", '0', 'to a file of XHTML: is well-formed');
	}
	($status, $out, $err) = feedloom('convert', '-v', '--stylesheet',
	    $sheet, $in);
	like($err, qr/^sheet.xsl:5: xsl:version: only 1.1 features/,
	    '-v: what libxslt warns of');
}

# What a feed may name, and what is there.  The folder is one below $tmp, where
# a stylesheet lies that nothing may lead to.
my $site = "$tmp/site";
mkdir $site;
mkdir "$site/deep";
mkdir "$site/deep/er";
my $named = '<xsl:stylesheet version="1.0" xmlns:xsl='
    . '"http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><html>'
    . 'NAME</html></xsl:template></xsl:stylesheet>';
spew("$tmp/outside.xsl", $named =~ s/NAME/outside/r);
spew("$site/beside.xsl", $named =~ s/NAME/beside/r);
spew("$site/deep/er/below.xsl", $named =~ s/NAME/below/r);
symlink '../outside.xsl', "$site/link.xsl";
symlink 'beside.xsl', "$site/good.xsl";
for my $case (['beside.xsl', 'beside'], ['/beside.xsl', 'beside'],
    ['./beside.xsl', 'beside'], ['http://a.example/beside.xsl', 'beside'],
    ['//a.example/x/beside.xsl?v=1#x', 'beside'],
    ['/deep/er/below.xsl', 'below'], ['deep/er/below.xsl', 'below'],
    ['https://a.example/deep/er/below.xsl', 'below'],
    ['deep/../beside.xsl', 'beside'], ['beside%2Exsl', 'beside'],
    ['good.xsl', 'beside'], ['/no/such/beside.xsl', 'beside'],
    ['../outside.xsl'], ['..%2Foutside.xsl'], ["$tmp/outside.xsl"],
    ["file://$tmp/outside.xsl"], ['link.xsl'], ['deep/../../outside.xsl'],
    ['none.xsl'], ['deep'], [''], ['/'], ['#'], ['..'], ['https://a.example']) {
	my ($href, $expected) = @$case;
	spew("$site/in.xml", "<?xml version=\"1.0\"?>\n<?xml-stylesheet "
	    . "type=\"text/xsl\" href=\"$href\"?><rss/>");
	for my $how ([$site, 'in.xml'], ['/', "$site/in.xml"]) {
		my ($status, $out, $err) = feedloom({ dir => $how->[0] },
		    'convert', '--stylesheet', 'auto', $how->[1]);
		if (defined $expected) {
			is("$status$out$err",
			    "0<!DOCTYPE html>\n<html>$expected</html>\n",
			    "auto, '$href': found");
			next;
		}
		ok(($status == 66 || $status == 65) && $out eq ''
		    && $err =~ /names (?:the|no) stylesheet/,
		    "auto, '$href': not found")
		    or diag("$status $out$err");
	}
}
fails('auto, not there', 66, qr{^feedloom:\ 'in.xml'\ names\ the\ stylesheet
    \ 'https://a.example/a/b.xsl',\ and\ there\ is\ no\ './a/b.xsl'\ and
    \ './b.xsl'$}x, { dir => do {
	spew("$site/in.xml", '<?xml-stylesheet type="text/xsl" '
	    . 'href="https://a.example/a/b.xsl"?><rss/>'); $site } },
    '--stylesheet', 'auto', 'in.xml');
for my $none ('<rss><?xml-stylesheet type="text/xsl" href="beside.xsl"?></rss>',
    '<?xml-stylesheet type="text/css" href="beside.xsl"?><rss/>',
    '<!-- <?xml-stylesheet type="text/xsl" href="beside.xsl"?> --><rss/>',
    '<?xml-stylesheet href="beside.xsl"?><rss/>', '<rss/>', 'x', '<') {
	spew("$site/in.xml", $none);
	fails("auto, $none", 65, qr/names no stylesheet/, { dir => $site },
	    '--stylesheet', 'auto', 'in.xml');
}

done_testing();
