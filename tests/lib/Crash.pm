# What the tests of crashes share: calls that strace(1) lets fail or kill at, and
# folders to do that in.
package Crash;
use strict;
use warnings;
use Exporter qw(import);
use Feedloom;
use File::Find qw(find);
use Test::More;

our @EXPORT = qw(cases copy_world count_calls files need_strace sample);

# What a run changes things with; of openat only what may be written counts.
my @CALLS = qw(write pwrite64 openat fsync fdatasync syncfs rename renameat
    renameat2 unlink unlinkat ftruncate fallocate mkdir mkdirat link linkat
    symlinkat chmod fchmod fchmodat fchown memfd_create sendto sendmsg);

# Ends a test that strace cannot be used for.
sub need_strace
{
	my ($traced) =
	    run({}, qw(strace -o /dev/null -e inject=fsync:error=EIO true));
	plan skip_all => 'strace cannot trace here' if $traced != 0;
	plan skip_all => 'valgrind is not traced' if defined $ENV{VALGRIND} &&
	    $ENV{VALGRIND} ne '';

	# Who is traced cannot look for what was not freed.
	$ENV{ASAN_OPTIONS} = join ':', $ENV{ASAN_OPTIONS} // (),
	    'detect_leaks=0';
}

sub copy_world
{
	my ($from, $to) = @_;
	system('rm', '-rf', $to) == 0 or die;
	system('cp', '-a', $from, $to) == 0 or die;
}

# All files below a folder, and what is in them.
sub files
{
	my ($dir) = @_;
	my %files;
	return \%files unless -d $dir;
	find({ no_chdir => 1, wanted => sub {
		$files{ substr $_, length($dir) + 1 } = slurp($_) if -f;
	} }, $dir);
	return \%files;
}

# Calls that write in a trace of all processes: how many of each the master
# made, and how many a process made at most; of openat, which of them.
sub count_calls
{
	my ($log) = @_;
	my (%made, %points, $master);
	my $call = join '|', @CALLS;
	for my $line (split /\n/, slurp($log)) {
		my ($pid, $name, $rest) = $line =~ /^(\d+) +($call)\((.*)/
		    or next;
		$master //= $pid;
		my $n = ++$made{$pid}{$name};
		next if $name eq 'openat' && $rest !~ /O_(?:RDWR|WRONLY|CREAT)/;
		my $who = $pid == $master ? 'master' : 'all';
		$points{$who}{$name}{$n} = 1;
	}
	return \%points;
}

# [scene, who, call, N, fate], all that there are of these fates.
sub cases
{
	my ($scene, $points, @fates) = @_;
	my @cases;
	for my $who (sort keys %$points) {
		for my $call (sort keys %{ $points->{$who} }) {
			my $at = $points->{$who}{$call};
			for my $n (sort { $a <=> $b } keys %$at) {
				push @cases, map { [$scene, $who, $call, $n,
					$_] } @fates;
			}
		}
	}
	return @cases;
}

# So many of the cases, evenly taken; with FULL=1 all, with ONLY=PATTERN those
# that it is found in.
sub sample
{
	my ($count, @cases) = @_;
	my $step = $ENV{FULL} || @cases < $count ? 1 : @cases / $count;
	my $last = int((@cases - 1) / $step);
	@cases = map { $cases[$_ * $step] } 0 .. $last;
	return grep { !$ENV{ONLY} || "@$_" =~ /$ENV{ONLY}/ } @cases;
}

1;
