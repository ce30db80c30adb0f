#!/usr/bin/perl
# A real mail server: Postfix of Debian on loopback, with a folder of its own,
# TLS and AUTH, takes the messages of digests into Maildirs, where Python reads
# them.  It is started here and ended here, and is nobody else's.
use strict;
use warnings;
use lib 'tests/lib';
use Feedloom;
use IO::Socket::INET;
use Test::More;

plan skip_all => 'not root' if $> != 0;
for my $program (qw(/usr/sbin/postfix /usr/sbin/saslpasswd2)) {
	plan skip_all => "there is no $program" unless -x $program;
}
my $uid = getpwnam('postfix');
plan skip_all => 'there is no user postfix' unless defined $uid;

# A port that nobody has.
sub free_port
{
	my $socket = IO::Socket::INET->new(Listen => 1,
	    LocalAddr => '127.0.0.1') or die "no socket: $@";
	return $socket->sockport;
}

my ($start, $tls) = map { free_port() } 1, 2;
chmod 0755, $tmp;
mkdir "$tmp/$_" for qw(etc etc/sasl spool data mail site);
chown $uid, -1, "$tmp/data";
chown 65534, -1, "$tmp/mail";
run({}, qw(openssl req -x509 -newkey ec -pkeyopt
    ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext),
    'subjectAltName=DNS:localhost', '-keyout', "$tmp/key", '-out', "$tmp/ca");
spew("$tmp/secret", 's3cret');
chmod 0600, "$tmp/secret";
run({ stdin => "$tmp/secret" }, qw(/usr/sbin/saslpasswd2 -p -c -f),
    "$tmp/etc/sasl/db", qw(-u mail.example me));
chown $uid, -1, "$tmp/etc/sasl/db";
spew("$tmp/etc/sasl/smtpd.conf", <<"CONF");
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $tmp/etc/sasl/db
mech_list: DIGEST-MD5 CRAM-MD5 PLAIN LOGIN
CONF
spew("$tmp/maps", join '', map { "/^$_\@x\\.example\$/ $_/\n" } qw(a b c));
spew("$tmp/access", "/^c\@/ 450 4.2.0 later\n");
spew("$tmp/etc/main.cf", <<"CONF");
compatibility_level = 3.6
queue_directory = $tmp/spool
data_directory = $tmp/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = $tmp/log
maillog_file_prefixes = /tmp, /var
myhostname = mail.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = x.example
virtual_mailbox_base = $tmp/mail
virtual_mailbox_maps = regexp:$tmp/maps
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
alias_maps =
local_recipient_maps =
smtpd_tls_cert_file = $tmp/ca
smtpd_tls_key_file = $tmp/key
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = mail.example
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_sender_restrictions =
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_data_restrictions = check_recipient_access regexp:$tmp/access
smtpd_forbid_bare_newline = yes
CONF
spew("$tmp/etc/master.cf", <<"CONF");
127.0.0.1:$start inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:$tls inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
CONF

sub postfix { return run({}, '/usr/sbin/postfix', '-c', "$tmp/etc", @_) }
my ($status, undef, $err) = postfix('start');
END { postfix('stop') if defined $status && $status == 0 }
is($status, 0, 'Postfix starts') or diag($err, -e "$tmp/log" ?
    slurp("$tmp/log") : '');

sub configure
{
	my ($port, $how, $more) = @_;
	spew("$tmp/site/feedloom.lua", <<"LUA");
feed "harbour" { source = "in.xml" }
digest "news" { from = { "harbour" }, every = "hourly", only_new = false,
  to = { "a\@x.example", "b\@x.example" $more },
  sender = "Me <me\@mail.example>", via = smtp { host = "localhost",
    port = $port, tls = "$how", user = "me\@mail.example",
    password_file = "$tmp/secret", ca_file = "$tmp/ca" } }
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
		last if @{[glob "$tmp/mail/*/new/*"]} >= $count;
		select undef, undef, undef, 0.2;
	}
	my ($end, $said, $why) = run({}, '/usr/bin/python3', "$tmp/read.py",
	    "$tmp/mail", map { s,.*/,,r } sort glob "$tmp/mail/*");
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
    diag(slurp("$tmp/log"));

# Who is not known, and who is to wait.
configure($start, 'starttls', ', "d@x.example", "c@x.example"');
like(post('Three'), qr/^1 news: d\@x\.example: 550 5\.1\.1 .*\n$/, 'one is not known');
like((feedloom({ dir => "$tmp/site" }, qw(outbox 3)))[1],
    qr/^3 +c\@x\.example +queued +1 .* 450 4\.2\.0 /m, 'and one is to wait');
is(() = found(6) =~ /\n/g, 6, 'the others have it');

# A password that is wrong, a certificate that nobody knows.
configure($start, 'starttls', ', "c@x.example"');
spew("$tmp/secret", 'wrong');
is(post('Four'), '0 ', 'a wrong password');
like((feedloom({ dir => "$tmp/site" }, 'outbox'))[1],
    qr/ 535: the server does not take the user and password/, 'is told');
spew("$tmp/secret", 's3cret');
postfix('stop');
is(post('Five'), '0 ', 'no server');
like((feedloom({ dir => "$tmp/site" }, 'outbox'))[1],
    qr/cannot connect to localhost: Connection refused/, 'is told');
spew("$tmp/access", '');
is((postfix('start'))[0], 0, 'it is back');
my ($end, undef, $why) =
    feedloom({ dir => "$tmp/site" }, qw(run --at 2026-06-01T20:00:00Z));
is("$end $why", '0 ', 'what waited goes');
is(() = found(13) =~ /\n/g, 13, 'and all have all');
done_testing();
