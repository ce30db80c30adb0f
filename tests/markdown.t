#!/usr/bin/perl
# Markdown and front matter, judged by parsers that are not ours.  They come from
# npm; where build/node_modules has none nothing is judged (see .ci/run).
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
# Thousands of files, each of them synchronised: memory takes them faster.
BEGIN { $ENV{TMPDIR} = '/dev/shm' if -d -w '/dev/shm'; }
use Feedloom;
use JSON::PP;
use Test::More;

my @modules = qw(commonmark markdown-it js-yaml parse5);
my @missing = grep { !-d "$tests/../build/node_modules/$_" } @modules;
plan(skip_all => "not installed by npm: @missing") if @missing;
plan(skip_all => 'no node') if (run({}, 'node', '--version'))[0] != 0;

my $json = JSON::PP->new->utf8->canonical->allow_nonref;
my @bare = ('-t', 'bare', '--plugin-path', "$tests/documents/plugins");
my @all = ('--type', 'any', '--status', 'any,protected');
my $export = "$tests/captures/whole-site.wxr.xml";
my $next = 0;

sub judge
{
	spew("$tmp/items", join '', map { $json->encode($_) . "\n" } @_);
	my ($status, $out, $err) = run({ stdin => "$tmp/items" }, 'node',
	    "$tests/documents/judge.js");
	my @answers = map { $json->decode($_) } split /\n/, $out;
	my $last = pop @answers // {};
	is("$status$err", '0', 'the judge has no trouble');
	is($last->{judged}, @_ + 0, 'all of them were judged');
	return @answers;
}

# The judge finds fault with none of them.
sub holds
{
	my ($words, @items) = @_;
	my @wrong = grep { defined $_->{wrong} } judge(@items);
	is(@wrong + 0, 0, $words . ': all ' . @items);
	diag(encode_utf8("$_->{name}: $_->{wrong}"))
	    for @wrong[0 .. ($#wrong < 4 ? $#wrong : 4)];
}

# The documents of a conversion, in the order of the entries.
sub documents
{
	my (@args) = @_;
	my $folder = "$tmp/" . ++$next;
	my ($status, $out, $err) =
	    feedloom('convert', '-q', '-o', "$folder/{n}.md", @args);
	is("$status$out$err", '0', "convert @args[0, 1]: silent");
	my @names = sort { ($a =~ m{(\d+)\.md})[0] <=> ($b =~ m{(\d+)\.md})[0] }
	    glob "$folder/*.md";
	return map { slurp($_) } @names;
}

sub items
{
	my ($status, $out) = feedloom('convert', '-q', '-t', 'json', @_);
	return @{ $json->decode($out)->{items} };
}

# The judge sees what is wrong.
{
	my @wrong = judge(
		{ name => 1, html => '<p>a b</p>', markdown => "a c\n" },
		{ name => 2, html => '<p>*a*</p>', markdown => "*a*\n" },
		{ name => 3, html => '<p><em>a</em></p>', markdown => "a\n",
		    marks => 1 },
		{ name => 4, html => '<ul><li>a</ul>', markdown => "a\n",
		    marks => 1 },
		{ name => 5, yaml => "a: b: c\n" },
		{ name => 6, yaml => "a: 1\na: 2\n" },
		{ name => 7, html => '<p><em>a</em></p>', markdown => "*a*\n",
		    marks => 1 });
	is("@{[map { $_->{name} } grep { $_->{wrong} } @wrong]}", '1 2 3 4 5 6',
	    'the judge sees what is wrong');
}

# Each content of each capture, once: its text is the text of the HTML.
{
	my (%seen, @items);
	for my $capture (sort glob "$tests/captures/*.xml") {
		my @from = (@all, $capture);
		next if (feedloom('convert', '-q', '-t', 'json', @from))[0] != 0;
		my @entries = items(@from);
		my @markdown = documents(@bare, @from);
		is(@markdown + 0, @entries + 0, basename($capture));
		for my $i (0 .. $#entries) {
			my $html = $entries[$i]{content_html};
			next if !defined $html || $seen{$html}++;
			push @items, { name => basename($capture) .
			    " $entries[$i]{id}", html => $html,
			    markdown => decode($markdown[$i]) };
		}
	}
	cmp_ok(@items + 0, '>', 200, 'there is something to judge');
	holds('the text of captures', @items);
}

sub decode
{
	my ($bytes) = @_;
	utf8::decode($bytes) or die 'not UTF-8';
	return $bytes;
}

# Random HTML: each letter has the marks and the blocks that it had.
{
	my ($status, $out) = run({}, 'node', "$tests/documents/random.js", 2000);
	my @items = map { $json->decode($_) } split /\n/, $out;
	my @entries = map { { id => $_->{name}, content_html => $_->{html} } }
	    @items;
	spew("$tmp/random.json", $json->encode({ title => 'Random',
	    version => 'https://jsonfeed.org/version/1.1', items => \@entries,
	    home_page_url => 'https://h.example/' }));
	my @markdown = documents(@bare, "$tmp/random.json");
	$items[$_]{markdown} = decode($markdown[$_]) for 0 .. $#items;
	holds('the marks of random HTML', @items);
}

# Hugo's documents, as Hugo takes them apart.
sub front
{
	my (@documents) = @_;
	my (@yaml, @bodies);
	for my $text (map { decode($_) } @documents) {
		my ($yaml, $body) = $text =~ /\A---\n(.*?\n)---\n(.*)\z/s;
		push @yaml, { name => @yaml + 0, yaml => $yaml };
		push @bodies, $body;
	}
	my @answers = judge(@yaml);
	is(@answers + 0, @documents + 0, 'each front matter is YAML');
	return map { [$answers[$_]{value}, $bodies[$_]] } 0 .. $#answers;
}

# The terms of all taxonomies; a JSON Feed has each word once.
sub terms
{
	my ($front) = @_;
	my @other = qw(aliases authors comments enclosures images);
	my %list = map { $_ => $front->{$_} } grep { ref $front->{$_} eq 'ARRAY' }
	    keys %$front;
	delete @list{@other};
	my %words = map { $_ => 1 } map { @$_ } values %list;
	return [sort keys %words];
}

{
	my @from = ('--type', 'any', $export);
	my @entries = items(@from);
	my @documents = front(documents('-t', 'hugo', @from));
	my (@bodies, %count);
	for my $i (0 .. $#entries) {
		my ($item, $front) = ($entries[$i], $documents[$i][0]);
		my $wp = $item->{_wp};
		my %got = (title => $front->{title}, guid => $front->{guid},
		    date => $front->{date}, lastmod => $front->{lastmod},
		    terms => terms($front),
		    authors => $front->{authors},
		    summary => $front->{summary}, image => $front->{images}[0],
		    draft => $front->{draft});
		my %want = (title => $item->{title} // '', guid => $item->{id},
		    date => $item->{date_published},
		    lastmod => $item->{date_modified},
		    terms => $item->{tags} // [],
		    authors => [map { $_->{name} } @{ $item->{authors} }],
		    summary => $item->{summary}, image => $item->{image},
		    draft => undef);
		$want{terms} = [sort @{ $want{terms} }];
		is($json->encode(\%got), $json->encode(\%want),
		    encode_utf8("front matter of $item->{id}"));

		my @comments = map { [$_->{id}, $_->{author} // '',
		    $_->{content}] }
		    @{ $front->{comments} // [] };
		my @said = map { [$_->{comment_id}[0] + 0,
		    $_->{comment_author}[0] =~ s/&amp;/&/gr,
		    $_->{comment_content}[0]] }
		    @{ $wp->{comment} // [] };
		is($json->encode(\@comments), $json->encode(\@said),
		    'its comments') if @said || @comments;
		my %fields;
		for my $field (@{ $wp->{postmeta} // [] }) {
			my $name = $field->{meta_key}[0];
			push @{ $fields{$name} }, $field->{meta_value}[0] // ''
			    if $name !~ /^_/;
		}
		%fields = map { $_ => @{ $fields{$_} } > 1 ? $fields{$_}
		    : $fields{$_}[0] } keys %fields;
		is($json->encode($front->{params} // {}),
		    $json->encode(\%fields), 'its custom fields')
		    if %fields || $front->{params};
		$count{comments} += @comments;
		$count{fields} += keys %fields;
		push @bodies, { name => $item->{id},
		    html => $item->{content_html} // $item->{content_text},
		    markdown => $documents[$i][1] };
	}
	cmp_ok($count{comments}, '>', 20, 'comments are there');
	cmp_ok($count{fields}, '>', 5, 'and custom fields');
	holds('the text of a whole site', @bodies);
}

# Strings that YAML might take for something else, as titles and terms.
{
	my @strings = ('', ' ', 'yes', 'no', 'null', '~', 'true', '1e3', '0x1F',
	    '1_000', '2024-04-19', '12:30:45', '---', '...', '- a', '? a', ': a',
	    'a: b', '# a', 'a #b', '&a', '*a', '!a', '!!str a', '|', '>', '%a',
	    '@a', '`a', '{a}', '[a]', '"a"', "'a'", '\\n', '\\', 'a\\', '"',
	    "a\nb", "a\tb", "\x{85}", "a\x{85}b", "\x{2028}", "\x{2029}",
	    "\x{FEFF}a", "\x{200E}\x{202E}", "\x{7F}", "\x{80}", "\x{9F}",
	    "\x{1F600}", "\x{10FFFD}", "\x{FFFD}", "e\x{301}", '<<', '=',
	    '{{ x }}', '{{< x >}}', '${x}', 'x' x 3000);
	my @entries = map { { id => "string $_", title => $strings[$_],
	    tags => [$strings[$_]], content_text => '' } } 0 .. $#strings;
	spew("$tmp/strings.json", $json->encode({ title => 'Strings',
	    version => 'https://jsonfeed.org/version/1.1',
	    items => \@entries }));
	my @items = items("$tmp/strings.json");
	my @fronts = map { $_->[0] } front(documents('-t', 'hugo',
	    "$tmp/strings.json"));
	is($json->encode([map { [$_->{title}, $_->{categories}[0] // ''] }
	    @fronts]), $json->encode([map { [$_->{title} // '',
	    $_->{tags}[0] // ''] } @items]), 'strings that YAML could mistake');
	my $rss = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">'
	    . '<channel><title>F</title><item><title>F</title><guid>a</guid>';
	for my $key (@strings) {
		my $text = $key =~ s/&/&amp;/gr =~ s/</&lt;/gr;
		$rss .= "<wp:postmeta><wp:meta_key>$text</wp:meta_key>" .
		    "<wp:meta_value>$text</wp:meta_value></wp:postmeta>" x 1;
	}
	spew("$tmp/keys.xml", encode_utf8("$rss</item></channel></rss>"));
	my ($front) = front(documents('-t', 'hugo', "$tmp/keys.xml"));
	my $params = $front->[0]{params};
	my @wrong = grep { $params->{$_} ne $_ } keys %$params;
	is(encode_utf8("@wrong"), '', 'each key has its own value');
	cmp_ok(keys(%$params) + 0, '>', 45, 'and all of them are there');
}
done_testing;
