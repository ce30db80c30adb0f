#!/usr/bin/perl
# README.md tells the truth: its files work, its commands print what it shows.
# UPDATE=1 rewrites what it shows.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Cwd qw(abs_path);
use Feedloom;
use File::Path qw(make_path);
use Test::More;

my $readme = "$tests/../README.md";
my $text = slurp($readme);
my $dir = "$tmp/tree";

make_path("$dir/build/plain", "$dir/plugins", "$dir/xslt");
symlink abs_path($feedloom), "$dir/build/plain/feedloom";
symlink $tests, "$dir/tests";

sub show
{
	my ($block) = @_;
	my $shown = '';
	for my $command ($block =~ /^\$ (.*)$/mg) {
		my (undef, $out, $err) = run({ dir => $dir }, 'sh', '-c', $command);
		$shown .= "\$ $command\n$err$out";
	}
	return $shown;
}

# One block after the other; one of Lua or XML is the file named last before it.
my $new = $text =~ s{(?:`((?:plugins/|xslt/|feedloom\.lua)[\w.]*)`[^`]*(?:`[^`]*`[^`]*)?\n)?```(\w*)\n(.*?)```}{
	my ($all, $file, $kind, $block) = ($&, $1, $2, $3);
	spew("$dir/$file", $block) if defined $file;
	if ($kind eq 'console') {
		my $got = show($block);
		is($got, $block, $block =~ s/\n.*//sr) unless $ENV{UPDATE};
		$all =~ s/\Q$block\E/$got/;
	}
	$all;
}segr;
spew($readme, $new) if $ENV{UPDATE} && $new ne $text;

# What it names is there.
for my $name ($text =~ /`((?:src|tests|plugins|xslt|build)\/[\w.\/-]+)`/g) {
	ok(-e "$tests/../$name" || -e "$dir/$name", "$name is there");
}
my $makefile = slurp("$tests/../Makefile");
for my $target ($text =~ /(?:`|^)(?:sudo )?make (\w+)/mg) {
	like($makefile, qr/^$target:/m, "make $target can be made");
}
done_testing();
