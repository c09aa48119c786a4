/* Tag lists: what is read, what is refused and why.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "guard.h"
#include "seal-tags.h"
#include "seal-text.h"

#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define DKIM "v=1; a=rsa-sha256; d=example.com; s=x; h=from; bh=" HASH "; b=AAAA"
#define AMS "i=1; a=rsa-sha256; d=example.com; s=x; h=from; bh=" HASH "; b=AAAA"
#define AS "i=1; a=rsa-sha256; d=example.com; s=x; cv=none; b=AAAA"

static const struct {
  const char *name;
  HsSignatureKind kind;
  const char *value;
  const char *says; /* NULL: well formed */
} rows[] = {
  { "dkim", HS_SIGNATURE_DKIM, DKIM, NULL },
  { "ams", HS_SIGNATURE_ARC_MESSAGE, AMS, NULL },
  { "seal", HS_SIGNATURE_ARC_SEAL, AS, NULL },
  { "final semicolon", HS_SIGNATURE_DKIM, DKIM "; ", NULL },
  { "empty specs", HS_SIGNATURE_DKIM, ";; " DKIM ";;", NULL },
  { "unknown tags, twice", HS_SIGNATURE_DKIM, DKIM "; zz=1; zz=2; B=x; r_9=", NULL },
  { "v in ams is ignored", HS_SIGNATURE_ARC_MESSAGE, AMS "; v=7", NULL },
  { "folded base64", HS_SIGNATURE_ARC_SEAL, "i=1; a=rsa-sha256; d=e.com; s=x; cv=none; b=AA\r\n A\n\tA", NULL },
  { "eight-bit domain", HS_SIGNATURE_ARC_SEAL, "i=1; a=rsa-sha256; d=b\xc3\xbc.example; s=x; cv=none; b=AAAA", NULL },
  { "i in a subdomain", HS_SIGNATURE_DKIM, DKIM "; i=\"a@b\"@x.Example.com", NULL },
  { "i without local part", HS_SIGNATURE_DKIM, DKIM "; i=@example.com", NULL },
  { "l", HS_SIGNATURE_DKIM, DKIM "; l=18446744073709551614", NULL },
  { "q with others", HS_SIGNATURE_DKIM, DKIM "; q=foo : dns/txt", NULL },
  { "fifty", HS_SIGNATURE_ARC_SEAL, "i=50; a=rsa-sha256; d=e.com; s=x; cv=pass; b=AAAA", NULL },

  { "nothing", HS_SIGNATURE_DKIM, "", "no {1}= tag" },
  { "nonsense", HS_SIGNATURE_DKIM, "hello world", "no list of tags" },
  { "no name", HS_SIGNATURE_DKIM, DKIM "; =x", "no list of tags" },
  { "name with a blank", HS_SIGNATURE_DKIM, DKIM "; a b=x", "no list of tags" },
  { "name with a digit first", HS_SIGNATURE_DKIM, DKIM "; 1a=x", "no list of tags" },
  { "twice", HS_SIGNATURE_DKIM, DKIM "; d=example.com", "more than once" },
  { "b twice", HS_SIGNATURE_DKIM, "b=AAAA; " DKIM, "more than once" },
  { "no v", HS_SIGNATURE_DKIM, AMS, "no {1}= tag" },
  { "v=2", HS_SIGNATURE_DKIM, "v=2; a=rsa-sha256; d=e.com; s=x; h=from; bh=" HASH "; b=AAAA", "cannot be read" },
  { "algorithm", HS_SIGNATURE_DKIM, "v=1; a=rsa-md5; d=e.com; s=x; h=from; bh=" HASH "; b=AAAA", "algorithm" },
  { "bad base64", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=e.com; s=x; h=from; bh=" HASH "; b=A*AA", "cannot be read" },
  { "empty b", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=e.com; s=x; h=from; bh=" HASH "; b=", "cannot be read" },
  { "short bh", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=e.com; s=x; h=from; bh=AAAA; b=AAAA", "cannot be read" },
  { "sha-256 where sha-1", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha1; d=e.com; s=x; h=from; bh=" HASH "; b=AAAA", "cannot be read" },
  { "empty d", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=; s=x; h=from; bh=" HASH "; b=AAAA", "cannot be read" },
  { "d with a blank", HS_SIGNATURE_ARC_SEAL, "i=1; a=rsa-sha256; d=e\r\n .com; s=x; cv=none; b=AAAA", "cannot be read" },
  { "c", HS_SIGNATURE_DKIM, DKIM "; c=relaxed/nofws", "cannot be read" },
  { "c with three", HS_SIGNATURE_DKIM, DKIM "; c=relaxed/simple/simple", "cannot be read" },
  { "t", HS_SIGNATURE_DKIM, DKIM "; t=yesterday", "cannot be read" },
  { "t beyond the calendar", HS_SIGNATURE_DKIM, DKIM "; t=99999999999999", "cannot be read" },
  { "x before t", HS_SIGNATURE_DKIM, DKIM "; t=1700000000; x=1700000000", "expires" },
  { "l negative", HS_SIGNATURE_DKIM, DKIM "; l=-1", "cannot be read" },
  { "l huge", HS_SIGNATURE_DKIM, DKIM "; l=99999999999999999999999", "cannot be read" },
  { "i elsewhere", HS_SIGNATURE_DKIM, DKIM "; i=a@notexample.com", "does not lie" },
  { "i without @", HS_SIGNATURE_DKIM, DKIM "; i=example.com", "does not lie" },
  { "q unknown", HS_SIGNATURE_DKIM, DKIM "; q=http", "nobody knows" },
  { "From not covered", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=e.com; s=x; h=fromage:to; bh=" HASH "; b=AAAA", "does not cover From" },
  { "empty h", HS_SIGNATURE_DKIM, "v=1; a=rsa-sha256; d=e.com; s=x; h=; bh=" HASH "; b=AAAA", "does not cover From" },
  { "instance 0", HS_SIGNATURE_ARC_SEAL, "i=0; a=rsa-sha256; d=e.com; s=x; cv=none; b=AAAA", "instance" },
  { "instance 51", HS_SIGNATURE_ARC_SEAL, "i=51; a=rsa-sha256; d=e.com; s=x; cv=none; b=AAAA", "instance" },
  { "instance 001", HS_SIGNATURE_ARC_SEAL, "i=001; a=rsa-sha256; d=e.com; s=x; cv=none; b=AAAA", "instance" },
  { "cv", HS_SIGNATURE_ARC_SEAL, "i=1; a=rsa-sha256; d=e.com; s=x; cv=maybe; b=AAAA", "cannot be read" },
  { "h in a seal", HS_SIGNATURE_ARC_SEAL, AS "; h=from", "cannot have an h=" },
  { "ams covers seals", HS_SIGNATURE_ARC_MESSAGE, "i=1; a=rsa-sha256; d=e.com; s=x; h=from:arc-seal; bh=" HASH "; b=AAAA", "cannot cover" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard value = hs_guard_new (rows[i].value, strlen (rows[i].value));
    HsField field = { .value = { value.data, value.len } };
    HsSignature signature;

    g_test_message ("%s", rows[i].name);
    hs_signature_read (&signature, rows[i].kind, &field, 3);
    g_assert_cmpuint (signature.seal.field, ==, 3);
    g_assert_cmpint (signature.malformed, ==, rows[i].says != NULL);
    if (rows[i].says != NULL) {
      g_assert_cmpint (signature.seal.result, ==, HS_SEAL_MALFORMED);
      g_assert_nonnull (strstr (signature.seal.reason.format, rows[i].says));
    }
    hs_guard_free (&value);
  }
}

/* Total: cut anywhere, it is read or refused, and nothing behind the end is looked at. */
static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize len = 0; len <= strlen (rows[i].value); len++) {
      HsGuard value = hs_guard_new (rows[i].value, len);
      HsField field = { .value = { value.data, value.len } };
      HsSignature signature;

      for (guint kind = HS_SIGNATURE_DKIM; kind <= HS_SIGNATURE_ARC_SEAL; kind++) {
        hs_signature_read (&signature, kind, &field, 0);
        g_assert_cmpint (signature.malformed, ==, signature.seal.reason.format != NULL);
      }
      hs_guard_free (&value);
    }
}

static void
test_values (void)
{
  HsField field = { .value = HS_SLICE_LITERAL (" v=1; a=Ed25519-SHA256 ;c=relaxed; d=Example.com; s=sel.x; t=1700000000; x=1700000600;\r\n"
                                               " h=From : To; bh=" HASH "; l=12; b=AA\r\n AA ; z=y") };
  HsSignature s;

  hs_signature_read (&s, HS_SIGNATURE_DKIM, &field, 0);
  g_assert_false (s.malformed);
  g_assert_true (s.ed25519 && s.relaxed_header && !s.relaxed_body);
  g_assert_cmpint (s.digest, ==, HS_DIGEST_SHA256);
  g_assert_true (hs_slice_equal_str (s.seal.domain, "Example.com"));
  g_assert_true (hs_slice_equal_str (s.seal.selector, "sel.x"));
  g_assert_true (hs_slice_equal_str (s.seal.covers, "From : To"));
  g_assert_true (hs_slice_equal_str (s.cut, "AA\r\n AA "));
  g_assert_cmpint (s.seal.time.us, ==, G_GINT64_CONSTANT (1700000000000000));
  g_assert_cmpint (s.seal.expires.us, ==, G_GINT64_CONSTANT (1700000600000000));
  g_assert_cmpint (s.seal.time.flags, ==, HS_TIME_KNOWN);
  g_assert_cmpuint (s.body_limit, ==, 12);
  g_assert_cmpint (s.body_hash[0], ==, 0xe3);
}

static void
test_cut_field (void)
{
  HsField field = { .value = HS_SLICE_LITERAL (DKIM), .flags = HS_FIELD_CUT };
  HsSignature signature;

  hs_signature_read (&signature, HS_SIGNATURE_DKIM, &field, 0);
  g_assert_true (signature.malformed);
}

static const struct {
  const char *text;
  const char *bytes; /* NULL: refused */
} base64[] = {
  { "QUJD", "ABC" }, { "QUI=", "AB" },     { "QQ==", "A" },  { " Q U\r\nI = ", "AB" }, { "QUJDQQ==", "ABCA" }, { "", NULL },
  { "   ", NULL },   { "Q", NULL },        { "QUJ", NULL },  { "====", NULL },         { "QQ=Q", NULL },       { "QQ=", NULL },
  { "QQ===", NULL }, { "QQ==QQ==", NULL }, { "QU-_", NULL }, { "Q===", NULL },         { "QUJ=", NULL },       { "QR==", NULL },
};

static void
test_base64 (void)
{
  guint8 bytes[4];

  for (guint i = 0; i < G_N_ELEMENTS (base64); i++) {
    gsize n = hs_base64_decode (hs_slice_str (base64[i].text), bytes, sizeof bytes);
    g_test_message ("\"%s\"", base64[i].text);
    g_assert_cmpmem (bytes, n, base64[i].bytes, base64[i].bytes != NULL ? strlen (base64[i].bytes) : 0);
  }
  g_assert_cmpuint (hs_base64_decode (hs_slice_str ("QUJDQUJD"), bytes, 4), ==, 0);
}

static void
test_kinds (void)
{
  static const struct {
    const char *name;
    HsSignatureKind kind;
  } names[] = { { "arc-SEAL", HS_SIGNATURE_ARC_SEAL },
                { "Dkim-Signature", HS_SIGNATURE_DKIM },
                { "ARC-MESSAGE-SIGNATURE", HS_SIGNATURE_ARC_MESSAGE },
                { "ARC-Authentication-Results", HS_SIGNATURE_ARC_RESULTS },
                { "X-ARC-Seal", HS_SIGNATURE_NONE },
                { "Received", HS_SIGNATURE_NONE },
                { "", HS_SIGNATURE_NONE } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (hs_signature_kind (hs_slice_str (names[i].name)), ==, names[i].kind);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-tags/rows", test_rows);
  g_test_add_func ("/seal-tags/cut", test_cut);
  g_test_add_func ("/seal-tags/values", test_values);
  g_test_add_func ("/seal-tags/cut-field", test_cut_field);
  g_test_add_func ("/seal-tags/base64", test_base64);
  g_test_add_func ("/seal-tags/kinds", test_kinds);
  return g_test_run ();
}
