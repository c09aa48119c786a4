"""RSA signatures for samples, by a key made from a fixed seed: it proves nothing and is meant for --keys samples/keys.zone only.

The standard library has no RSA; PKCS#1 v1.5 over SHA-256 is one pow(). SPDX-License-Identifier: MIT
"""
import base64
import functools
import hashlib
import re

SELECTORS = {'microsoft.com': 'arcselector20990', 'google.com': 'arc-20990101'}
SHA256_PREFIX = bytes.fromhex('3031300d060960864801650304020105000420')
ARC_COVERS = ('From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-AntiSpam-MessageData-ChunkCount:'
              'X-MS-Exchange-AntiSpam-MessageData-0:X-MS-Exchange-AntiSpam-MessageData-1')
DKIM_COVERS = 'From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck'


# The first primes after two hashes; the second figure is how far (found once, checked by whoever doubts it).
PRIMES = (('hopscope samples p', 220), ('hopscope samples q', 166))


@functools.lru_cache(maxsize=1)
def key():
    """p, q and the private exponents of the Chinese remainder theorem."""
    p, q = ((int.from_bytes(b''.join(hashlib.sha512(f'{seed}/{i}'.encode()).digest() for i in range(2)), 'big') | 1 | 3 << 1022) + 2 * steps
            for seed, steps in PRIMES)
    d = pow(65537, -1, (p - 1) * (q - 1))
    return p, q, d % (p - 1), d % (q - 1), pow(q, -1, p)


def der(tag, content):
    n = len(content)
    size = bytes([n]) if n < 128 else bytes([0x80 | (n.bit_length() + 7) // 8]) + n.to_bytes((n.bit_length() + 7) // 8, 'big')
    return bytes([tag]) + size + content


def public_key():
    """SubjectPublicKeyInfo, base64: what stands after p= in a key record."""
    n = key()[0] * key()[1]
    integers = der(2, b'\0' + n.to_bytes(256, 'big')) + der(2, b'\x01\x00\x01')
    algorithm = der(0x30, bytes.fromhex('06092a864886f70d0101010500'))
    return base64.b64encode(der(0x30, algorithm + der(3, b'\0' + der(0x30, integers)))).decode()


def key_record(selector, domain):
    """One zone-file line."""
    text = f'v=DKIM1; k=rsa; p={public_key()}'
    return f'{selector}._domainkey.{domain}. 3600 IN TXT ' + ' '.join(f'"{text[i:i + 250]}"' for i in range(0, len(text), 250))


def sign(data):
    p, q, dp, dq, inverse = key()
    digest = SHA256_PREFIX + hashlib.sha256(data).digest()
    padded = b'\0\1' + b'\xff' * (256 - 3 - len(digest)) + b'\0' + digest
    number = int.from_bytes(padded, 'big')
    at_q = pow(number, dq, q)
    return base64.b64encode((at_q + (pow(number, dp, p) - at_q) * inverse % p * q).to_bytes(256, 'big')).decode()


def relaxed_field(field):
    name, value = field.split(':', 1)
    return name.lower().strip() + ':' + re.sub(r'[ \t]+', ' ', value.replace('\n', '')).strip()


def body_hash(body):
    lines = [re.sub(r'[ \t]+', ' ', line).rstrip(' ') for line in body.split('\n')]
    while lines and not lines[-1]:
        lines.pop()
    canonical = ''.join(line + '\r\n' for line in lines)
    return base64.b64encode(hashlib.sha256(canonical.encode()).digest()).decode()


def signed_header(fields, covers):
    """The fields that h= names, each taken from the bottom up; a name without a field adds nothing."""
    left, out = list(fields), []
    for name in covers.split(':'):
        for i in range(len(left) - 1, -1, -1):
            if left[i].split(':', 1)[0].lower() == name.lower():
                out.append(relaxed_field(left.pop(i)))
                break
    return out


def signature(fields, body, name, tags, covers):
    """A DKIM-Signature or ARC-Message-Signature field with b= filled in."""
    field = f'{name}: {tags}\n h={covers};\n bh={body_hash(body)};\n b='
    data = '\r\n'.join(signed_header(fields, covers) + [relaxed_field(field)])
    return field + sign(data.encode())


def dkim(mail, domain, selector):
    mail.raw_top(signature(mail.fields, mail.body, 'DKIM-Signature',
                           f'v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain};\n s={selector};', DKIM_COVERS))


def arc_sets(fields):
    """Fields of earlier ARC sets in the order a seal covers them."""
    order = {'arc-authentication-results': 0, 'arc-message-signature': 1, 'arc-seal': 2}
    found = []
    for field in fields:
        name = field.split(':', 1)[0].lower()
        match = re.search(r'\bi=(\d+);', field)
        if name in order and match:
            found.append((int(match.group(1)), order[name], field))
    return [field for _, _, field in sorted(found)]


def arc(mail, domain, results, cv=None, time=None):
    """Add the next ARC set on top: results (AAR without i=), message signature, seal."""
    earlier = arc_sets(mail.fields)
    instance = len(earlier) // 3 + 1
    cv = cv or ('none' if instance == 1 else 'pass')
    stamp = f' t={time};' if time else ''
    aar = results.replace('@', f'i={instance}', 1)
    tags = f'i={instance}; a=rsa-sha256;{stamp} c=relaxed/relaxed; d={domain};\n s={SELECTORS[domain]};'
    ams = signature(mail.fields, mail.body, 'ARC-Message-Signature', tags, ARC_COVERS)
    seal = f'ARC-Seal: i={instance}; a=rsa-sha256;{stamp} s={SELECTORS[domain]}; d={domain}; cv={cv};\n b='
    sealed = [seal] if cv == 'fail' else earlier + [aar, ams, seal]
    if cv == 'fail':
        sealed = [aar, ams, seal]
    seal += sign('\r\n'.join(relaxed_field(f) for f in sealed).encode())
    mail.fields[0:0] = [seal, ams, aar]
