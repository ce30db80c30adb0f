#!/usr/bin/perl
# The mail of a digest in a real browser: it asks for nothing but pictures, and
# for none where they are parts of the mail; it fits a phone, and can be read by
# day and by night.  tests/unit/test_digest.c says that these are the mails.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use Browser;
use Feedloom;
use Test::More;

plan skip_all => 'no chromium' unless defined $chromium;

my @mails = qw(week headlines one);
spew("$tmp/$_.html", slurp("$tests/digest/$_.mail.html")) for @mails;
is(system($feedloom, 'convert', '-q', '-t', 'digest-html', '-o',
    "$tmp/real.html", "$tests/captures/main-everything.rss.xml"), 0,
    'a real feed becomes a mail');

# By day and by night: a picture, and how light the first pixel of it may be.
for my $case (['day', 200, 256], ['night', -1, 60, '=0']) {
	my ($when, $above, $below, $dark) = @$case;
	ok(browse("$tmp/week.html", '--window-size=1200,1600',
	    defined $dark ? "--blink-settings=preferredColorScheme$dark" : (),
	    "--screenshot=$tmp/$when.png"), "$when: it is shown");
	# What is no part of a mail yet is asked for in vain.
	is(join("\n", grep { !/cid:/ } complaints()), '',
	    "$when: without an error");
	is(join(' ', requests()), '', "$when: nothing is asked for");
	cmp_ok(length said("$when.png"), '>', 20_000, "$when: not blank");
	my ($red) = first_pixel("$when.png");
	ok(defined $red && $red > $above && $red < $below,
	    "$when: as light as it should be");
}

# Frames of the widths of phones and desks, measured from outside.
my @widths = (320, 600, 1200);
spew("$tmp/frames.html", join("\n", '<!DOCTYPE html><title>frames</title>',
    map { my $mail = $_; map { qq{<iframe src="$mail.html" width="$_" height="800"></iframe>} }
	@widths } @mails, 'real') . <<'END');
<ul></ul>
<script>
function say(words) {
	const li = document.createElement('li');
	li.textContent = words;
	document.querySelector('ul').append(li);
}
function colour(text) {
	return text.match(/[\d.]+/g).map(Number);
}
function ground(element, view) {
	for (let e = element; e !== null; e = e.parentElement) {
		const c = colour(view.getComputedStyle(e).backgroundColor);
		if (c.length === 3 || c[3] > 0)
			return c;
	}
	return [255, 255, 255];
}
function light(c) {
	const [r, g, b] = c.map((x) => x / 255).map((x) =>
	    x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(element, view) {
	const a = light(colour(view.getComputedStyle(element).color));
	const b = light(ground(element, view));
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
onload = () => {
	for (const frame of document.querySelectorAll('iframe')) {
		const page = frame.contentDocument, view = frame.contentWindow;
		const width = frame.getAttribute('width');
		const name = `${frame.getAttribute('src')} ${width}`;
		const all = [...page.querySelectorAll('body *')].filter((e) =>
		    e.getClientRects().length > 0);
		const texts = all.filter((e) => [...e.childNodes].some((n) =>
		    n.nodeType === 3 && n.data.trim() !== ''));
		say(`${name} overflow: ${
		    page.documentElement.scrollWidth - width}`);
		say(`${name} wide: ${all.filter((e) => {
			const box = e.getBoundingClientRect();
			return box.right > +width + 0.5 || box.left < -0.5;
		}).map((e) => e.localName).join(' ')}`);
		say(`${name} column: ${page.querySelector('.paper')
		    .getBoundingClientRect().width}`);
		say(`${name} faint: ${texts.filter((e) =>
		    contrast(e, view) < 4.5).map((e) => e.localName).join(' ')}`);
		say(`${name} small: ${texts.filter((e) => e.localName !== 'rt' &&
		    parseFloat(view.getComputedStyle(e).fontSize) < 12)
		    .map((e) => e.localName).join(' ')}`);
		say(`${name} lost: ${[...page.querySelectorAll('a[href^="#"]')]
		    .filter((a) => page.getElementsByName(
			a.getAttribute('href').slice(1)).length !== 1)
		    .map((a) => a.getAttribute('href')).join(' ')}`);
		say(`${name} mode: ${page.compatMode}`);
	}
	say('all there');
};
</script>
END
for my $dark (0, 1) {
	my $when = $dark ? 'night' : 'day';
	ok(browse("$tmp/frames.html", '--allow-file-access-from-files',
	    $dark ? '--blink-settings=preferredColorScheme=0' : (),
	    '--window-size=1400,1900', '--dump-dom'), "$when: measured");
	my $said = said('out');
	like($said, qr/<li>all there/, "$when: to the end");
	my %found = $said =~ m{<li>(\S+ \d+ \w+): ([^<]*)</li>}g;
	for my $mail (@mails, 'real') {
		for my $width (@widths) {
			my %wanted = (overflow => 0, wide => '', faint => '',
			    column => $width < 600 ? $width : 600, small => '',
			    lost => '', mode => 'CSS1Compat');
			is($found{"$mail.html $width $_"}, $wanted{$_},
			    "$when: $mail, $width px: $_")
			    for sort keys %wanted;
		}
	}
}

done_testing();
