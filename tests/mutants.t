#!/usr/bin/perl
# Damaged documents: bytes of captures are deleted, doubled and changed, by a
# seeded generator.  Whatever comes of it, the status is 0 or 65, nothing but
# our own sentences is on standard error, and the Atom that comes out is
# well-formed and as the grammar wants it.
use strict;
use warnings;
use File::Basename qw(dirname);
use lib dirname(__FILE__) . '/lib';
use Feedloom;
use Test::More;

my $mutants = $ENV{MUTANTS} // 300;
my $seed = $ENV{SEED} // 1;

# Numerical Recipes' generator: the same numbers everywhere.
sub random
{
	my ($below) = @_;
	$seed = ($seed * 1664525 + 1013904223) % 4294967296;
	return int($seed / 4294967296 * $below);
}

my @pieces = ('<', '>', '&', '"', ']]>', '<![CDATA[', '</item>', '<item>', "\0",
	"\xFF", '&#0;', '<!--', '-->', '</', '/>', ' xmlns:a=""', '<?xml ?>',
	"'", '{', '}', ',', '\\u0000', '<!DOCTYPE x>');

sub mutate
{
	my ($text) = @_;
	for (0 .. random(6)) {
		my $at = random(length $text);
		my $len = 1 + random(random(2) ? 8 : 400);
		my $how = random(5);
		if ($how == 0) {
			substr($text, $at, $len) = '';
		} elsif ($how == 1) {
			substr($text, $at, 0) = substr $text, $at, $len;
		} elsif ($how == 2) {
			substr($text, $at, 1) = chr random(256);
		} elsif ($how == 3) {
			substr($text, $at, 0) = $pieces[random(scalar @pieces)];
		} else {
			substr($text, $at, 0) =
			    substr $text, random(length $text), $len;
		}
		last if length $text < 2;
	}
	return $text;
}

my @sources = grep { -s $_ < 60_000 } sort glob("$tests/captures/*.xml");
my ($status_bad, $err_bad, @made) = (0, 0);
for my $n (1 .. $mutants) {
	my $source = $sources[random(scalar @sources)];
	spew("$tmp/in", mutate(slurp($source)));
	my ($status, $out, $err) = run({ dir => $tmp }, $feedloom, 'convert',
		'-t', 'atom', 'in');
	if ($status != 0 && $status != 65) {
		diag("mutant $n of $source: status $status\n$err");
		$status_bad++;
		spew("$tmp/bad-$n", slurp("$tmp/in"));
	}
	$err_bad++ if $err =~ /^(?!in:|feedloom: in|feedloom: foreign)/m
	    && $err ne '' && diag("mutant $n of $source: $err");
	next if $status != 0;
	spew("$tmp/$n.atom", $out);
	push @made, "$tmp/$n.atom";
}
is($status_bad, 0, 'the status is 0 or 65');
is($err_bad, 0, 'messages name the document');
my ($status, $out, $err) = run({}, 'xmllint', '--noout', @made);
is($status, 0, 'what comes out is well-formed') or diag($err);
# The grammar alone: ids may well be there twice in what was doubled.
my ($valid, undef, $why) = run({}, 'xmllint', '--noout', '--relaxng',
	"$tests/schema/atom.rng", @made);
is($valid, 0, 'what comes out is Atom by the grammar') or diag(join "\n",
	grep { !/ validates$/ } split /\n/, $why);
done_testing();
