#!/usr/bin/perl
# The html format in a real browser: a page made of a feed that is both hostile
# and ill-proportioned runs nothing, asks for nothing but its images, fits a
# phone, and can be read by day and by night.  No request leaves the machine:
# no name is looked up.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use Browser;
use Feedloom;
use Test::More;

plan skip_all => 'no chromium' unless defined $chromium;
plan skip_all => "no $feedloom" unless -x $feedloom;

is(system($feedloom, 'convert', '-q', '-t', 'html', '-o', "$tmp/page.html",
    "$tests/browser/feed.xml"), 0, 'the feed becomes a page');

# Proof that the ears are open: a bad page is heard.
spew("$tmp/bad.html", <<'END');
<!DOCTYPE html><title>bad</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src *">
<script>alert(1)</script><img src="https://quay.example/not/image.png">
END
ok(browse("$tmp/bad.html", '--dump-dom'), 'a bad page is shown');
cmp_ok(scalar complaints(), '>=', 1, 'its script is complained of');
is_deeply([ requests() ], ['https://quay.example/not/image.png'],
    'its request is noticed');

ok(browse("$tmp/page.html", '--window-size=1200,900',
    "--screenshot=$tmp/light.png"), 'the page is shown');
is(join("\n", complaints()), '', 'without an error or a violation');
my @requests = requests();
ok(scalar(grep { m{/image/photo\.png$} } @requests),
    'images are asked for');
is(join(' ', grep { !m{/image/} } @requests), '', 'and nothing else is');
cmp_ok(length said('light.png'), '>', 20_000, 'it is not blank');
my @light = first_pixel('light.png');
cmp_ok($light[0] // 0, '>', 200, 'it is light by day');

ok(browse("$tmp/page.html", '--window-size=1200,900',
    '--blink-settings=preferredColorScheme=0',
    "--screenshot=$tmp/dark.png"), 'the page is shown at night');
my @dark = first_pixel('dark.png');
cmp_ok($dark[0] // 255, '<', 60, 'it is dark at night');

# Frames of the widths of a phone and a desk, measured from outside.
spew("$tmp/frames.html", <<'END');
<!DOCTYPE html><title>frames</title>
<iframe src="page.html" width="360" height="800"></iframe>
<iframe src="page.html" width="1200" height="900"></iframe>
<ul></ul>
<script>
function say(words) {
	const li = document.createElement('li');
	li.textContent = words;
	document.querySelector('ul').append(li);
}
function scrolls(element) {
	for (let e = element; e !== null; e = e.parentElement)
		if (getComputedStyle(e).overflowX === 'auto')
			return true;
	return false;
}
onload = () => {
	for (const frame of document.querySelectorAll('iframe')) {
		const page = frame.contentDocument;
		const root = page.documentElement;
		const width = frame.getAttribute('width');
		let wide = 0, bad = 0;
		for (const e of page.querySelectorAll('*')) {
			const box = e.getBoundingClientRect();
			if ((box.right > width || box.left < 0) && !scrolls(e))
				wide++;
			if (/^(script|iframe|object|embed|form|svg|base)$/i
			    .test(e.localName))
				bad++;
			for (const a of e.attributes)
				if (/^on/i.test(a.name) ||
				    /^\s*javascript:/i.test(a.value))
					bad++;
		}
		say(`${width}: overflow ${root.scrollWidth - width}`);
		say(`${width}: wide ${wide}`);
		say(`${width}: bad ${bad}`);
		say(`${width}: articles ${page.querySelectorAll(
		    'main > article').length}`);
		say(`${width}: mode ${page.compatMode}`);
		say(`${width}: title ${page.querySelector('h2').textContent}`);
		say(`${width}: turned ${frame.contentWindow.getComputedStyle(
		    page.querySelector('[lang=ar] .content')).direction}`);
	}
};
</script>
END
ok(browse("$tmp/frames.html", '--allow-file-access-from-files',
    '--window-size=1400,1900', '--dump-dom'), 'the page is measured');
my %found = said('out') =~ m{<li>(\d+: \w+) ([^<]*)</li>}g;
for my $width (360, 1200) {
	is($found{"$width: overflow"}, 0, "$width px: no scrolling sideways");
	is($found{"$width: wide"}, 0, "$width px: nothing sticks out");
	is($found{"$width: bad"}, 0, "$width px: nothing that could act");
	is($found{"$width: articles"}, 3,
	    "$width px: no entry escapes its place");
	is($found{"$width: mode"}, 'CSS1Compat', "$width px: standards mode");
	like($found{"$width: title"}, qr/^A title with .*&amp; more$/,
	    "$width px: a title is text");
	is($found{"$width: turned"}, 'rtl', "$width px: Arabic is turned");
}

done_testing();
