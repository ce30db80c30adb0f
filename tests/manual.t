#!/usr/bin/perl
# The manuals are true: their examples run and say what is printed there, and
# their tables are those of the code.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use File::Path qw(make_path);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $src = "$tests/../src";
my @manuals = glob "$src/*/*.[1-9]";

# Examples.  A block of a manual whose first line begins with "$ " is a session:
# after "$ cat FILE" come the lines of a file, after other commands, which may
# go on in indented lines, what they print, if anything is shown.  A line "..."
# stands for any lines; one that ends in a backslash goes on in the next.

# What the examples use without showing it.
sub prepare
{
	my ($dir) = @_;
	mkdir $dir or die "$dir: $!";
	mkdir "$dir/bin";
	symlink $feedloom, "$dir/bin/feedloom";
	spew("$dir/bin/curl", "#!/bin/sh\n[ \"\$2\" = -o ] && exec >\"\$3\"\n" .
	    "cat '$tests/captures/main-full.rss.xml'\n");
	spew("$dir/bin/less", "#!/bin/sh\ncat\n");
	chmod 0755, glob "$dir/bin/*";
	system 'cp', '-R', "$tests/../plugins", "$tests/../xslt", $dir;
	spew("$dir/feed.xml", slurp("$tests/captures/main-full.rss.xml")
	    =~ s/\?>\K/<?xml-stylesheet type="text\/xsl" href="\/feed.xsl"?>/r);
	spew("$dir/feed.xsl", slurp("$tests/pages/method-html/sheet.xsl"));
	spew("$dir/export.xml", slurp("$tests/captures/whole-site.wxr.xml"));
	system 'gzip', '-kn', "$dir/export.xml";
	spew("$dir/mail-password", "secret\n");
	chmod 0600, "$dir/mail-password";
	mkdir "$dir/feeds";
	system 'cp', "$tests/captures/main-full.rss.xml",
	    "$tests/captures/main-full-page2.rss.xml", "$dir/feeds";
}

sub unescape
{
	my ($line) = @_;
	$line =~ s/^\\&//;
	$line =~ s/\\e/\\/g;
	$line =~ s/\\-/-/g;
	return $line;
}

# The literal text of a manual, block by block: [first line, text].
sub blocks
{
	my ($manual) = @_;
	my (@blocks, $text, $first);
	my @lines = split /\n/, slurp($manual);
	for my $i (0 .. $#lines) {
		my $line = $lines[$i];
		if ($line =~ /^\.Bd -literal/) {
			($text, $first) = ('', $i + 2);
		} elsif ($line =~ /^\.Ed/ && defined $text) {
			push @blocks, [$first, $text];
			undef $text;
		} elsif ($line =~ /^\.Dl (.*)/) {
			push @blocks, [$i + 1, unescape($1) . "\n"];
		} elsif (defined $text) {
			$text .= unescape($line) . "\n";
		}
	}
	return @blocks;
}

sub same
{
	my ($is, $shown) = @_;
	my $pattern = join '', map {
		$_ eq "...\n" ? '(?:.*\n)*?' : quotemeta
	} $shown =~ /.*\n/g;
	return $is =~ /\A$pattern\z/;
}

sub try_command
{
	my ($dir, $command, $shown, $where) = @_;
	if ($command =~ /\bjq\b/ && system('command -v jq >/dev/null') != 0) {
		SKIP: { skip "no jq for $where", 1 }
		return;
	}
	my ($status, $out, $err) = run({ dir => $dir,
	    env => { PATH => "$dir/bin:$ENV{PATH}" } },
	    '/bin/sh', '-e', '-c', $command);
	$shown =~ s/\\\n//g;
	$shown = "...\n" if $shown eq '' && $out ne '';
	# Without a word of what is printed, there must be something.
	$shown = "?\n" if $shown eq '' && $command !~ /-o |--into /;
	ok($status == 0 && $err eq '' && ($shown eq '' || same($out, $shown)),
	    "$where: " . $command =~ s/\s+/ /gr) or diag("status $status\n$err$out");
}

sub try_session
{
	my ($dir, $session, $where) = @_;
	my @parts = split /^\$ /m, $session;
	shift @parts;
	while (defined(my $part = shift @parts)) {
		my ($command, $rest) = split /\n/, $part, 2;
		while ($rest =~ s/\A( +[^\n]*)\n// ||
		    $command =~ /\\\z/ && $rest =~ s/\A([^\n]*)\n//) {
			$command .= "\n$1";
		}
		if ($command =~ /^cat (\S+)\z/) {
			make_path(dirname("$dir/$1"));
			spew("$dir/$1", $rest);
		} else {
			try_command($dir, $command, $rest, $where);
		}
	}
}

for my $manual (@manuals) {
	my $name = basename($manual);
	my $dir = "$tmp/$name";
	prepare($dir);
	for my $block (blocks($manual)) {
		my ($line, $text) = @$block;
		try_session($dir, $text, "$name:$line") if $text =~ /\A\$ /;
	}
}

# Tables.

sub strip
{
	return join '', map { /^"(.*)"\z/s ? $1 : $_ } $_[0] =~ /"[^"]*"/g;
}

# The cells of the rows in the first column list below a heading.
sub table
{
	my ($heading) = @_;
	my ($section) = slurp("$src/model/feedloom-entry.5") =~ /^\.S[hs] \Q$heading\E\n((?:(?!\.S[hs] ).*\n)*)/m;
	my ($list) = ($section // '') =~ /^\.Bl -column.*\n((?:(?!\.El).*\n)*)/m;
	my @rows = map { [split / ?\bTa\b ?/, $_, -1] }
	    ($list // '') =~ /^\.It *(.*)/mg;
	shift @rows if @rows && $rows[0][0] =~ /^Em /;
	return @rows;
}

# Namespaces: the first address of each.
my $ns_h = slurp("$src/xml/ns.h");
my $ns_c = slurp("$src/xml/ns.c");
my (%prefix, @spaces, %seen);
while ($ns_c =~ /ROW\((NS_\w+),\s*"(\w+)",\s*((?:"[^"]*"\s*)+|NS_\w+_URI)\)/g) {
	my ($id, $prefix, $uri) = ($1, $2, $3);
	if ($uri =~ /^NS_/) {
		($uri) = $ns_h =~ /#define $uri\s+(?:\\\n\s*)?("[^"]*")/;
	}
	$prefix{$id} //= $prefix;
	push @spaces, "$prefix " . strip($uri) if !$seen{$prefix}++;
}
cmp_ok(scalar @spaces, '>', 50, 'there are namespaces');
is_deeply([map { "@$_" } table('NAMESPACES')], \@spaces,
    'NAMESPACES lists those of xml/ns.c');

# Fields: the rows of the table, by rank.
@prefix{qw(NS_RSS NS_KNOWN)} = ('', 'admin');
my %single = map { $_ => lc substr $_, 2 } qw(F_TITLE F_ID F_LINK F_PUBLISHED
    F_UPDATED F_CONTENT F_SUMMARY F_SUBTITLE F_RIGHTS F_LANGUAGE F_GENERATOR
    F_LOGO F_ICON);
my %many = (put_atom_link => 'link', put_enclosure => 'link',
    put_replies => 'link', put_source => 'source', put_category => 'category',
    put_subject => 'category', put_contributor => 'contributor',
    put_author => 'author', put_creator => 'author');
my %order = (best => 1, each => 2, else => 3);
my (%fields, $rows);
my $fields_c = slurp("$src/parse/fields.c");
while ($fields_c =~ /\{(NS_\w+), "(\w+)", ([EH |]+), (F_\w+), (\d+),\s+(true|false), (\w+)\}/g) {
	my ($ns, $name, $where, $field, $rank, $keep, $put) =
	    ($1, $2, $3, $4, $5, $6, $7);
	my $kind = $field eq 'F_MANY' ? 'each'
	    : $field eq 'F_AUTHOR_ELSE' ? 'else' : 'best';
	my $is = $kind eq 'else' ? 'author' : $single{$field} // $many{$put} //
	    $name;
	$where = { E => 'entry', H => 'feed', 'E | H' => 'both' }->{$where};
	push @{ $fields{$is} }, { kind => $kind, rank => $rank,
	    at => $rows++, row => ($prefix{$ns} ? "$prefix{$ns}:" : '') .
	    "$name $where $kind" . ($keep eq 'true' ? ', stays' : '') };
}
my ($defined) = $fields_c =~ /^static const struct row table\[\] = \{\n(.*?)^\};/ms;
is($rows, scalar(() = $defined =~ /^    \{/mg), 'every row is understood');
my (%listed, $field);
for my $row (table('FIELDS')) {
	my ($name, @rest) = @$row;
	$field = $name if $name ne '';
	push @{ $listed{$field} }, "@rest";
}
is_deeply([sort keys %listed], [sort keys %fields], 'FIELDS has all fields');
for my $name (sort keys %fields) {
	my @sorted = sort { $order{ $a->{kind} } <=> $order{ $b->{kind} } ||
	    $a->{rank} <=> $b->{rank} || $a->{at} <=> $b->{at} }
	    @{ $fields{$name} };
	is_deeply($listed{$name}, [map { $_->{row} } @sorted],
	    "FIELDS says of $name what parse/fields.c does");
}

# The members of JSON Feed.
my %members = map { $_ => 1 } grep { !/^(?:version|items)$/ }
    slurp("$src/parse/json_atom.c") =~ /^\s+\{"(\w+)", take_\w+\}/mg;
is_deeply([sort map { split /, / } map { $_->[0] } table('JSON Feed')],
    [sort keys %members], 'the members of JSON Feed');

# Limits.  These only say how much is done at a time.
my %pace = map { $_ => 1 } qw(CHUNK LOOKAHEAD BURST BURST_ENTRIES RANGE
    RANGE_IN RANGE_OUT JOBS ANSWER);
my (%limits, %shown);
my $limits_h = slurp("$src/base/limits.h");
while ($limits_h =~ /^#define LIMIT_(\w+) \(?(\d+)(?:UL)?(?: \* ([KM])IB)?\)?/mg) {
	next if $pace{$1};
	my ($name, $number, $unit) = ($1, $2, $3);
	1 while $number =~ s/(\d)(\d{3})(?!\d)/$1,$2/;
	$limits{$name} = $number . ($unit ? " ${unit}iB" : '');
}
$shown{ $_->[0] } = $_->[1] for table('LIMITS');
is_deeply(\%shown, \%limits, 'LIMITS are those of base/limits.h');
my $feedloom_1 = slurp("$src/verbs/feedloom.1") =~ s/\s+/ /gr;
for my $name (qw(ENTRY HEAD TAG ATTRIBUTES DEPTH NODES JSON_DEPTH)) {
	like($feedloom_1, qr/\.Ss Limits.*\b$limits{$name}\b.*\.Sh FORMATS/,
	    "feedloom(1) has the limit of $name");
}

# The keys of feedloom.lua: where they stand, their defaults.
my $conf_5 = slurp("$src/config/feedloom.conf.5");
my $keys_c = slurp("$src/config/key.c");
for my $part (qw(settings feed source header digest smtp)) {
	my ($rows) = $keys_c =~
	    /config_${part}_keys\[\] = \{\n(.*?)\{ \.name = NULL/s;
	my ($section) = $conf_5 =~
	    /^\.Ss Keys of (?:a )?$part\n(.*?)(?=^\.S[sh] )/ms;
	my (%initial, %item);
	while (($rows // '') =~ /\.name = "(\w+)"(.*?)\}/gs) {
		my ($name, $row) = ($1, $2);
		$initial{$name} = $row =~ /\.initial = "([^"]*)"/ ? $1 : '';
	}
	while (($section // '') =~ /^\.It Va (\w+)\n(.*?)(?=^\.It |\z)/gms) {
		my ($name, $text) = ($1, $2);
		$item{$name} = $text =~ s/\s+/ /gr;
	}
	is_deeply([sort keys %item], [sort keys %initial],
	    "feedloom.conf(5) has the keys of $part");
	for my $name (grep { $initial{$_} ne '' } sort keys %initial) {
		like($item{$name} // '',
		    qr/The default is (?:\.Ql |\.Li )?$initial{$name}\b/,
		    "and the default of $name");
	}
}
done_testing;
