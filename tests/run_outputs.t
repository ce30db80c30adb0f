#!/usr/bin/perl
# feedloom run and its outputs: what makes them anew, and where they are not
# to be written.
use strict;
use warnings;
use lib 'tests/lib';
use Cron;
use Feedloom;
use File::Path qw(make_path);
use Test::More;

my ($status, $said);
my $good = rss('News', 3, 2, 1);
page('a.xml', $good, 'ETag: "a"');
page('b.xml', $good, 'ETag: "b"');

# 11: what outputs are made by
my $mark = <<'LUA';
return { api = 1, name = "mark", about = "Marks titles",
  options = { with = { type = "string", default = "!", about = "the mark" } },
  stages = { function(entry, opt) entry.title = entry.title .. opt.with end } }
LUA
my $config = <<'LUA';
feed "a" { source = <a.xml>, through = { "mark" },
    publish = { ["a.atom"] = "atom", ["a.json"] = "json" } }
feed "b" { source = <b.xml>, publish = { ["b.atom"] = "atom" } }
LUA
my $dir = folder('recipe', $config);
make_path("$dir/plugins");
spew("$dir/plugins/mark.lua", $mark);
cron($dir, 0);
like(published($dir, 'a.atom'), qr/<title>Post 3!</, 'a plugin');
asked();
cron($dir, 5);
is_deeply([asked()], [], 'nothing is due after five minutes');
spew("$dir/plugins/mark.lua", $mark =~ s/default = "!"/default = "?!"/r);
($status, $said) = cron($dir, 6);
is("$status $said", '0 ', 'the plugin was changed');
like(published($dir, 'a.atom'), qr/<title>Post 3\?!</,
    'outputs are made anew without waiting');
is((grep { $_ eq '/a.xml' } asked()), 1, 'from all that the source has');
my $before = listing($dir);
cron($dir, 7);
is_deeply([asked()], [], 'and once');

folder('recipe', $config =~ s/"mark" }/{ "mark", with = "*" } }/r);
($status, $said) = cron($dir, 8);
is("$status $said", '0 ', 'an option was changed');
like(published($dir, 'a.atom'), qr/<title>Post 3\*</, 'its outputs are new');
is_deeply([asked()], ['/a.xml'], 'the other feed is left alone');

unlink "$dir/public/a.json" or die;
$before = join "\n", grep { /\.atom/ } split /\n/, listing($dir);
cron($dir, 9);
ok(defined published($dir, 'a.json'), 'an output that was deleted is back');
is(join("\n", grep { /\.atom/ } split /\n/, listing($dir)), $before,
    'and the others are not touched');
is_deeply([asked()], ['/a.xml'], 'nor asked for');
spew("$dir/public/a.json", 'changed by somebody');
cron($dir, 70);
is_deeply([map { s/ .*//r } asked()], ['/a.xml', '/b.xml'], 'without news');
is(published($dir, 'a.json'), 'changed by somebody',
    'an output that somebody has changed stays until then');

# What is to be made anew of a site that is down.
page('a.xml', '', ':status 500');
page('b.xml', '', ':status 500');
spew("$dir/plugins/mark.lua", $mark);
$before = listing("$dir/public");
($status, $said) = cron($dir, 80);
is($status, 1, 'the site is down');
is(listing("$dir/public"), $before, 'outputs stay as they are');
asked();
cron($dir, 81);
is_deeply([asked()], [], 'and it is not asked again and again');
page('a.xml', $good, 'ETag: "a"');
page('b.xml', $good, 'ETag: "b"');
cron($dir, 300);
like(published($dir, 'a.atom'), qr/<title>Post 3\*</, 'then they are made');
asked();

# 12: where outputs go
my $away = "$tmp/elsewhere";
mkdir $away;
spew("$away/secret", 'not to be written over');
$dir = folder('links', <<"LUA");
feed "folder" { source = <a.xml>, publish = { ["in/a.atom"] = "atom" } }
feed "file" { source = <a.xml>, publish = { ["b.atom"] = "atom" } }
feed "good" { source = <a.xml>, publish = { ["new/er/c.atom"] = "atom" } }
LUA
mkdir "$dir/public";
symlink $away, "$dir/public/in" or die;
symlink "$away/secret", "$dir/public/b.atom" or die;
($status, $said) = cron($dir, 0);
is($status, 1, 'links in the way');
is(join('', sort split /^/, $said), <<'END', 'are told');
file: cannot write to 'b.atom': there is a symbolic link in it, and none is followed
folder: cannot write to 'in/a.atom': there is a symbolic link in it, and none is followed
END
is(slurp("$away/secret"), 'not to be written over', 'no link is followed');
is(join(' ', map { s{.*/}{}r } glob "$away/*"), 'secret', 'nor in a folder');
is(published($dir, 'new/er/c.atom'), converted($good, 'atom', 'a.xml'),
    'folders are made');

# All outputs of a feed, or as they were.
$config = <<'LUA';
feed "two" { source = <a.xml>, publish = { ["1.atom"] = "atom",
    ["2/2.atom"] = "atom" } }
LUA
page('a.xml', $good, 'ETag: "a"');
$dir = folder('file', $config);
cron($dir, 0);
system 'rm', '-r', "$dir/public/2";
spew("$dir/public/2", 'a file');
page('a.xml', rss('News', 4, 3, 2), 'ETag: "a4"');
$before = listing($dir);
($status, $said) = cron($dir, 60);
is($status, 1, 'a file in the place of a folder');
like($said, qr{^two: [^\n]*'?\S*2[^\n]*: Not a directory\n\z}, 'a line says so');
is(listing($dir), $before, 'the other output stays as it was');
asked();
unlink "$dir/public/2";
($status, $said) = cron($dir, 120);
is("$status $said", '0 ', 'when it is gone');
is_deeply([asked()], ['/a.xml'], 'nothing of the failed run is remembered');
is(published($dir, '2/2.atom'),
    converted(rss('News', 4, 3, 2), 'atom', 'a.xml'), 'both are published');
is(published($dir, '1.atom'), published($dir, '2/2.atom'), 'and are the same');

# A folder that nobody may write in; to the superuser, without his privilege.
my @as = $> == 0 ? qw(setpriv --bounding-set -dac_override) : ();
SKIP: {
	my ($none) = @as ? run({}, @as, 'true') : 0;
	skip 'no setpriv', 7 if $none != 0;
	$dir = folder('closed', $config);
	page('a.xml', $good, 'ETag: "a"');
	cron($dir, 0);
	page('a.xml', rss('News', 4, 3, 2), 'ETag: "a4"');
	chmod 0555, "$dir/public/2" or die;
	$before = listing($dir);
	for my $minute (60, 120) {
		($status, undef, $said) = run({ dir => $dir }, @as, $feedloom,
		    'run', '--at', at($minute));
		like("$status $said", qr{^1 two: [^\n]*2/[^\n]*Permission denied\n\z},
		    "minute $minute: a folder that is closed");
		is(listing($dir), $before, "minute $minute: nothing changes");
	}
	chmod 0755, "$dir/public/2" or die;
	asked();
	($status, $said) = cron($dir, 300);
	is("$status $said", '0 ', 'when it is open');
	is_deeply([asked()], ['/a.xml if-none-match="a"'],
	    'the validators are those of what is published');
	is(published($dir, "2/2.atom"), published($dir, '1.atom'),
	    'and both are published');
}

# What cannot be replaced is seen before the first one takes its place.
$dir = folder('between', $config);
page('a.xml', $good, 'ETag: "a"');
cron($dir, 0);
unlink "$dir/public/2/2.atom";
mkdir "$dir/public/2/2.atom" or die;
page('a.xml', rss('News', 4, 3, 2), 'ETag: "a4"');
($status, $said) = cron($dir, 60);
is("$status $said", "1 two: 'DIR/public/2/2.atom' is no regular file\n",
    'a folder in the place of a file');
is(published($dir, '1.atom'), converted($good, 'atom', 'a.xml'),
    'the other output stays');
is(join(' ', glob "$dir/public/.* $dir/public/2/.*"),
    "$dir/public/. $dir/public/.. $dir/public/2/. $dir/public/2/..",
    'nothing is left behind');
rmdir "$dir/public/2/2.atom" or die;
($status, $said) = cron($dir, 120);
is("$status $said", '0 ', 'the next run makes both');
is(published($dir, '2/2.atom'),
    converted(rss('News', 4, 3, 2), 'atom', 'a.xml'), 'and they are the same');

done_testing;
