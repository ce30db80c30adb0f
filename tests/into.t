#!/usr/bin/perl
# Many files, each converted on its own into a folder: the same bytes and words
# as one by one, whatever the number of processes and whatever fails.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use File::Path qw(make_path remove_tree);
use Test::More;

my $dir = "$tmp/here";
make_path("$dir/in", "$dir/plugins");

sub item
{
	my ($n, $more) = @_;
	return "<item><title>T$n</title><guid isPermaLink=\"false\">$n</guid>" .
	    ($more // '') . "</item>\n";
}

sub feed
{
	my ($name, @items) = @_;
	spew("$dir/$name", '<rss version="2.0"><channel><title>' .
	    basename($name) . "</title>\n@items</channel></rss>\n");
}

# What is in a folder: its files and their bytes.
sub folder
{
	my ($path) = @_;
	my %files;
	opendir my $d, $path or return {};
	for my $name (sort readdir $d) {
		next if -d "$path/$name";
		$files{$name} = slurp("$path/$name");
	}
	closedir $d;
	return \%files;
}

sub into
{
	my ($to, @args) = @_;
	return feedloom({ dir => $dir }, 'convert', '--into', $to, @args);
}

# Files one by one by -o, into "one", as --into should have it: [status, words].
# A line that does not name its file does so with --into.
sub one_by_one
{
	my ($extension, $files, @args) = @_;
	my ($failed, $words) = (0, '');
	remove_tree("$dir/one");
	mkdir "$dir/one";
	for my $file (@$files) {
		my $name = basename($file) =~ s/(?<=.)(\.(xml|rss|rdf|atom|json|wxr|gz))+\z//r;
		my ($status, $out, $err) = feedloom({ dir => $dir }, 'convert',
		    @args, '-o', "one/$name.$extension", $file);
		$failed = 1 if $status != 0;
		$words .= join '', map {
			index($_, $file) >= 0 ? $_ : /^(feedloom: )?(.*)/s &&
			    ($1 // '') . "$file: $2"
		} split /(?<=\n)/, $err;
	}
	return ($failed, $words);
}

# The same files, all at once, by one, two and four processes.
sub same
{
	my ($words, $extension, $files, @args) = @_;
	my ($failed, $said) = one_by_one($extension, $files, @args);
	my $expected = folder("$dir/one");
	for my $jobs (1, 2, 4) {
		remove_tree("$dir/many");
		my ($status, $out, $err) = into('many', '-j', $jobs, @args, @$files);
		is("$status$out", $failed, "$words, -j $jobs: the status");
		is($err, $said, "$words, -j $jobs: the same words in their order");
		is_deeply(folder("$dir/many"), $expected,
		    "$words, -j $jobs: the same bytes");
	}
}

# All captures, broken ones among them; one that is not there, one that is
# empty, one that is packed.
my @captures;
for my $file (glob("$tests/captures/*.xml"), glob("$tests/captures/ill-formed/*")) {
	my $name = sprintf 'in/%03d-%s', scalar @captures, basename($file);
	spew("$dir/$name", slurp($file));
	push @captures, $name;
}
spew("$dir/in/empty.xml", '');
spew("$dir/in/packed.rss.xml", slurp("$dir/$captures[0]"));
system 'gzip', "$dir/in/packed.rss.xml";
my @all = ('in/none.xml', @captures, 'in/packed.rss.xml.gz', 'in/empty.xml');
cmp_ok(scalar @captures, '>', 40, 'there are captures');
same('captures as JSON', 'json', \@all, '-t', 'json');
same('captures as text, all warnings', 'txt', \@all, '-t', 'text', '-v');
same('captures as Atom, strict', 'atom', \@all, '-t', 'atom', '--strict', '-q');
same('captures as text, nothing lost', 'txt', [@captures[0 .. 9]], '-t', 'text',
    '--fail-on-loss');

# What outputs are called.
feed('in/a.rss.xml', item(1));
{
	my %names = ('a.rss.xml' => 'a', 'b.XML' => 'b', 'c.atom.gz' => 'c',
	    'd.txt' => 'd.txt', '.xml' => '.xml', 'e' => 'e', 'f.xml.bak' =>
	    'f.xml.bak', 'g.json.xz' => 'g', "h i.feed" => 'h i', 'xml' => 'xml',
	    '-k.rdf' => '-k');
	mkdir "$dir/names";
	spew("$dir/names/$_", slurp("$dir/in/a.rss.xml")) for keys %names;
	my @got = into('called/as/this/', '-t', 'json', '--', map { "names/$_" }
	    sort keys %names);
	is("@got", '0  ', 'names: all good, and nothing is said');
	is(join(' ', sort keys %{ folder("$dir/called/as/this") }),
	    join(' ', sort map { "$_.json" } values %names),
	    'names without their endings, in a folder that is made');
}
{
	mkdir "$dir/other";
	feed('other/a.atom', item(1));
	my ($status, $out, $err) = into('clash', '-t', 'json', 'in/a.rss.xml',
	    'names/b.XML', 'other/a.atom', 'names/b.XML');
	is($status, 64, 'two of one name: status 64');
	like($err, qr{^feedloom: 'in/a\.rss\.xml' and 'other/a\.atom' would both become 'a\.json': },
	    'two of one name: both are named');
	ok(!-e "$dir/clash", 'two of one name: before anything is written');
}

# What cannot be.
for my $case (
	[qr/--into and --output exclude/, '-o', 'x', 'in/a.rss.xml'],
	[qr/--to and --stylesheet exclude/, '--stylesheet', 'x.xsl', 'in/a.rss.xml'],
	[qr/--into needs a FILE/],
	[qr/standard input has no name/, '-'],
	[qr/'names\/' is a folder/, 'names/'],
	[qr/--jobs must be 0 to 64/, '-j', '65', 'in/a.rss.xml'],
) {
	my ($says, @args) = @$case;
	my ($status, $out, $err) = into('wrong', '-t', 'json', @args);
	is($status, 64, "@args: status 64");
	like($err, $says, "@args: says so");
	ok(!-e "$dir/wrong", "@args: nothing is made");
}
{
	spew("$dir/file", '');
	my ($status, $out, $err) = into('file', '-t', 'json', 'in/a.rss.xml');
	is($status, 73, 'no folder: status 73');
	($status, $out, $err) = into('out', '-t', 'jsno', 'in/a.rss.xml');
	is($status, 64, 'no such format: status 64');
	($status, $out, $err) = into('out', '-t', 'json', 'names', 'in/a.rss.xml');
	is($status, 1, 'a folder among the files: status 1');
	like($err, qr/^feedloom: cannot read 'names': Is a directory\n\z/,
	    'a folder among the files: says so');
	is(join(' ', keys %{ folder("$dir/out") }), 'a.json',
	    'a folder among the files: the others are there');
}

# What is there stays where the new one is the same, or fails.
{
	my $inode = sub { return (stat "$dir/out/$_[0]")[1] };
	spew("$dir/in/breaks.xml", '<rss version="2.0"><channel><title>b</title>' .
	    item(1) . '<item><title>T2');
	feed('in/new.xml', item(1));
	spew("$dir/out/$_.json", "old\n") for qw(breaks new gone);
	my @before = map { $inode->("$_.json") } qw(a breaks);
	my ($status, $out, $err) = into('out', '-j2', '-t', 'json',
	    'in/breaks.xml', 'in/a.rss.xml', 'in/gone.xml', 'in/new.xml');
	is($status, 1, 'some fail: status 1');
	my @lines = split /\n/, $err;
	like($lines[0], qr{^feedloom: in/breaks\.xml: .*ends early},
	    'what breaks off is told');
	like($lines[1], qr{^feedloom: cannot open 'in/gone\.xml'},
	    'and what is not there');
	is(scalar @lines, 2, 'and nothing else');
	is_deeply([map { $inode->("$_.json") } qw(a breaks)], \@before,
	    'what is the same, and what fails, stays the same file');
	is(slurp("$dir/out/$_.json"), "old\n", "$_: the old one stays")
	    for qw(breaks gone);
	like(slurp("$dir/out/new.json"), qr/"title":\s*"new\.xml"/,
	    'what is new is replaced');
	is(join(' ', grep { !/json\z/ } keys %{ folder("$dir/out") }), '',
	    'no temporary file is left');
}

# No link leads out of the folder.
{
	spew("$dir/elsewhere", "mine\n");
	unlink "$dir/out/a.json";
	symlink "$dir/elsewhere", "$dir/out/a.json";
	my ($status, $out, $err) = into('out', '-t', 'json', 'in/a.rss.xml',
	    'in/new.xml');
	is($status, 1, 'a link in the place of an output: status 1');
	like($err, qr{^feedloom: in/a\.rss\.xml: 'out/a\.json' is no regular file\n\z},
	    'a link in the place of an output: says so');
	is(slurp("$dir/elsewhere"), "mine\n", 'and it is not followed');
	unlink "$dir/out/a.json";
	symlink "$dir/out", "$dir/link";
	($status) = into('link', '-t', 'json', 'in/a.rss.xml');
	is($status, 0, 'the folder itself may be one');
	ok(-f "$dir/out/a.json", 'and that is where files are');
}

# Plugins begin anew with each file: functions, windows, modules, xpath.
make_path("$dir/plugins/count", "$dir/plugins/xslt");
spew("$dir/plugins/count/main.lua", <<'END');
local seen, step = 0, require("steps.one")
if not pcall(require, "none") then step = step * 1 end
return {
  api = 1, name = "count", about = "Counts entries",
  options = { from = { type = "integer", default = 0, about = "x" } },
  stages = {
    function(entry, opt)
      seen = seen + step
      entry.title = entry.title .. " is " .. seen + opt.from
      shared = (shared or "") .. entry.title
      entry.summary = shared
      if entry:xpath("atom:title")[1] == nil then error("no title") end
    end,
    "count.xsl",
  },
  feed = function(head) head.subtitle = "after " .. seen end,
  finish = function() print(seen) end,
  xpath = { again = function() seen = seen + 100 return seen end },
}
END
make_path("$dir/plugins/count/steps");
spew("$dir/plugins/count/steps/one.lua", "return 1\n");
spew("$dir/plugins/count/count.xsl", <<'END');
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:atom="http://www.w3.org/2005/Atom" xmlns:c="urn:feedloom:plugin:count"
    exclude-result-prefixes="c">
<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>
<xsl:template match="atom:title"><xsl:copy><xsl:value-of select="."/>, <xsl:value-of select="c:again()"/></xsl:copy></xsl:template>
</xsl:stylesheet>
END
spew("$dir/plugins/fails.lua", 'return { api = 1, name = "fails", about = "x", ' .
    'stages = { function(entry) n = (n or 0) + 1 if n > 2 then error("third") end end } }');
spew("$dir/plugins/talks.lua", 'return { api = 1, name = "talks", about = "x", ' .
    'stages = { function(entry) for i = 1, 60 do print(i) end end } }');
my @feeds = map { "in/p$_.xml" } 1 .. 6;
feed($_, map { item($_) } 1 .. 4, 2) for @feeds;
for my $plugins (['count,from=7'], ['count', 'count'], ['dedupe'], ['sort'],
    ['limit,count=3'], ['merge'], ['fails'], ['fails', 'count'], ['talks']) {
	same("plugins @$plugins", 'json', \@feeds, '-t', 'json', '--plugin-path',
	    'plugins', map { ('-p', $_) } @$plugins);
}
same('too many failures', 'json', \@feeds, '-t', 'json', '--plugin-path',
    'plugins', '-p', 'fails', '--max-failures', '1', '-v');
{
	my ($status, $out, $err) = into('many', '-t', 'json', '--plugin-path',
	    'plugins', '-p', 'fails', @feeds);
	like($err, qr{^in/p1\.xml: fails: "T3" \(3\): fails\.lua:1: third; },
	    'what a plugin says has the name of the file');
}

# More is said than is kept until its turn comes.
{
	my @loud = map { "in/loud$_.xml" } 1 .. 5;
	feed($_, item(1, '<description>' . 'a & b ' x 6000 . '</description>'))
	    for @loud;
	same('much that is said', 'json', [@loud, @feeds], '-t', 'json', '-v');
}

# A process that ends costs the file that it is at.
spew("$dir/plugins/hangs.lua", 'return { api = 1, name = "hangs", about = "x", ' .
    'stages = { function(entry) if entry.id == "hang" then ' .
    'string.find(string.rep("a", 300), string.rep("a-", 60) .. "b") end end } }');
feed('in/hangs.xml', item('hang'));
for my $jobs (1, 3) {
	remove_tree("$dir/many");
	my ($status, $out, $err) = into('many', '-j', $jobs, '-t', 'json',
	    '--plugin-path', 'plugins', '-p', 'hangs', $feeds[0],
	    'in/hangs.xml', @feeds[1 .. 5]);
	is($status, 1, "a process that ends, -j $jobs: status 1");
	like($err, qr{\Afeedloom: hangs: .*too much processor time.*\nfeedloom: in/hangs\.xml: the process that converted it has ended with status 65\n\z},
	    "a process that ends, -j $jobs: both say so");
	is(join(' ', sort keys %{ folder("$dir/many") }),
	    join(' ', map { "p$_.json" } 1 .. 6),
	    "a process that ends, -j $jobs: the other files are there");
}

# One that is killed, while it reads from a pipe; its master lives.
SKIP: {
	skip('no /proc', 4) unless -d '/proc/self';
	remove_tree("$dir/many");
	system 'mkfifo', "$dir/in/pipe.xml";
	my $pid = fork // die "fork: $!";
	if ($pid == 0) {
		chdir $dir;
		open STDERR, '>', "$dir/said";
		exec $feedloom, 'convert', '-t', 'json', '--into', 'many',
		    $feeds[0], 'in/pipe.xml', $feeds[1];
	}
	open my $pipe, '>', "$dir/in/pipe.xml" or die $!;
	my ($worker) = grep { $_ ne '' } map {
		# Processes come and go.
		(eval { slurp($_) } // '') =~ /^(\d+) \(.*\) \S $pid / ? $1 : ''
	} glob '/proc/[0-9]*/stat';
	select undef, undef, undef, 0.2;
	kill 'KILL', $worker;
	waitpid $pid, 0;
	is($? >> 8, 1, 'a process that is killed: status 1');
	is(slurp("$dir/said"), 'feedloom: in/pipe.xml: the process that ' .
	    "converted it was ended by signal 9 (Killed)\n",
	    'a process that is killed: says so');
	is(join(' ', sort keys %{ folder("$dir/many") }), 'p1.json p2.json',
	    'a process that is killed: the other files are there, and no more');
	close $pipe;

	# The master is told to end.
	remove_tree("$dir/many");
	$pid = fork // die "fork: $!";
	if ($pid == 0) {
		chdir $dir;
		exec $feedloom, 'convert', '-t', 'json', '--into', 'many',
		    $feeds[0], 'in/pipe.xml', $feeds[1];
	}
	open $pipe, '>', "$dir/in/pipe.xml" or die $!;
	select undef, undef, undef, 0.2;
	kill 'TERM', $pid;
	waitpid $pid, 0;
	is(join(' ', $? & 127, sort keys %{ folder("$dir/many") }), '15 p1.json',
	    'a signal: no temporary file is left');
	close $pipe;
}

# How far it is, and what is said once.
{
	my ($status, $out, $err) = into('many', '-t', 'json', '--progress=always',
	    @feeds);
	like($err, qr{\A    6 of 6 files  \d+ files/s  0:00 left \(100 %\)\n\z},
	    'progress counts files');
	($status, $out, $err) = into('many', '-j4', '-t', 'json', '--no-sandbox',
	    @feeds);
	is("$status$err", "0--no-sandbox: what a feed sets off can do what you " .
	    "may\n", 'a warning that is of no file comes once');
}

# What those that convert ask of the kernel, once they are locked in.
SKIP: {
	skip('a sanitizer or valgrind needs more than a jail lets through', 5)
	    if $ENV{SAN} || $ENV{VALGRIND};
	skip('no strace, or it may not trace', 5)
	    if (run({}, 'strace', '-o', '/dev/null', 'true'))[0] != 0;
	my %may = map { $_ => 1 } qw(read pread64 lseek write close brk mmap
	    munmap mremap madvise exit_group rt_sigprocmask rt_sigaction
	    clock_gettime poll recvmsg rt_sigreturn);
	remove_tree("$dir/many");
	my ($status) = run({ dir => $dir }, 'strace', '-f', '-o', "$tmp/trace",
	    $feedloom, 'convert', '-q', '-j2', '-t', 'json', '-p', 'dedupe',
	    '--into', 'many', @all);
	my (%locked, @beyond);
	for my $line (split /\n/, slurp("$tmp/trace")) {
		my ($pid, $call) = $line =~ /^(\d+) +(\w+)\(/ or next;
		push @beyond, $line if $locked{$pid} && !$may{$call};
		$locked{$pid} = 1 if $line =~ /PR_SET_SECCOMP/;
	}
	is($status, 1, 'traced: status 1');
	is(scalar keys %locked, 2, 'both are locked in');
	is(join("\n", @beyond), '', 'and open nothing from then on');
	my @order = slurp("$tmp/trace") =~ /\b(syncfs|fsync|renameat)\(/g;
	is(shift @order, 'fsync', 'the new folder is there to stay');
	like("@order", qr/^syncfs( renameat)+( syncfs( renameat)+)* fsync$/,
	    'all is on the disk before it is in its place, and then the folder');
}

done_testing;
