/* Where other parsers' test cases (../shared/received) expect something else, and why ours is right; docs/deviations.md says more.
   SPDX-License-Identifier: MIT */
#pragma once

#define VENDOR_WORDS "a word the registry does not know is kept as the server wrote it; the nearest registered one is a guess"
#define VALUE_ONLY "the expectation is the whole text of the clause; we take it apart"
#define USER_IS_AUTH "who authenticated is in `authenticated`; `ident` is for RFC 1413 and local users"
#define IDENT_CUT "the peer stops at a slash inside the answer"
#define IDENT_WITHOUT_HOST "the answer is the user; the host or address behind the @ has its own member"
#define ID_CUT "the peer stops at a slash inside the queue id"
#define CIPHER_FAMILY "OpenSSL's TLSv1/SSLv3 names the family of the cipher, also for TLS 1.2"
#define EXIM_HELO "Exim: helo= is what the client said, the name before it was looked up"
#define PEER_NOT_HELO "a lone address is the peer; nobody says that the client sent it as HELO"
#define NUL_IS_DAMAGE "a NUL inside an address or name is damage; leaving it out is a guess"
#define ADDRESS_NO_NAME "an address is no reverse name"
#define NOBODY_LOOKED "this server writes one name and does not say that it looked it up"
#define NOT_SAID "the peer knows that this host takes authenticated mail only; the field does not say so"
#define PICKUP "three words, no host: the pickup folder of a Microsoft SMTP service, given as local user"
#define NUMBERS "a row of numbers is no date"

static const struct {
  const char *source; /* file and line there */
  const char *key;
  const char *reason;
} received_differences[] = {
  { "apache/spamassassin t/rcvd_parser.t:292", "from_rdns", ADDRESS_NO_NAME },
  { "apache/spamassassin t/rcvd_parser.t:310", "from_rdns", NOBODY_LOOKED },
  { "apache/spamassassin t/rcvd_parser.t:316", "from_rdns", NOBODY_LOOKED },
  { "apache/spamassassin t/rcvd_parser.t:392", "auth", NOT_SAID },
  { "apache/spamassassin t/rcvd_parser.t:400", "helo", PEER_NOT_HELO },
  { "stalwartlabs/mail-parser resources/received.json:166", "ident", USER_IS_AUTH },
  { "stalwartlabs/mail-parser resources/received.json:455", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:503", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:551", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:572", "from", PICKUP },
  { "stalwartlabs/mail-parser resources/received.json:572", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:595", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:672", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:720", "id", ID_CUT },
  { "stalwartlabs/mail-parser resources/received.json:742", "id", ID_CUT },
  { "stalwartlabs/mail-parser resources/received.json:799", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:828", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:1000", "ident", IDENT_CUT },
  { "stalwartlabs/mail-parser resources/received.json:1638", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:1666", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:1744", "ident", USER_IS_AUTH },
  { "stalwartlabs/mail-parser resources/received.json:1804", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:2203", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:2396", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:2447", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:2475", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:2824", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:2907", "ident", IDENT_CUT },
  { "stalwartlabs/mail-parser resources/received.json:3005", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:3031", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:3135", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:3208", "ident", IDENT_WITHOUT_HOST },
  { "stalwartlabs/mail-parser resources/received.json:3620", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:3662", "with", VENDOR_WORDS },
  { "stalwartlabs/mail-parser resources/received.json:3781", "tls_version", CIPHER_FAMILY },
  { "stalwartlabs/mail-parser resources/received.json:3832", "with", VENDOR_WORDS },
  { "rspamd/rspamd src/libmime/received.cxx:918", "helo", EXIM_HELO },
  { "rspamd/rspamd src/libmime/received.cxx:930", "helo", EXIM_HELO },
  { "rspamd/rspamd src/libmime/received.cxx:960", "from_rdns", NOBODY_LOOKED },
  { "rspamd/rspamd src/libmime/received.cxx:994", "from_ip", NUL_IS_DAMAGE },
  { "rspamd/rspamd src/libmime/received.cxx:994", "from_rdns", NUL_IS_DAMAGE },
  { "rspamd/rspamd src/libmime/received.cxx:994", "helo", NUL_IS_DAMAGE },
  { "SpamScope/mail-parser tests/test_mail_parser.py:580", "by", VALUE_ONLY },
  { "SpamScope/mail-parser tests/test_mail_parser.py:622", "with", VALUE_ONLY },
  { "date_cases.jsonl:11", "date", NUMBERS },
};
