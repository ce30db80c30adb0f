#!/usr/bin/perl
# A real mail server: Postfix of Debian on loopback, with a folder of its own,
# TLS and AUTH, takes the messages of digests into Maildirs, where Python reads
# them.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use Postfix;
use Test::More;

plan skip_all => no_mail_server() if no_mail_server();
my $server = mail_server(qw(a b c));
my ($start, $tls) = @$server{qw(start tls)};
mail_refuses('', "/^c\@/ 450 4.2.0 later\n");
mkdir "$tmp/site";

sub configure
{
	my ($port, $how, $more) = @_;
	spew("$tmp/site/feedloom.lua", <<"LUA");
feed "harbour" { source = "in.xml" }
digest "news" { from = { "harbour" }, every = "hourly", only_new = false,
  to = { "a\@x.example", "b\@x.example" $more },
  sender = "Me <me\@mail.example>", via = smtp { host = "localhost",
    port = $port, tls = "$how", user = "me\@mail.example",
    password_file = "$server->{secret}", ca_file = "$server->{ca}" } }
LUA
}

my $posts = 0;
sub post
{
	my ($text) = @_;
	$posts++;
	my $hour = 8 + $posts;
	our @items;
	push @items, sprintf('<item><title>Post %d</title>' .
	    '<guid isPermaLink="false">h-%d</guid><link>https://example.org/%d' .
	    '</link><pubDate>Mon, 01 Jun 2026 %02d:30:00 GMT</pubDate>' .
	    '<description>%s</description></item>', ($posts) x 3, $hour, $text);
	spew("$tmp/site/in.xml", '<rss version="2.0"><channel>' .
	    '<title>Harbour</title><link>https://example.org/</link>' .
	    "<description>d</description>@items</channel></rss>");
	my @out = feedloom({ dir => "$tmp/site" }, 'run', '--force', '--at',
	    sprintf('2026-06-01T%02d:59:00Z', $hour));
	@out = feedloom({ dir => "$tmp/site" }, 'run', '--at',
	    sprintf('2026-06-01T%02d:00:00Z', $hour + 1));
	return "$out[0] $out[2]";
}

spew("$tmp/read.py", <<'PYTHON');
import email.policy, mailbox, sys
for name in sys.argv[2:]:
    box = mailbox.Maildir(f'{sys.argv[1]}/{name}', create=False)
    for m in sorted((email.message_from_bytes(box.get_bytes(k),
                     policy=email.policy.default) for k in box.keys()),
                    key=lambda m: m['Date'].datetime):
        text = m.get_body(('plain',)).get_content()
        print(name, m['To'], m['Subject'], m['Message-ID'] is not None,
              m.defects, 'Post' in text,
              [l for l in text.split('\n') if l.startswith('.')])
PYTHON

# What lies in the Maildirs, when the server is done with so many.
sub found
{
	my ($count) = @_;
	for (1 .. 100) {
		last if @{[glob "$server->{mail}/*/new/*"]} >= $count;
		select undef, undef, undef, 0.2;
	}
	my ($end, $said, $why) = run({}, '/usr/bin/python3', "$tmp/read.py",
	    $server->{mail}, map { s,.*/,,r } sort glob "$server->{mail}/*");
	return $said . $why;
}

configure($start, 'starttls', '');
is(post('One'), '0 ', 'with STARTTLS');
configure($tls, 'tls', '');
is(post(join '', map { "<p>.$_ dots</p>" } 1 .. 3), '0 ', 'with TLS at once');
my $line = '%s %s@x.example Harbour: 1 new, 1 June 2026 True () True %s' . "\n";
is(found(4) =~ s/\[\]|\(\)/()/gr, join('', map { my $who = $_;
	map { sprintf $line, $who, $who, $_ } '()', "['.1 dots', '.2 dots', '.3 dots']"
	} qw(a b)), 'each has each message once, whole') or
    diag(slurp($server->{log}));

# Who is not known, and who is to wait.
configure($start, 'starttls', ', "d@x.example", "c@x.example"');
like(post('Three'), qr/^1 news: d\@x\.example: 550 5\.1\.1 .*\n$/, 'one is not known');
like((feedloom({ dir => "$tmp/site" }, qw(outbox 3)))[1],
    qr/^3 +c\@x\.example +queued +1 .* 450 4\.2\.0 /m, 'and one is to wait');
is(() = found(6) =~ /\n/g, 6, 'the others have it');

# A password that is wrong, a certificate that nobody knows.
configure($start, 'starttls', ', "c@x.example"');
spew($server->{secret}, 'wrong');
is(post('Four'), '0 ', 'a wrong password');
like((feedloom({ dir => "$tmp/site" }, 'outbox'))[1],
    qr/ 535: the server does not take the user and password/, 'is told');
spew($server->{secret}, 's3cret');
postfix('stop');
is(post('Five'), '0 ', 'no server');
like((feedloom({ dir => "$tmp/site" }, 'outbox'))[1],
    qr/cannot connect to localhost: Connection refused/, 'is told');
mail_refuses('');
is((postfix('start'))[0], 0, 'it is back');
my ($end, undef, $why) =
    feedloom({ dir => "$tmp/site" }, qw(run --at 2026-06-01T20:00:00Z));
is("$end $why", '0 ', 'what waited goes');
is(() = found(13) =~ /\n/g, 13, 'and all have all');
done_testing();
