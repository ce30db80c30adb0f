#!/usr/bin/perl
# The page of status --html in a real browser: it asks for nothing, has no word
# for the developer, fits a phone, and can be read by day and by night.
# tests/status_page.t says that this is the page.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/../lib';
use Browser;
use Feedloom;
use Test::More;

plan skip_all => 'no chromium' unless defined $chromium;

my $page = "$tmp/status.html";
spew($page, slurp("$tests/status/page.html"));

# By day and by night: a picture, and how light the first pixel of it may be.
for my $case (['day', 200, 256], ['night', -1, 60, '=0']) {
	my ($when, $above, $below, $dark) = @$case;
	ok(browse($page, '--window-size=1200,1600',
	    defined $dark ? "--blink-settings=preferredColorScheme$dark" : (),
	    "--screenshot=$tmp/$when.png"), "$when: it is shown");
	is(join("\n", complaints()), '', "$when: without an error");
	is(join(' ', requests()), '', "$when: nothing is asked for");
	cmp_ok(length said("$when.png"), '>', 20_000, "$when: not blank");
	my ($red) = first_pixel("$when.png");
	ok(defined $red && $red > $above && $red < $below,
	    "$when: as light as it should be");
}

# Frames of the widths of phones and a desk, measured from outside.
spew("$tmp/frames.html", <<'END');
<!DOCTYPE html><title>frames</title>
<iframe src="status.html" width="320" height="800"></iframe>
<iframe src="status.html" width="390" height="800"></iframe>
<iframe src="status.html" width="1200" height="900"></iframe>
<ul></ul>
<script>
function say(words) {
	const li = document.createElement('li');
	li.textContent = words;
	document.querySelector('ul').append(li);
}
onload = () => {
	for (const frame of document.querySelectorAll('iframe')) {
		const page = frame.contentDocument;
		const width = frame.getAttribute('width');
		const all = [...page.querySelectorAll('body *')];
		const plots = [...page.querySelectorAll('svg[role=img]')];
		say(`${width}: overflow ${
		    page.documentElement.scrollWidth - width}`);
		say(`${width}: wide ${all.filter((e) => {
			const box = e.getBoundingClientRect();
			return box.right > width || box.left < 0;
		}).length}`);
		say(`${width}: feeds ${
		    page.querySelectorAll('main > article').length}`);
		say(`${width}: plots ${plots.length}`);
		say(`${width}: told ${plots.filter((e) =>
		    e.children[0].localName === 'title' &&
		    e.children[1].localName === 'desc').length}`);
		say(`${width}: acting ${page.querySelectorAll(
		    'script, img, iframe, object, form').length}`);
		say(`${width}: mode ${page.compatMode}`);
	}
};
</script>
END
ok(browse("$tmp/frames.html", '--allow-file-access-from-files',
    '--window-size=1400,1900', '--dump-dom'), 'the page is measured');
my %found = said('out') =~ m{<li>(\d+: \w+) ([^<]*)</li>}g;
my %wanted = (overflow => 0, wide => 0, feeds => 7, plots => 12, told => 12,
    acting => 0, mode => 'CSS1Compat');
for my $width (320, 390, 1200) {
	is($found{"$width: $_"}, $wanted{$_}, "$width px: $_")
	    for sort keys %wanted;
}

done_testing();
