#!/usr/bin/perl
# Maildir and mbox: a message is there once, whole, whoever puts it how often
# and is killed or fails where (strace(1) does it), as Python's mailbox reads
# them back.
use strict;
use warnings;
use lib 'tests/lib';
use File::Basename qw(dirname);
use Feedloom;
use Test::More;

my $put = dirname($ENV{FEEDLOOM_BINARY} // $feedloom) . '/smtp/put';
plan skip_all => 'tests/smtp/put is not built' unless -x $put;
my @IDS = map { $_ x 32 } qw(a b);
$ENV{ASAN_OPTIONS} = join ':', $ENV{ASAN_OPTIONS} // (), 'detect_leaks=0';
umask 022;

# Messages of several pages, with what an mbox must quote and what could pass
# for the header of another one.
my $body = join "\r\n", 'From here on', '>From ', '', 'From x Thu',
    "X-Feedloom-Unique: $IDS[1]", '', (map { "line $_ " . 'x' x 60 } 1 .. 300),
    '';
spew("$tmp/$_", "Subject: $_\r\nTo: <r\@example.org>\r\n\r\n$body")
    for qw(one two);

spew("$tmp/read.py", <<'PYTHON');
import mailbox, sys
kind, path = sys.argv[1:]
box = mailbox.Maildir(path, create=False) if kind == 'maildir' \
    else mailbox.mbox(path, create=False)
for key in sorted(box.keys()):
    m = box[key]
    text = m.get_payload()
    if kind == 'mbox':
        text = ''.join(l[1:] if l.lstrip('>').startswith('From ') and
                       l[0] == '>' else l for l in text.splitlines(True))
    print(m['Subject'], len(text), sum(text.encode()) % 9973)
PYTHON

# What a reader finds: a line for each message.
sub found
{
	my ($kind, $path) = @_;
	my ($status, $out, $err) =
	    run({}, '/usr/bin/python3', "$tmp/read.py", $kind, $path);
	return join ' ', sort split /\n/, $out . $err;
}

sub put
{
	my ($kind, $path, $which, @before) = @_;
	my ($status, $out, $err) = run({}, @before, $put, $kind, $path,
	    $IDS[$which], 1772409600 + $which, "$tmp/" . (qw(one two))[$which]);
	chomp $out;
	return wantarray ? ($status, $out, $err) : "$status $out$err";
}

my $lf = $body =~ s/\r//gr;
my $sum = 0;
$sum += ord for split //, $lf;
my $good = join ' ', map { "$_ " . length($lf) . ' ' . $sum % 9973 }
    qw(one two);

for my $kind (qw(maildir mbox)) {
	my $path = "$tmp/deep/er/$kind";
	is(put($kind, $path, 0), '0 put', "$kind: one is put");
	is(put($kind, $path, 1), '0 put', "$kind: another one");
	is(put($kind, $path, $_), '0 again', "$kind: but not again") for 0, 1;
	is(found($kind, $path), $good, "$kind: a reader finds both");
	my @files = $kind eq 'mbox' ? $path : glob "$path/new/*";
	is((stat)[2] & 0777, 0600, "$kind: for nobody else") for @files;
}

# Maildir: its folders, names, and what a reader does.
my $dir = "$tmp/deep/er/maildir";
is((stat "$dir$_")[2] & 0777, 0700, "the folder '$_'") for '', map { "/$_" }
    qw(cur new tmp);
is(join(' ', map { s{.*/}{}r } glob "$dir/new/*"), join(' ',
	map { 1772409600 + $_ . ".$IDS[$_].feedloom" } 0, 1), 'names');
is_deeply([glob "$dir/tmp/{.[!.],}*"], [], 'nothing is left in tmp');
my ($first, $second) = glob "$dir/new/*";
rename $first, $first =~ s{/new/}{/cur/}r . ':2,S';
rename $second, $second =~ s{/new/}{/cur/}r . ',U=7:2,RS';
is(put('maildir', $dir, $_), '0 again', 'it is in cur') for 0, 1;
spew("$dir/new/" . (1772409600 . '.' . 'c' x 32 . '.feedloom'), 'x');
is(found('maildir', "$tmp/deep/er/maildir") =~ /\Q$good\E/ ? 1 : 0, 1,
    'others are in nobody\'s way');

# Links, and what is no folder or file.
mkdir "$tmp/$_" for qw(away linked);
symlink "$tmp/away", "$tmp/linked/$_" for qw(new);
like(put('maildir', "$tmp/linked", 0), qr{^1 .*linked/new'}, 'a link as new');
symlink "$tmp/away", "$tmp/to-maildir";
is(put('maildir', "$tmp/to-maildir/", 0), '0 put', 'the user may link it');
symlink "$tmp/away/box", "$tmp/link";
like(put('mbox', "$tmp/link", 0), qr/^1 cannot open the mbox/, 'an mbox not');
like(put('mbox', "$tmp/away", 0), qr/^1 .*the mbox/, 'a folder as mbox');
system('mkfifo', "$tmp/fifo");
like(put('mbox', "$tmp/fifo", 0), qr/^1 .*is no file/, 'a FIFO as mbox');
spew("$tmp/file", 'x');
like(put('maildir', "$tmp/file", 0), qr/^1 .*Maildir/, 'a file as Maildir');

# mbox: locks of others, who are there, gone, or slow.
my $box = "$tmp/locked";
spew("$box.lock", "$$\n");
my ($status, undef, $said) = put('mbox', $box, 0);
like("$status $said", qr/^1 cannot lock the mbox/, 'somebody has the lock');
ok(-e "$box.lock", 'and keeps it');
my $gone = fork // die;
exit 0 if $gone == 0;
waitpid $gone, 0;
spew("$box.lock", "$gone\n");
is(put('mbox', $box, 0), '0 put', 'who had it is gone');
ok(!-e "$box.lock", 'and so is the lock');
spew("$box.lock", '');
utime 1, 1, "$box.lock";
is(put('mbox', $box, 1), '0 put', 'an old one of nobody');
is(found('mbox', $box), $good, 'both are there');

# What others left: no blank line, no line end, CR LF.
for my $end ("text\n", 'text', "text\n\n", "text\r\n") {
	my $old = "From a Thu Jan  1 00:00:00 1970\nSubject: old\n\n$end";
	spew("$tmp/old", $old);
	is(put('mbox', "$tmp/old", 0), '0 put', 'behind that of others');
	like(slurp("$tmp/old"), qr/^\Q$old\E\n*From sender\@example\.org/,
	    'which stays');
	like(found('mbox', "$tmp/old"), qr/^old .*one/, 'each is found');
}

my ($traced) = run({}, qw(strace -o /dev/null -e inject=fsync:error=EIO true));
if ($traced != 0) {
	done_testing();
	exit;
}

# Each call that changes something, killed at or failing.
my @CALLS = qw(write pwrite64 openat fsync fdatasync renameat2 unlinkat
    ftruncate mkdir mkdirat linkat);
for my $kind (qw(maildir mbox)) {
	my ($cases, $bad) = (0, 0);
	for my $old (0, 1) {
		my $base = "$tmp/base-$kind-$old";
		put($kind, $base, 1) if $old;
		put($kind, "$tmp/count-$kind-$old", 1) if $old;
		put($kind, "$tmp/count-$kind-$old", 0, qw(strace -o),
		    "$tmp/calls");
		my (%count, %skip);
		for (split /\n/, slurp("$tmp/calls")) {
			my ($call) = /^(\w+)\(/ or next;
			$count{$call}++;
			$skip{"openat $count{openat}"} = 1 if
			    /^openat/ && !/O_CREAT|O_DIRECTORY/;
		}
		for my $call (@CALLS) {
			for my $case (map { my $n = $_; map { [$n, $_] }
			    qw(signal=KILL error=ENOSPC) }
			    1 .. $count{$call} // 0) {
				my ($n, $fate) = @$case;
				next if $skip{"$call $n"};
				my $path = "$tmp/case";
				system('rm', '-rf', $path, "$path.lock");
				system('cp', '-a', $base, $path) if $old;
				my @out = put($kind, $path, 0, qw(strace -o
				    /dev/null -e), "inject=$call:$fate:when=$n");
				# A part is never seen in a Maildir, and in an
				# mbox by a reader that breaks locks alone.
				my $is = $kind eq 'maildir' && -d "$path/cur" ?
				    found($kind, $path) : '';
				# A lock that names nobody holds for 5 minutes.
				utime 1, 1, "$path.lock" if -z "$path.lock";
				my $then = put($kind, $path, 0);
				put($kind, $path, 1);
				my $all = found($kind, $path);
				$cases++;
				next if $then =~ /^0 (put|again)$/ &&
				    $all eq $good && !-e "$path.lock" &&
				    !glob("$path/tmp/{.[!.],}*") &&
				    $is =~ /^(one \d+ \d+)?( ?two \d+ \d+)?$/;
				$bad++;
				fail("$kind $old $call $n $fate");
				diag("@out; $is; $then; $all");
			}
		}
	}
	is($bad, 0, "$kind: $cases ends in the middle cost nothing");
}

# Less room than it takes, as a full disk has: nothing is left of it.
for my $size (0 .. 40) {
	system('cp', "$tmp/base-mbox-1", "$tmp/full");
	my $was = slurp("$tmp/full");
	my $room = length($was) + $size * 600;
	my ($end, $out, $err) = run({}, 'prlimit', "--fsize=$room", 'env',
	    '--ignore-signal=XFSZ', $put, 'mbox', "$tmp/full", $IDS[0], 1,
	    "$tmp/one");
	next if $end == 0;
	is(slurp("$tmp/full"), $was, "as it was, with room for $size") if
	    slurp("$tmp/full") ne $was;
}
pass('a full disk leaves an mbox as it was');
done_testing();
