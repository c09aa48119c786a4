#!/usr/bin/env python3
"""check-serve.py HOPSCOPE SOURCE_ROOT [--long]: what `hopscope serve` promises to whoever connects to it, and refuses to all others.

--long: also 10,000 requests while its memory is watched, and the end when nobody asks any more (a minute).
"""
import base64
import contextlib
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

ADDRESS = re.compile(r'http://127\.0\.0\.1:(\d+)/([0-9a-f]{32})/\n')
HOSTILE = b'</textarea></title><script>document.title="pwned"</script><img src=x onerror=alert(1)>'
failed = 0


def check(what, ok, more=''):
    global failed
    if not ok:
        failed += 1
        print(f'not ok - {what}: {more!r:.600}')


class Server:
    def __init__(self, hopscope, *options, environment=None):
        self.process = subprocess.Popen([hopscope, 'serve', *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True, env={**os.environ, **(environment or {})})
        self.line = self.process.stdout.readline()
        match = ADDRESS.fullmatch(self.line)
        if match is None:
            raise RuntimeError(f'hopscope serve printed {self.line!r}: {self.process.stderr.read()}')
        self.port, self.token = int(match.group(1)), match.group(2)
        self.host = f'127.0.0.1:{self.port}'

    def __enter__(self):
        return self

    def __exit__(self, *error):
        status, _, err = self.end(signal.SIGTERM)
        if error[0] is not None:
            print(f'hopscope serve ended with {status}: {err}')

    def end(self, number):
        """Exit status, what stood on standard output behind the address, and on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=10)
        return self.process.returncode, out, err

    def ask(self, method='GET', path=None, body=None, address='127.0.0.1', **headers):
        """Status, headers and body. headers: None leaves one out."""
        connection = http.client.HTTPConnection(address, self.port, timeout=30)
        wanted = {'Host': self.host, **({'Origin': 'http://' + self.host} if method == 'POST' else {}),
                  **{name.replace('_', '-'): value for name, value in headers.items()}}
        with contextlib.closing(connection):
            connection.putrequest(method, f'/{self.token}/' if path is None else path, skip_host=True, skip_accept_encoding=True)
            for name, value in wanted.items():
                for each in value if isinstance(value, list) else [value]:
                    if each is not None:
                        connection.putheader(name, each)
            if body is not None and 'Transfer-Encoding' not in wanted:
                connection.putheader('Content-Length', str(len(body)))
            connection.endheaders()
            with contextlib.suppress(ConnectionError):  # an answer may come before all was sent
                if body is not None:
                    connection.send(body)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def post(self, *fields, **headers):
        """fields: (name, value) or (name, value, file name)."""
        body, kind = form(*fields)
        return self.ask('POST', body=body, Content_Type=kind, **headers)


def form(*fields):
    boundary = b'----a-boundary-that-no-mail-has'
    body = b''
    for name, value, *file in fields:
        body += b'--' + boundary + b'\r\nContent-Disposition: form-data; name="' + name.encode() + b'"'
        if file:
            body += b'; filename="' + file[0].encode() + b'"\r\nContent-Type: application/octet-stream'
        body += b'\r\n\r\n' + (value.encode() if isinstance(value, str) else value) + b'\r\n'
    return body + b'--' + boundary + b'--\r\n', 'multipart/form-data; boundary=' + boundary.decode()


def documents(page):
    """What the links of a page hold, by file name."""
    links = re.findall(rb'<a download="([^"]+)" href="data:[^,"]*;base64,([^"]*)"', page)
    return {name.decode(): base64.b64decode(data, validate=True) for name, data in links}


def kept(page):
    """(name, value) of the fields in which a page keeps what was sent."""
    return [(name.decode(), value.decode()) for name, value in
            re.findall(rb'<input type="(?:hidden|checkbox)"[^>]* name="([^"]+)" value="([^"]*\.[^"]*)"', page)]


def check_start(hopscope):
    with Server(hopscope) as one, Server(hopscope) as two:
        check('every token is another', one.token != two.token and one.port != two.port)
        listening = []
        for file, width in (('/proc/net/tcp', 8), ('/proc/net/tcp6', 32)):
            with open(file, encoding='ascii') as lines:
                for line in list(lines)[1:]:
                    address, state = line.split()[1], line.split()[3]
                    if state == '0A' and int(address[width + 1:], 16) == one.port:
                        listening.append(address[:width])
        check('listens on 127.0.0.1 and ::1 only', set(listening) <= {'0100007F', '00000000000000000000000001000000'} and '0100007F' in listening,
              listening)
        if shutil.which('ss'):
            shown = subprocess.run(['ss', '-ltnH', f'sport = :{one.port}'], capture_output=True, text=True, check=True).stdout
            addresses = [line.split()[3] for line in shown.splitlines()]
            check('ss shows loopback only', addresses != [] and all(a.startswith(('127.0.0.1:', '[::1]:')) for a in addresses), shown)
        if len(listening) == 2:
            check('answers on ::1', one.ask(address='::1', Host=f'[::1]:{one.port}')[0] == 200)
        busy = subprocess.run([hopscope, 'serve', '--port', str(one.port)], capture_output=True, text=True, timeout=20)
        check('a port that is taken is told', busy.returncode == 2 and 'in use' in busy.stderr and busy.stdout == '', busy)
        port = two.port
    with Server(hopscope, '--port', str(port)) as again:
        check('a port can be chosen, and had again at once', again.port == port)
    for arguments in (['file.eml'], ['--connectors', '/nonexistent'], ['--port', '65536'], ['--idle', 'x']):
        wrong = subprocess.run([hopscope, 'serve', *arguments], capture_output=True, text=True, timeout=20)
        check(f'serve {arguments[0]} is refused', wrong.returncode == 2 and wrong.stdout == '', wrong)


def check_headers(server):
    answers = {'page': server.ask(), 'report': server.post(('mail', 'Subject: x')), 'wrong token': server.ask(path='/'),
               'wrong host': server.ask(Host='example.com'), 'wrong origin': server.ask('POST', body=b'', Origin='http://example.com')}
    for name, (_, headers, _) in answers.items():
        policy = headers.get('Content-Security-Policy', '')
        check(f'{name}: not stored', headers['Cache-Control'] == 'no-store', headers.items())
        check(f'{name}: sends its address to nobody else', headers['Referrer-Policy'] == 'same-origin', headers.items())
        check(f'{name}: is what it says', headers['X-Content-Type-Options'] == 'nosniff', headers.items())
        check(f'{name}: is framed by nobody, loads nothing', "frame-ancestors 'none'" in policy and "default-src 'none'" in policy, policy)
        check(f'{name}: policy names no other origin', not re.search(r"https?:|\*|unsafe", policy), policy)
        check(f'{name}: only one policy', len(headers.get_all('Content-Security-Policy')) == 1)
        check(f'{name}: is open to no other origin', headers['Access-Control-Allow-Origin'] is None)
    status, headers, body = server.ask('HEAD')
    check('HEAD has no body', status == 200 and body == b'' and int(headers['Content-Length']) > 1000)


def check_refusals(server):
    host, token = server.host, server.token
    nothing = lambda answer, *status: answer[0] in status and answer[2] == b''
    for wrong in ('example.com', f'example.com:{server.port}', '127.0.0.1', '127.0.0.1:1', f'localhost.example.com:{server.port}', f'127.0.0.1:{server.port}.',
                  f'127.0.0.2:{server.port}', f'[::2]:{server.port}', f'{host},example.com', ''):
        check(f'Host {wrong!r} gets nothing', nothing(server.ask(Host=wrong), 421), server.ask(Host=wrong))
    answer = server.ask(Host=[host, 'example.com'])
    check('two Hosts get nothing', answer[0] in (400, 421) and token.encode() not in answer[2], answer)
    check('no Host gets nothing', server.ask(Host=None)[0] in (400, 421))
    check('Host is told before the token', nothing(server.ask(Host='example.com', path='/'), 421))
    for good in (f'localhost:{server.port}', f'LOCALHOST:{server.port}'):
        check(f'Host {good} is this machine', server.ask(Host=good)[0] == 200)
    for path in ('/', '//', f'/{token[:-1]}', f'/{token[:-1]}/', f'/{token}0', f'/{token}/x', f'/x/{token}/', f'/{token.upper()}A', '/' + '0' * 32 + '/',
                 f'/%{ord(token[0]):x}{token[1:]}/', f'/{token}/%00', '/favicon.ico', f'//{token}/', '*'):
        check(f'{path.replace(token, "TOKEN")} leads nowhere', nothing(server.ask(path=path), 404), server.ask(path=path))
    check('without the token even a form leads nowhere', nothing(server.ask('POST', path='/', body=b'x' * 100000, Content_Type='text/plain'), 404))
    for method in ('PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'):
        check(f'{method} is no method here', nothing(server.ask(method), 405), server.ask(method))
    body, kind = form(('mail', 'Subject: x'))
    for origin in (None, 'null', '', 'http://example.com', f'https://{host}', f'http://127.0.0.1', f'http://{host}.example.com', f'http://localhost:{server.port}',
                   f'http://{host}/', [f'http://{host}', 'http://example.com']):
        check(f'Origin {origin} sends nothing', nothing(server.ask('POST', body=body, Content_Type=kind, Origin=origin), 403))
    for wrong in ('application/json', 'text/plain', '', 'multipart/form-data', None):
        check(f'{wrong} is no form', nothing(server.ask('POST', body=body, Content_Type=wrong), 415))
    for cut in (body[:-10], body[:60], b'', b'\r\n', b'x' * 70000, b'--' * 70000):
        status, _, page = server.ask('POST', body=cut, Content_Type=kind)
        check('a form that is cut or none is told', status == 400 and b'role="alert"' in page, (cut[:20], status))
    status, _, page = server.ask('POST', body=form(*[('file', 'x', 'x')] * 1100)[0], Content_Type=kind)
    check('so is one of too many parts', status == 400, status)


def chunked(body):
    return b''.join(b'%x\r\n%s\r\n' % (len(body[at:at + 65536]), body[at:at + 65536]) for at in range(0, len(body), 65536)) + b'0\r\n\r\n'


def check_size(server):
    most = 4 << 20
    head = 'Received: from a.example.com by b.example.com; Mon, 9 Mar 2026 10:04:29 +0000\nSubject: size\n\n'
    room = most - len(form(('mail', head))[0])
    body, kind = form(('mail', head + 'x' * room))
    status, _, page = server.ask('POST', body=body, Content_Type=kind)
    check('4 MiB are taken', len(body) == most and status == 200 and b'a.example.com' in page, status)
    body, kind = form(('mail', head + 'x' * (room + 1)))
    status, _, page = server.ask('POST', body=body, Content_Type=kind)
    check('a byte more is not', status == 413 and b'role="alert"' in page and b'a.example.com' not in page, status)
    check('chunked neither', server.ask('POST', body=chunked(body), Content_Type=kind, Transfer_Encoding='chunked')[0] == 413)
    check('without the right to send, size does not matter', server.ask('POST', body=body, Content_Type=kind, Origin=None)[0] == 403)
    with socket.create_connection(('127.0.0.1', server.port), timeout=30) as client:
        client.sendall((f'POST /{server.token}/ HTTP/1.1\r\nHost: {server.host}\r\nOrigin: http://{server.host}\r\nContent-Type: {kind}\r\n'
                        'Content-Length: 99999999999\r\n\r\n').encode())
        sent = 0
        with contextlib.suppress(ConnectionError):
            while sent < 200 << 20:
                sent += client.send(b'x' * 65536)
        check('who sends without end is cut off', sent < 100 << 20, sent)
    with socket.create_connection(('127.0.0.1', server.port), timeout=30) as client:
        with contextlib.suppress(ConnectionError):
            client.sendall(f'GET /{server.token}/ HTTP/1.1\r\nHost: {server.host}\r\nX: '.encode() + b'x' * (1 << 20))
        with contextlib.suppress(ConnectionError):
            check('a header without end is refused', client.recv(4096)[:12] in (b'HTTP/1.1 431', b'HTTP/1.1 413', b''))
    check('and all is well after that', server.ask()[0] == 200)


def check_reports(server, hopscope, samples):
    def sample(name):
        with open(os.path.join(samples, name), 'rb') as file:
            return file.read()
    relay = sample('smtp-relay.eml')
    status, headers, page = server.post(('mail', relay))
    check('a paste is analyzed', status == 200 and b'c0ffee00-5ca1-4ab1-9e0d-0123456789ab' in page and headers['Content-Type'] == 'text/html; charset=utf-8')
    saved = documents(page)
    check('four documents', sorted(saved) == ['hopscope.csv', 'hopscope.html', 'hopscope.json', 'hopscope.md'], list(saved))
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'paste'), 'wb') as file:
            file.write(relay)
        for name, word in (('json', 'json'), ('csv', 'csv'), ('md', 'markdown'), ('html', 'html')):
            printed = subprocess.run([hopscope, '--no-sandbox', '-v', '-f', word, 'paste'], cwd=folder, capture_output=True, check=True,
                                     env={**os.environ, 'LC_ALL': 'C'}).stdout
            check(f'{name}: as the command writes it', saved['hopscope.' + name] == printed)
    check('a report that is saved is the report alone', b'serve-form' not in saved['hopscope.html'] and b"form-action 'none'" in saved['hopscope.html'])

    status, _, page = server.post(('file', relay, 'C:\\mail\\one.eml'), ('file', sample('direct-send.eml'), 'two.eml'))
    check('files are analyzed', status == 200 and b'one.eml' in page and b'two.eml' in page and b'C:\\mail' not in page)
    mbox = b''.join(b'From a@example.com Mon Mar  9 10:00:00 2026\n' + sample(n).replace(b'\r\n', b'\n') + b'\n' for n in ('mailbox.eml', 'acs.eml', 'hybrid.eml'))
    _, _, page = server.post(('file', mbox, 'three.mbox'))
    check('a mailbox is read', len(json.loads(documents(page)['hopscope.json'])) == 3, documents(page)['hopscope.json'][:200])
    small = b''.join(b'From a@example.com Mon Mar  9 10:00:00 2026\nSubject: %d\n\n\n' % i for i in range(30000))
    start = time.monotonic()
    _, _, page = server.post(('file', small, 'many.mbox'))
    check('even that is answered soon', time.monotonic() - start < 15)
    check('a large one is cut, and that is told', 400 < len(json.loads(documents(page)['hopscope.json'])) < 600 and b'first messages only' in page)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, 'w') as archive:
        archive.writestr('folder/packed.eml', relay)
    status, _, page = server.post(('file', packed.getvalue(), 'mail.zip'))
    check('an archive is read or refused', status == 200 and (b'packed.eml' in page or b'Could not be read' in page))
    status, _, page = server.post(('file', b'\x89PNG\r\n\x1a\n' + bytes(range(256)) * 20, 'photo.png'))
    check('what is no mail is told', status == 200 and b'photo.png' in page and b'Could not be read' in page)

    hostile = b'Received: from ' + HOSTILE + b' by b.example.com; Mon, 9 Mar 2026 10:04:29 +0000\r\nSubject: ' + HOSTILE + b'\r\n\r\n'
    _, _, page = server.post(('file', hostile, HOSTILE.decode().replace('"', '%22')), ('domains', 'example.com'))
    check('hostile mail is text', b'&lt;img src=x' in page and b'<img' not in page and page.count(b'<script') == 1)
    _, _, page = server.post(('domains', '"><img src=x> ' + HOSTILE.decode()), ('tenants', '"><b>'), ('trust', "'\"><i>"), ('mail', 'Subject: x'))
    check('so is what was typed', b'<img' not in page and b'<i>' not in page and b'role="alert"' in page)
    urlencoded = server.ask('POST', body=b'mail=Subject%3A+%3Cb%3Ehello', Content_Type='application/x-www-form-urlencoded')
    check('a plain form does as well', urlencoded[0] == 200 and b'&lt;b&gt;hello' in urlencoded[2])


def check_knowledge(server, samples):
    with open(os.path.join(samples, 'smtp-relay.eml'), 'rb') as file:
        relay = file.read()
    with open(os.path.join(samples, 'direct-send.eml'), 'rb') as file:
        direct = file.read()
    with open(os.path.join(samples, 'connectors.json'), 'rb') as file:
        connectors = file.read()
    verdict = lambda page: json.loads(documents(page)['hopscope.json'])
    one = lambda page: (verdict(page)[0] if isinstance(verdict(page), list) else verdict(page))['verdict']
    _, _, page = server.post(('mail', relay), ('connectors', connectors, 'connectors.json'), ('domains', 'example.com, example.net'))
    check('a connectors file is used', one(page)['matched_connector'] is not None, one(page))
    check('domains go back into their field', b'value="example.com, example.net"' in page)
    fields = kept(page)
    check('what was sent is kept in the page', sorted(name for name, _ in fields) == ['again', 'connectors-kept'], fields)
    _, _, again = server.post(*fields, ('mail', ''), ('file', '', ''), ('connectors', '', ''), ('domains', 'example.com, example.net'))
    check('and can be sent again', again == page)
    _, _, other = server.post(*fields, ('mail', direct), ('domains', 'example.com'))
    check('something new takes its place', one(other)['submission_path'] == 'direct-send', one(other))
    _, _, page = server.post(('mail', direct))
    check('nothing is remembered', one(page)['submission_path'] != 'direct-send' and kept(page)[0][0] == 'again' and b'example.net' not in server.ask()[2],
          one(page))
    _, _, page = server.post(('mail', relay), ('redact', '1'))
    check('pseudonyms where asked for', not any(b'scanner@example.com' in text or b'relay.example.com' in text for text in documents(page).values()) and
          one(page)['connector'] == 'traversed' and b'name="redact"' in page and re.search(rb'checkbox" value="1" checked', page))
    for wrong in (('domains', 'exa mple..com'), ('tenants', '1234'), ('trust', '1.2.3.4/99'), ('connectors', '{', 'c.json'), ('connectors', '[1', 'c.json')):
        status, _, page = server.post(('mail', relay), wrong)
        check(f'{wrong[0]} that make no sense are told', status == 400 and b'role="alert" class="serve-complaint" id="serve-complaint">' in page, (wrong, status))
        check('and the message is not lost', [name for name, _ in kept(page)][:1] == ['again'], kept(page))
    status, _, page = server.post(('mail', ' \r\n '), ('file', b'', ''))
    check('nothing to analyze is told', status == 400 and b'nothing to analyze' in page, status)
    for again in ('', '.', '!.!', 'AA==', 'eA==.', '.' * 1000, 'eA==.' + 'A' * 1001):
        check('what was kept may be damaged', server.post(('again', again), ('connectors-kept', again), ('mail', 'Subject: x'))[0] in (200, 400), again)


def check_languages(server):
    for accept, wanted in ((None, 'en'), ('ko', 'ko'), ('ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7', 'ko'), ('en-US,en;q=0.9,ko;q=0.8', 'en'), ('de, ko;q=0.5', 'ko'),
                           ('en;q=0.1,ko;q=0.2', 'ko'), ('kok', 'en'), ('ko;q=0', 'en'), ('de', 'en'), ('*', 'en'), (',;q=,' * 2000, 'en'), ('ko;q=1.000', 'ko'),
                           ('en;q=.', 'en'), ('KO-kr', 'ko')):
        page = server.ask(Accept_Language=accept)[2]
        check(f'Accept-Language {accept!r:.40} is {wanted}', f'lang="{wanted}" aria-label'.encode() in page)
    page = server.post(('mail', 'Received: from a.example.com by b.example.com; Mon, 9 Mar 2026 10:04:29 +0000'), Accept_Language='ko')[2]
    check('so is the report, and what is saved of it for people', b'<html lang="ko">' in page and b'<html lang="ko">' in documents(page)['hopscope.html'] and
          documents(page)['hopscope.md'].decode().count('에') > 0)
    page = server.ask(Accept_Language='ko')[2].decode()
    check('Korean is Korean', '메시지 분석' in page and 'Analyze' not in page)


def slow_clients(server, send):
    """16 connections that send a little, and go on with it; they are to be closed."""
    clients = [socket.create_connection(('127.0.0.1', server.port), timeout=30) for _ in range(16)]
    for client in clients:
        client.sendall(send)
    return clients


def check_slow(server):
    kind = form()[1]
    for what, send in (('silent', b''), ('slow in the header', b'GET /'), ('slow in the body', (
            f'POST /{server.token}/ HTTP/1.1\r\nHost: {server.host}\r\nOrigin: http://{server.host}\r\nContent-Type: {kind}\r\nContent-Length: 100000\r\n\r\n--').encode())):
        clients = slow_clients(server, send)
        stop = threading.Event()

        def trickle():
            while not stop.wait(0.2):
                for client in clients:
                    with contextlib.suppress(OSError):
                        client.send(b'x')

        thread = threading.Thread(target=trickle)
        if send:
            thread.start()
        time.sleep(0.3)
        start = time.monotonic()
        statuses = [server.ask()[0] for _ in range(3)]
        waited = time.monotonic() - start
        stop.set()
        if send:
            thread.join()
        for client in clients:
            client.close()
        print(f'16 clients that are {what}: the next three were answered within {waited:.2f} s')
        check(f'16 clients that are {what} keep nobody out for long', statuses == [200] * 3 and waited < 6, (statuses, waited))


def check_end(hopscope):
    for number in (signal.SIGINT, signal.SIGTERM):
        server = Server(hopscope)
        server.post(('mail', 'Subject: a secret that nobody logs\r\nReceived: from x by y; z'))
        start = time.monotonic()
        status, out, err = server.end(number)
        check(f'{number.name} ends it at once', status == -number and time.monotonic() - start < 2, (status, err))
        check('the address is printed once, and nothing is logged', out == '' and err.count('\n') == 1 and 'secret' not in err and server.token not in err, err)
        with contextlib.suppress(ConnectionError), socket.create_connection(('127.0.0.1', server.port), timeout=2):
            check('nobody listens after the end', False)
    with Server(hopscope, '-q') as quiet:
        check('-q says nothing but the address', quiet.end(signal.SIGTERM)[2] == '')


def check_open(hopscope):
    with tempfile.TemporaryDirectory() as folder:
        fake, seen = os.path.join(folder, 'xdg-open'), os.path.join(folder, 'seen')
        with open(fake, 'w', encoding='utf-8') as file:
            file.write(f'#!/bin/sh\nprintf %s "$1" > {seen}.new && mv {seen}.new {seen}\n')
        os.chmod(fake, stat.S_IRWXU)
        with Server(hopscope, environment={'PATH': folder + ':' + os.environ['PATH']}):
            time.sleep(0.3)
            check('no browser is opened unasked', not os.path.exists(seen))
        with Server(hopscope, '--open', environment={'PATH': folder + ':' + os.environ['PATH']}) as server:
            until = time.monotonic() + 10
            while not os.path.exists(seen) and time.monotonic() < until:
                time.sleep(0.05)
            with open(seen, encoding='utf-8') as file:
                path = file.read().removeprefix('http://' + server.host)
            check('a browser is opened, but its command line does not hold the token', ADDRESS.match(f'http://{server.host}{path}\n') and server.token not in path, path)
            status, headers, body = server.ask(path=path)
            check('what it holds leads to the page', status == 303 and headers['Location'] == f'/{server.token}/' and body == b'', status)
            check('once', server.ask(path=path)[0] == 404 and server.ask()[0] == 200)
        with Server(hopscope, '--open', environment={'PATH': folder + '/none'}) as server:
            check('without xdg-open it serves all the same', server.ask()[0] == 200 and 'xdg-open' in server.end(signal.SIGTERM)[2])


def memory_kib(server):
    with open(f'/proc/{server.process.pid}/status', encoding='ascii') as file:
        return int(re.search(r'VmRSS:\s+(\d+)', file.read()).group(1))


def check_memory(server, samples, requests):
    mails = []
    for name in sorted(os.listdir(samples)):
        if name.endswith('.eml'):
            with open(os.path.join(samples, name), 'rb') as file:
                mails.append(file.read())
    large = ('mail', 'Subject: large\r\n\r\n' + 'x' * (3 << 20))

    def ask(count):
        for i in range(count):
            status = server.post(('mail', mails[i % len(mails)]))[0] if i % 2 else server.ask(path=None if i % 4 else '/')[0]
            if status not in (200, 404):
                check('every request is answered', False, status)
                return

    ask(200)
    server.post(large)
    before = memory_kib(server)
    start = time.monotonic()
    ask(requests)
    server.post(large)
    after = memory_kib(server)
    print(f'{requests} requests: {before} KiB before, {after} KiB after, {time.monotonic() - start:.1f} s')
    check('memory stays flat', after < before + 4096, (before, after))


def main():
    arguments = [a for a in sys.argv[1:] if a != '--long']
    long = len(arguments) < len(sys.argv) - 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, samples = os.path.abspath(arguments[0]), os.path.join(arguments[1], 'samples')
    started = time.monotonic()
    with Server(hopscope, '--idle', '1') as idle, Server(hopscope, '--idle', '0') as server:
        idle.ask(path='/')
        check_start(hopscope)
        check_headers(server)
        check_refusals(server)
        check_size(server)
        check_reports(server, hopscope, samples)
        check_knowledge(server, samples)
        check_languages(server)
        check_slow(server)
        check_end(hopscope)
        check_open(hopscope)
        if 'ASAN_OPTIONS' not in os.environ:  # which keeps freed memory for a while
            check_memory(server, samples, 10000 if long else 400)
        if long:
            time.sleep(max(0, 63 - (time.monotonic() - started)))
            status = idle.process.poll()
            check('ends when nobody asks; who does not know the token does not count', status == 0, status)
        check('is still there, and silent', server.process.poll() is None and server.end(signal.SIGTERM)[2].count('\n') == 1)
    print('all well' if failed == 0 else f'{failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
