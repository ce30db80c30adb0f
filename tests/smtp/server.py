#!/usr/bin/env python3
# A server of mail that does as it is told, for tests/smtp.t.
#
#	server.py CERTIFICATE KEY
#
# Prints the ports: P speaks plainly and offers STARTTLS, S speaks TLS at once.
# Then it reads lines of words, each a behaviour for all that follows, and
# answers "ok"; "log" prints what happened since, up to a line "."; "rest" waits
# until nobody is connected.
#
#	reset                all is well again
#	auth                 offers AUTH PLAIN and LOGIN (user "me", "s3cret")
#	notls                offers no STARTTLS
#	AT REPLY             answers so at a stage; "\n" in it begins a line
#	AT cut               closes there instead of an answer
#	AT cutafter          answers, and closes
#	AT hang              says nothing any more
#	AT slow              answers a byte at a time
#	AT late              answers after three seconds
#	rcpt NAME REPLY      answers so to that recipient
#	again REPLY          answers so to MAIL of all but a first message
#	close N              closes each connection after so many messages
#	body N cut           closes when so many bytes of a message have come
#	body N rest          takes no more of it for 20 seconds
#	kill WHO AT N SIDE FILE
#	                     ends a process by SIGKILL at the Nth AT: the master,
#	                     whose number is in FILE, or the mailer, its child;
#	                     SIDE is before or after the answer.  AT may be body:
#	                     before its first line is read, or after that
#
# AT is banner, ehlo, starttls, handshake, auth, mail, rcpt, data, dot, rset or
# quit.
import base64
import os
import signal
import socket
import ssl
import sys
import threading
import time

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
lock = threading.Lock()
rules, log, passed, sessions = {}, [], {}, set()
USUAL = {'banner': '220 test ready', 'starttls': '220 go ahead',
         'auth': '235 2.7.0 welcome', 'mail': '250 2.1.0 sender ok',
         'rcpt': '250 2.1.5 recipient ok', 'data': '354 go ahead',
         'dot': '250 2.0.0 taken', 'rset': '250 ok', 'quit': '221 bye'}


class Gone(Exception):
    pass


def note(text):
    with lock:
        log.append(text)


def is_gone(pid):
    try:
        with open(f'/proc/{pid}/stat') as file:
            return file.read().rsplit(')', 1)[1].split()[0] in 'ZX'
    except OSError:
        return True


# Both have ended when this returns: the mailer does with its master.
def kill(who, name):
    with open(name) as file:
        master = int(file.read())
    with open(f'/proc/{master}/task/{master}/children') as file:
        mailers = [int(pid) for pid in file.read().split()]
    for pid in mailers if who == 'mailer' else [master]:
        os.kill(pid, signal.SIGKILL)
    for _ in range(1000):
        if all(map(is_gone, mailers)):
            break
        time.sleep(0.005)
    note(f'killed, {len(mailers)} mailer')


# What is to happen at a stage's side.
def reach(at, side):
    if side == 'before':
        passed[at] = passed.get(at, 0) + 1
    who, where, n, when, name = rules.get('kill', '- - 0 - -').split()
    if (where, int(n), when) == (at, passed.get(at, 0), side):
        kill(who, name)


class Session:
    def __init__(self, plain):
        self.socket, self.file, self.messages = plain, None, 0

    def open(self):
        self.file = self.socket.makefile('rb')

    def tls(self):
        if rules.get('handshake') == 'cut':
            raise Gone
        if rules.get('handshake') == 'hang':
            time.sleep(30)
            raise Gone
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.open()

    def write(self, text, slow=False):
        data = text.encode('latin-1').replace(b'\\n', b'\r\n') + b'\r\n'
        if not slow:
            self.socket.sendall(data)
            return
        for i in range(len(data)):
            self.socket.sendall(data[i:i + 1])
            time.sleep(0.005)

    def answer(self, at, usual=None, rule=None):
        reach(at, 'before')
        good = self.reply(at, usual, rule)
        reach(at, 'after')
        return good

    def reply(self, at, usual, rule):
        usual = usual or USUAL[at]
        rule = rule or rules.get(at, usual)
        if rule == 'cut':
            raise Gone
        if rule == 'hang':
            time.sleep(30)
            raise Gone
        if rule == 'slow':
            self.write(usual, True)
            rule = usual
        elif rule == 'late':
            time.sleep(3)
            self.write(usual)
            rule = usual
        elif rule == 'long':
            rule = usual[:3] + ' ' + 'x' * 100000
            self.write(rule)
        elif rule == 'cutafter':
            self.write(usual)
            raise Gone
        else:
            self.write(rule)
        return rule.split('\\n')[-1][:1] in ('2', '3')

    def line(self):
        line = self.file.readline(100000)
        if not line:
            raise Gone
        return line.decode('latin-1').rstrip('\r\n')

    def ehlo(self, secure):
        lines = ['test']
        if not secure and 'notls' not in rules:
            lines.append('STARTTLS')
        if 'auth' in rules and (secure or 'notls' in rules):
            lines.append('AUTH PLAIN LOGIN' if 'login' not in rules
                         else 'AUTH LOGIN')
        lines += ['SIZE 1000000', 'PIPELINING']
        return '\\n'.join(f'250{"-" if i + 1 < len(lines) else " "}{line}'
                          for i, line in enumerate(lines))

    def ask(self, prompt):
        self.write('334 ' + base64.b64encode(prompt.encode()).decode())
        return base64.b64decode(self.line()).decode()

    def auth(self, words):
        if words[1].upper() == 'LOGIN':
            user = base64.b64decode(words[2]).decode() if len(words) > 2 \
                else self.ask('User')
            given = user + ' ' + self.ask('Password')
        else:
            given = base64.b64decode(words[2]).decode() if len(words) > 2 \
                else self.ask('')
            given = given[1:].replace('\0', ' ')
        note(f'AUTH {words[1]} {given}')
        if rules['auth'] == 'yes' and given != 'me s3cret':
            self.answer('auth', rule='535 5.7.8 no, not ' + given)
        else:
            self.answer('auth', rule=USUAL['auth']
                        if rules['auth'] == 'yes' else None)

    def message(self):
        data = bytearray()
        limit = int(rules['body'].split()[0]) if 'body' in rules else None
        rests = rules.get('body', '').endswith('rest')
        reach('body', 'before')
        while not data.endswith(b'\r\n.\r\n') and data != b'.\r\n':
            part = self.file.readline(100000)
            if not data:
                reach('body', 'after')
            if not part and rests:
                raise Gone
            if not part:
                note(f'half a message, {len(data)} bytes')
                raise Gone
            data += part
            if limit is not None and len(data) >= limit:
                if not rests:
                    raise Gone
                time.sleep(20)
                limit = None
        note('<' + data.decode('latin-1').encode('unicode_escape').decode()
             + '>')
        self.messages += 1
        self.answer('dot')
        if str(self.messages) == rules.get('close'):
            raise Gone

    def command(self, line, secure):
        words = line.split()
        verb = words[0].upper() if words else ''
        if not verb.isascii() or not verb.isalpha():
            note('garbage')
            raise Gone
        note(verb if verb == 'AUTH' else ' '.join(words))
        if verb in ('EHLO', 'HELO'):
            self.answer('ehlo', self.ehlo(secure))
        elif verb == 'STARTTLS':
            if self.answer('starttls'):
                self.tls()
                return True
        elif verb == 'AUTH':
            self.auth(words)
        elif verb == 'RCPT':
            name = line.split('<')[1].split('@')[0]
            self.answer('rcpt', rule=rules.get('rcpt ' + name))
        elif verb == 'DATA':
            if self.answer('data'):
                self.message()
        elif verb == 'QUIT':
            self.answer('quit')
            raise Gone
        else:
            later = verb == 'MAIL' and self.messages > 0
            self.answer({'MAIL': 'mail'}.get(verb, 'rset'),
                        rule=rules.get('again') if later else None)
        return secure

    def serve(self, secure):
        try:
            note('connection')
            if secure:
                self.tls()
            else:
                self.open()
            if not self.answer('banner'):
                raise Gone
            while True:
                secure = self.command(self.line(), secure)
        except (Gone, OSError, ssl.SSLError):
            pass
        finally:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self.socket.close()
            sessions.discard(self)


def listen(secure):
    server = socket.create_server(('127.0.0.1', 0))

    def accept():
        while True:
            plain, _ = server.accept()
            session = Session(plain)
            sessions.add(session)
            threading.Thread(target=session.serve, args=(secure,),
                             daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
    return server.getsockname()[1]


def obey(line):
    words = line.split(' ', 1)
    if words[0] == 'reset':
        rules.clear()
        passed.clear()
    elif words[0] == 'auth' and len(words) == 1:
        rules['auth'] = 'yes'
    elif words[0] == 'rcpt' and not words[1][0].isdigit() and ' ' in words[1]:
        name, reply = words[1].split(' ', 1)
        rules['rcpt ' + name] = reply
    elif words[0] == 'rest':
        for _ in range(1000):
            if not sessions:
                break
            time.sleep(0.005)
    elif words[0] == 'log':
        with lock:
            print('\n'.join(log + ['.']), flush=True)
            log.clear()
        return
    else:
        rules[words[0]] = words[1] if len(words) > 1 else ''
    print('ok', flush=True)


print(listen(False), listen(True), flush=True)
for command in sys.stdin:
    obey(command.rstrip('\n'))
