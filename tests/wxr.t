#!/usr/bin/perl
# WordPress's exports: which items are taken, the text as a visitor sees it,
# and that what is private comes out in no format.
use strict;
use warnings;
use utf8;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use JSON::PP;
use Test::More;

my $export = "$tests/wxr/export.xml";
my @formats = qw(json jsonl atom rss html text csv sitemap opml podcast
    markdown hugo gemtext mbox digest-html digest-text);
my @all = ('--type', 'any', '--status', 'any,protected');
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

# The items of a conversion to JSON Feed, which must not say anything else.
sub items
{
	my ($name, @options) = @_;
	my ($status, $out, $err) =
	    feedloom('convert', '-t', 'json', @options, $name);
	is("$status $err", '0 ', "convert @options is silent");
	return @{ decode_json($out)->{items} };
}

sub titles
{
	my ($name, @options) = @_;
	return join ', ', map { $_->{title} } items($name, @options);
}

# Which items: options, and the titles that are to come.
my @selections = (
	[[], 'Knots & hitches, Blocks'],
	[['--type', 'page'], 'About'],
	[['--type', 'post,page'], 'Knots & hitches, Blocks, About'],
	[['--type', 'berth'], 'Berth 4'],
	[['--type', 'any'], 'Knots & hitches, Blocks, About, Berth 4'],
	[['--type', 'attachment'], ''],
	[['--type', 'attachment', '--status', 'inherit'], 'rope, crane'],
	[['--status', 'draft'], 'Draft, Old draft'],
	[['--status', 'private'], 'Secret'],
	[['--status', 'publish,private'], 'Knots & hitches, Blocks, Secret'],
	[['--status', 'any'],
	    'Knots & hitches, Blocks, Draft, Old draft, Secret'],
	[['--status', 'protected'], 'Locked'],
	[['--status', 'publish,protected'], 'Knots & hitches, Blocks, Locked'],
	[['--status', 'any,protected'],
	    'Knots & hitches, Blocks, Locked, Draft, Old draft, Secret'],
	[['--since', '2024-02-01'], 'Blocks'],
	[['--until', '2024-02-01'], 'Knots & hitches'],
	[['--since', '2024-01-02T10:00:00Z', '--until', '2024-02-04T10:00:00Z'],
	    'Knots & hitches'],
	[['--status', 'any', '--since', '2024-02-05'], 'Draft, Secret'],
	[['-f', 'wxr'], 'Knots & hitches, Blocks'],
	[['-f', 'rss'], 'Knots & hitches, Blocks'],
);
for my $selection (@selections) {
	my ($options, $titles) = @$selection;
	is(titles($export, @$options), $titles, "titles of @$options");
}

# One post in full.
my ($post) = items($export);
is($post->{id}, 'https://quay.example/?p=10', 'the id is the guid');
is($post->{date_published}, '2024-01-02T10:00:00Z', 'published');
is($post->{date_modified}, '2024-01-05T11:00:00Z', 'modified');
is_deeply([map { $_->{name} } @{ $post->{authors} }],
    ['Zoë & Crew', 'Abel', 'a guest'], 'logins are names, each author is there');
is_deeply($post->{tags}, ['Ships & Boats', 'Rope'], 'categories and tags');
is($post->{summary}, 'All knots.', 'the excerpt beside the content');
is($post->{image}, 'https://quay.example/crane.png', 'the featured image');
is($post->{content_html}, <<'HTML' =~ s/\n\z//r, 'the content');
<p>First line<br />
second line</p>
<p>Third with a [cleat size="5"] and ]]> brackets.</p>
<figure id="attachment_30" class="wp-caption alignleft"><img src="https://quay.example/rope.png" alt="Rope" /><figcaption>A rope</figcaption></figure>
<figure class="gallery"><img src="https://quay.example/rope.png" alt=""> <img src="https://quay.example/crane.png" alt=""> <a href="https://quay.example/?attachment_id=99">https://quay.example/?attachment_id=99</a></figure>
HTML
is_deeply($post->{_wp}{comment}, [{ comment_id => ['7'],
    comment_author => ['Reader'],
    comment_author_url => ['https://reader.example/'],
    comment_content => ['Well tied.'], comment_approved => ['1'] }],
    'an approved comment, without what is private');
is_deeply($post->{_wp}{postmeta}[1], { meta_key => ['mood'],
    meta_value => ['salty'] }, 'post metadata');
is(( items($export) )[1]{content_html}, '<p>A block.</p>', 'block marks go');

my ($file) = items($export, '--type', 'attachment', '--status', 'inherit');
is($file->{attachments}[0]{url}, 'https://quay.example/rope.png',
    'an attachment has its file');
my ($draft) = items($export, '--status', 'draft');
ok(!exists $draft->{date_published}, 'a draft is not published');

# The head.
my $head = decode_json((feedloom('convert', '-t', 'json', $export))[1]);
is_deeply([sort keys %{ $head->{_wp} }], [qw(about author base_blog_url
    base_site_url category tag term)], 'terms and authors in the head');

# The namespaces of the versions, and one that has no prefix we know.
my $text = slurp($export);
for my $version ('1.0', '1.1') {
	my $old = $text =~ s{export/1\.2/}{export/$version/}gr;
	$old =~ s/wxr_version>1\.2</wxr_version>$version</;
	spew("$tmp/old.xml", $old);
	is_deeply([items("$tmp/old.xml")], [items($export)],
	    "WXR $version says the same");
}
spew("$tmp/prefix.xml", $text =~ s{(</?)wp:}{$1w:}gr =~ s/xmlns:wp/xmlns:w/r);
is_deeply([items("$tmp/prefix.xml")], [items($export)],
    'a prefix means nothing');

# From a pipe, and too long to be read twice: then only what has gone by.
{
	my ($status, $out, $err) =
	    feedloom({ stdin => $export }, 'convert', '-t', 'json');
	is_deeply(decode_json($out)->{items}[0], $post, 'the same by a pipe');
	my $filler = '<!--' . 'x' x 1000 . '-->';
	my $long = $text =~ s/<item>/$filler x 9000 . '<item>'/er;
	spew("$tmp/long.xml", $long);
	my ($far) = items("$tmp/long.xml");
	like($far->{content_html}, qr{<figure class="gallery"><a href="https://quay.example/\?attachment_id=30">},
	    'what comes later in a long export is a link');
}

# What was converted is no export any more: nothing is chosen again.
for my $format (qw(atom rss json)) {
	my ($status, $out) =
	    feedloom('convert', '-t', $format, @all, $export);
	spew("$tmp/back", $out);
	is(titles("$tmp/back"), titles($export, @all),
	    "all of it comes back from $format");
	my ($first) = items("$tmp/back");
	is($first->{content_html}, $post->{content_html},
	    "the content of $format is not rendered again");
}

# Nothing private in any format, of any document.
my @private = ("$tests/captures/whole-site.wxr.xml",
    "$tests/captures/posts-of-2024.wxr.xml");
for my $format (@formats) {
	for my $from (['-f', 'auto'], ['-f', 'rss'], ['-f', 'wxr']) {
		my ($status, $out) = feedloom('convert', '-t', $format,
		    @$from, @all, $export);
		unlike($out, qr/private-|203\.0\.113|PrivateBrowser/,
		    "nothing private in $format (@$from)");
	}
	for my $capture (@private) {
		my $bytes = slurp($capture);
		my @secrets = $bytes =~ m{<wp:(?:author_email|comment_author_email|comment_author_IP|comment_agent|post_password)>(?:<!\[CDATA\[)?([^\]<]+)}g;
		# What the site itself says to everybody is none.
		my $public = join '', $bytes =~ m{<content:encoded>(.*?)</content:encoded>}gs;
		@secrets = grep { /[@.]/ && index($public, $_) < 0 } @secrets;
		cmp_ok(@secrets + 0, '>', 20, "$capture has something to hide");
		my ($status, $out) = feedloom('convert', '-t', $format,
		    @all, $capture);
		my @seen = grep { index($out, $_) >= 0 } @secrets;
		is("@seen", '', "no address of anybody in $format");
	}
}
done_testing;
