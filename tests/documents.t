#!/usr/bin/perl
# A document for each entry: names, folders, what is left alone, what is refused.
use strict;
use warnings;
use utf8;
use Encode qw(encode_utf8);
use File::Basename qw(dirname);
use File::Find qw(find);
use lib dirname(__FILE__) . '/lib';
# Thousands of files, each of them synchronised: memory takes them faster.
BEGIN { $ENV{TMPDIR} = '/dev/shm' if -d -w '/dev/shm'; }
use Feedloom;
use JSON::PP;
use Test::More;

my $export = "$tests/captures/whole-site.wxr.xml";
my @every = ('--type', 'any', '--status', 'any');
my $next = 0;

# A new, empty folder.
sub folder
{
	my $name = "$tmp/" . ++$next;
	mkdir $name or die "$name: $!";
	return $name;
}

# What lies below a folder, each with a slash in front; folders end in one.
sub below
{
	my ($folder) = @_;
	my @found;
	find({ no_chdir => 1, wanted => sub {
		my $name = substr $_, length $folder;
		push @found, -d && !-l ? "$name/" : $name if $name ne '';
	} }, $folder);
	return sort @found;
}

sub files
{
	return grep { !m{/\z} } below(@_);
}

# RSS of items, each a hash of elements.
sub feed
{
	my $items = '';
	for my $item (@_) {
		$items .= '<item>';
		for my $name (sort keys %$item) {
			my $text = $item->{$name} =~ s/&/&amp;/gr =~ s/</&lt;/gr;
			my $attribute = $name eq 'guid' ? ' isPermaLink="false"' : '';
			$items .= "<$name$attribute>$text</$name>";
		}
		$items .= '</item>';
	}
	my $rss = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">'
	    . "<channel><title>F</title>$items</channel></rss>";
	spew("$tmp/feed.xml", encode_utf8($rss));
	return "$tmp/feed.xml";
}

# Converts into a new folder; what was said, then the files.
sub names
{
	my ($pattern, @items) = @_;
	my $folder = folder();
	my ($status, $out, $err) = feedloom({ dir => $folder }, 'convert', '-t',
	    'text', '-f', 'rss', '-o', $pattern, feed(@items));
	is("$status$out", '0', "$pattern: written");
	return ($err, map { s{^/}{}r } files($folder));
}

sub fails
{
	my ($words, $status, $says, @args) = @_;
	my ($got, $out, $err) = feedloom(@args);
	is("$got$out", $status, "$words: status $status");
	like($err, $says, "$words: says so");
}

# A whole site: one file for each entry, the same bytes as that entry alone.
{
	my $folder = folder();
	my @convert = ('convert', '-t', 'json', @every, '-o',
	    "$folder/content/posts/{date}-{slug}.json", $export);
	my ($status, $out, $err) = feedloom(@convert);
	is("$status$out$err", '0', 'a whole site: silent');
	my @files = files($folder);
	my $all = decode_json((feedloom('convert', '-t', 'json', @every,
	    $export))[1]);
	my %ids = map { $_->{id} => 1 } @{ $all->{items} };
	is(@files + 0, @{ $all->{items} } + 0, 'each entry has a file');
	my $date = qr/\d{4}-\d\d-\d\d|undated/;
	is_deeply([grep { !m{^/content/posts/$date(-[a-z0-9]+)+\.json\z} }
	    @files], [], 'each name is as it should be');
	for my $file (@files) {
		my $one = decode_json(slurp("$folder$file"));
		my @items = @{ $one->{items} };
		delete @$one{qw(items)};
		my %head = %$all;
		delete $head{items};
		ok(@items == 1 && delete $ids{ $items[0]{id} }, "$file: one entry");
	}
	is_deeply([keys %ids], [], 'no entry is missing');

	utime 1000, 1000, map { "$folder$_" } @files;
	my @before = map { join ' ', (stat "$folder$_")[1, 9] } @files;
	feedloom(@convert);
	my @after = map { join ' ', (stat "$folder$_")[1, 9] } @files;
	is_deeply(\@after, \@before, 'a second run touches nothing');
	spew("$folder$files[3]", 'changed');
	feedloom(@convert);
	@after = map { join ' ', (stat "$folder$_")[1, 9] } @files;
	my @touched = grep { $after[$_] ne $before[$_] } 0 .. $#files;
	is("@touched", '3', 'but what changed');
	is_deeply([files($folder)], \@files, 'and leaves nothing behind');
}

# Fields.
{
	my %knots = (title => "Knots & hitches: Zoë’s", guid => 'a',
	    pubDate => 'Tue, 2 Jan 2024 23:30:00 -0500');
	my $hex = qr/[0-9a-f]{8}/;
	my @cases = (
		['{date}-{name}.md', qr/^2024-01-02-knots-hitches-zoes\.md$/],
		['{year}/{month}/{day}/{slug}', qr{^2024/01/02/knots-hitches-zoes-$hex$}],
		['{id}', qr/^[0-9a-f]{32}$/],
		['{n}.txt', qr/^1\.txt$/],
		['{{{n}}', qr/^\{1\}$/],
		['a/./b//{name}/index.md', qr{^a/b/knots-hitches-zoes/index\.md$}],
	);
	for my $case (@cases) {
		my ($err, @names) = names($case->[0], \%knots);
		is($err, '', "$case->[0]: silent");
		like("@names", $case->[1], "$case->[0]: its name");
	}
	my ($err, @names) = names('{date}/{year}/{month}/{day}/{name}', {
	    title => '世界', guid => 'b' });
	like("@names", qr{^undated/undated/00/00/$hex$}, 'no date and no letters');
	@names = names('{name}', { title => 'A title', guid => 'c',
	    'wp:post_name' => '%d0%b3%d2%af%d0%bb' });
	is($names[1], 'gul', "WordPress's slug comes first");
	my $folder = folder();
	my ($status) = feedloom({ dir => $folder }, 'convert', '-t', 'json',
	    '-o', 'a{{b}.json', feed(\%knots));
	is_deeply([$status, files($folder)], [0, '/a{b}.json'],
	    'braces that are doubled: one document');
}

# Names that meet, and those that some system keeps.
{
	my @same = map { { title => 'Same', guid => $_ } } 'a', 'b', 'b', 'b';
	my ($err, @names) = names('{name}.md', @same);
	my ($hex) = "@names" =~ /same-([0-9a-f]{8})\.md/;
	is_deeply([sort @names], [sort 'same.md', map { "same$_.md" }
	    "-$hex", "-$hex-3", "-$hex-4"], 'the same title, and the same id');
	is(() = $err =~ /called so because its name was taken/g, 3,
	    'each is told of');
	($err, @names) = names('{name}/index.md', @same[0, 1]);
	is_deeply(\@names, ["same-$hex/index.md", 'same/index.md'],
	    'the hash stands behind the name');
	($err, @names) = names('{date}.md', @same[0, 1]);
	is_deeply(\@names, ["undated-$hex.md", 'undated.md'],
	    'or behind the last field');
	my (undef, @forth) = names('{slug}.md', @same[0, 1],
	    { title => 'Other', guid => 'c' });
	my (undef, @back) = names('{slug}.md', { title => 'Other', guid => 'c' },
	    reverse @same[0, 1]);
	is_deeply(\@back, \@forth, 'a slug does not depend on others');
	for my $device (qw(con NUL lpt1 com9 aux prn)) {
		(undef, @names) = names('{name}.md', { title => $device,
		    guid => 'a' });
		like("@names", qr/^\L$device\E-[0-9a-f]{8}\.md$/,
		    "$device is no name");
	}
}

# Two thousand titles that want something.
{
	my @parts = ('..', '../', '/', '\\', '/etc/passwd', '%2e%2e%2f', '.', '~',
	    'CON', 'nul.txt', '.htaccess', '$(id)', '`id`', '|', ';', '*', '?',
	    "\n", "\t", ' ', '-', '--', '-rf', "'", '"', '{slug}', '{', '%00',
	    '%s%n', '‮gpj', '😀', 'é', 'ﬀ', '中文', 'а', "a\x{301}",
	    "\x{200B}", "\x{FEFF}", 'x' x 300, 'ы' x 300, '<b>', '&amp;',
	    'C:\\x', 'aux', '::$DATA', 'a.');
	my (@titles, @items);
	for my $i (0 .. 1999) {
		my ($a, $b, $c) = (int($i / @parts), $i, $i * 7);
		push @titles, join '', map { $parts[$_ % @parts] } $a, $b, $c;
	}
	for my $i (0 .. $#titles) {
		push @items, { title => $titles[$i], guid => "$i $titles[$i]",
		    $i % 2 ? ('wp:post_name' => $titles[$i]) : () };
	}
	my $outer = folder();
	mkdir "$outer/in";
	mkdir "$outer/in/posts";
	for my $pattern ('posts/{name}.md', 'posts/{slug}/index.md') {
		my ($status, $out, $err) = feedloom({ dir => "$outer/in" },
		    'convert', '-q', '-t', 'text', '-f', 'rss', '-o', $pattern,
		    feed(@items));
		is("$status$out$err", '0', "naughty titles: $pattern");
		my @files = files($outer);
		is(@files + 0, 2000, 'a file for each');
		my $name = qr/[a-z0-9]+(-[a-z0-9]+)*/;
		is_deeply([grep { !m{^/in/posts/$name(/index)?\.md\z} ||
		    m{/(con|nul|aux|prn)\b[^-]}i || length > 200 } @files], [],
		    'none of them is elsewhere, or has another name');
		unlink map { "$outer$_" } @files;
	}
}

# Links that somebody has planted.
{
	my $folder = folder();
	mkdir "$folder/$_" for qw(outside posts);
	my @convert = ({ dir => $folder }, 'convert', '-t', 'text', '-o');
	my $feed = feed({ title => 'a', guid => 'a',
	    pubDate => 'Tue, 2 Jan 2024 10:00:00 GMT' });
	symlink '../outside', "$folder/posts/2024";
	fails('a folder that is a link', 73, qr/symbolic link/, @convert,
	    'posts/{year}/{name}', $feed);
	symlink '../outside/b', "$folder/posts/a.md";
	fails('a file that is a link', 73, qr/no regular file/, @convert,
	    'posts/{name}.md', $feed);
	is_deeply([below("$folder/outside")], [], 'nothing is outside');
	ok(-l "$folder/posts/a.md", 'and the link is still there');
	symlink 'posts', "$folder/alias";
	my ($status) = feedloom(@convert, 'alias/{name}.txt', $feed);
	is($status, 0, "a link in one's own words is followed");
	ok(-f "$folder/posts/a.txt", 'to where it leads');
}

# What cannot be.
{
	my $feed = feed(map { { title => $_, guid => $_ } } 'a', 'b');
	my $folder = folder();
	my @convert = ({ dir => $folder }, 'convert', '-t', 'text', '-o');
	fails('an unknown field', 64, qr/\{slog\}; did you mean 'slug'/, @convert,
	    'new/{slog}.md', $feed);
	fails('a way out', 64, qr/'\.\.' cannot stand/, @convert,
	    'new/{name}/../../x', $feed);
	fails('an open brace', 64, qr/written \{\{/, @convert, 'new/{name', $feed);
	is_deeply([below($folder)], [], 'nothing was made');
	spew("$folder/file", '');
	fails('a file for a folder', 73, qr/'file\/new'/, @convert,
	    'file/new/{name}', $feed);
	fails('a folder for a file', 73, qr/no regular file/, @convert, '{name}',
	    do { mkdir "$folder/a"; $feed });
	my ($status, $out, $err) = run({}, 'setpriv', '--version');
	SKIP: {
		skip('no setpriv, or not root', 3) if $status != 0 || $> != 0;
		mkdir "$folder/closed";
		chmod 0755, $tmp, $folder, "$folder/closed";
		my @nobody = ('setpriv', '--reuid=65534', '--regid=65534',
		    '--clear-groups', $feedloom);
		($status, $out, $err) = run({ dir => $folder, stdin => $feed },
		    @nobody, 'convert', '-t', 'text', '-o', 'closed/{name}');
		is($status, 73, 'a folder that is read-only');
		like($err, qr/'closed\/a': Permission denied/, 'says so');
		is_deeply([below("$folder/closed")], [], 'and stays empty');
	}
}

# A feed that breaks off: what was whole is there, and nothing else.
{
	my $folder = folder();
	my $text = slurp($export);
	spew("$tmp/cut.xml", substr $text, 0, 200_000);
	my ($status, undef, $err) = feedloom({ dir => $folder }, 'convert', '-q',
	    '-t', 'json', @every, '-o', '{n}.json', "$tmp/cut.xml");
	is($status, 65, 'a feed that breaks off');
	my @files = files($folder);
	cmp_ok(@files + 0, '>', 40, 'its whole entries are there');
	my @broken = grep { !eval { decode_json(slurp("$folder$_")) } } @files;
	is("@broken", '', 'and each of them is whole');
}
done_testing;
