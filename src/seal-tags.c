/* SPDX-License-Identifier: MIT */
#include "seal-tags.h"

#include "ascii.h"
#include "seal-text.h"

#define LAST_SECOND G_GINT64_CONSTANT (253402300799) /* 9999-12-31T23:59:59Z */

enum { A, B, BH, C, CV, D, H, I, L, Q, S, T, V, X, N_TAGS };

static const char *const tag_names[N_TAGS] = { "a", "b", "bh", "c", "cv", "d", "h", "i", "l", "q", "s", "t", "v", "x" };

#define TAG(t) (1u << (t))
static const guint required_tags[] = {
  [HS_SIGNATURE_NONE] = 0,
  [HS_SIGNATURE_DKIM] = TAG (V) | TAG (A) | TAG (B) | TAG (BH) | TAG (D) | TAG (H) | TAG (S),
  [HS_SIGNATURE_ARC_MESSAGE] = TAG (I) | TAG (A) | TAG (B) | TAG (BH) | TAG (D) | TAG (H) | TAG (S),
  [HS_SIGNATURE_ARC_SEAL] = TAG (I) | TAG (A) | TAG (B) | TAG (CV) | TAG (D) | TAG (S),
};

static gboolean
refuse (HsSignature *signature, const char *format, HsSlice arg)
{
  signature->malformed = TRUE;
  signature->seal.result = HS_SEAL_MALFORMED;
  signature->seal.reason = (HsText){ format, { arg } };
  return FALSE;
}

static gboolean
refuse_tag (HsSignature *signature, guint tag)
{
  return refuse (signature, "its {1}= tag cannot be read", hs_slice_str (tag_names[tag]));
}

HsSignatureKind
hs_signature_kind (HsSlice name)
{
  switch (name.len) {
  case 8:
    return hs_slice_iequal_str (name, "ARC-Seal") ? HS_SIGNATURE_ARC_SEAL : HS_SIGNATURE_NONE;
  case 14:
    return hs_slice_iequal_str (name, "DKIM-Signature") ? HS_SIGNATURE_DKIM : HS_SIGNATURE_NONE;
  case 21:
    return hs_slice_iequal_str (name, "ARC-Message-Signature") ? HS_SIGNATURE_ARC_MESSAGE : HS_SIGNATURE_NONE;
  case 26:
    return hs_slice_iequal_str (name, "ARC-Authentication-Results") ? HS_SIGNATURE_ARC_RESULTS : HS_SIGNATURE_NONE;
  default:
    return HS_SIGNATURE_NONE;
  }
}

static gboolean
names_hold (HsSlice list, const char *wanted)
{
  HsSlice name;

  while (hs_names_next (&list, &name))
    if (hs_slice_iequal_str (name, wanted))
      return TRUE;
  return FALSE;
}

/* Tag names are case-sensitive (RFC 6376 section 3.2). */
static guint
find_tag (HsSlice name)
{
  for (guint tag = 0; tag < N_TAGS; tag++)
    if (hs_slice_equal_str (name, tag_names[tag]))
      return tag;
  return N_TAGS;
}

static gboolean
is_tag_name (HsSlice name)
{
  if (name.len == 0 || !hs_is_alpha (name.ptr[0]))
    return FALSE;
  for (gsize i = 1; i < name.len; i++)
    if (!hs_is_alnum (name.ptr[i]) && name.ptr[i] != '_')
      return FALSE;
  return TRUE;
}

/* One "name=value" between two semicolons. Empty ones are let pass: signers leave them, and they are hashed all the same. */
static gboolean
read_tag (HsSignature *signature, HsSlice spec, HsSlice values[N_TAGS])
{
  const char *equals = memchr (spec.ptr, '=', spec.len), *end = spec.ptr + spec.len;
  HsSlice name = hs_slice_trim (equals != NULL ? hs_slice (spec.ptr, equals) : spec);
  guint tag = find_tag (name);

  if (equals == NULL && name.len == 0)
    return TRUE;
  if (equals == NULL || !is_tag_name (name))
    return refuse (signature, "it is no list of tags: \"{1}\"", (HsSlice){ name.ptr, MIN (name.len, 40) });
  if (tag == N_TAGS)
    return TRUE;
  if (values[tag].ptr != NULL)
    return refuse (signature, "it has its {1}= tag more than once", hs_slice_str (tag_names[tag]));
  values[tag] = hs_slice_trim (hs_slice (equals + 1, end));
  if (tag == B)
    signature->cut = hs_slice (equals + 1, end);
  return TRUE;
}

static gboolean
read_tags (HsSignature *signature, HsSlice list, HsSlice values[N_TAGS])
{
  const char *p = list.ptr, *end = list.ptr + list.len;
  gboolean ok = TRUE;

  while (p < end) {
    const char *semicolon = memchr (p, ';', (gsize)(end - p));
    const char *stop = semicolon != NULL ? semicolon : end;

    ok = read_tag (signature, hs_slice (p, stop), values) && ok;
    p = stop + 1;
  }
  return ok;
}

static gboolean
read_algorithm (HsSignature *signature, HsSlice text)
{
  static const struct {
    const char *name;
    gboolean ed25519;
    HsDigestKind digest;
  } algorithms[] = { { "rsa-sha256", FALSE, HS_DIGEST_SHA256 },
                     { "rsa-sha1", FALSE, HS_DIGEST_SHA1 },
                     { "ed25519-sha256", TRUE, HS_DIGEST_SHA256 } };

  signature->seal.algorithm = text;
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (hs_slice_iequal_str (text, algorithms[i].name)) {
      signature->ed25519 = algorithms[i].ed25519;
      signature->digest = algorithms[i].digest;
      return TRUE;
    }
  return refuse (signature, "its algorithm {1} is none of rsa-sha256, rsa-sha1 and ed25519-sha256", text);
}

static gboolean
read_canonicalization (HsSlice word, gboolean *relaxed)
{
  *relaxed = hs_slice_iequal_str (word, "relaxed");
  return *relaxed || hs_slice_iequal_str (word, "simple");
}

/* "header/body"; each "simple" if not said (RFC 6376 section 3.5). An ARC-Seal is relaxed (RFC 8617 section 4.1.3). */
static gboolean
read_canonicalizations (HsSignature *signature, HsSlice text)
{
  const char *slash = text.ptr != NULL ? memchr (text.ptr, '/', text.len) : NULL;

  if (signature->kind == HS_SIGNATURE_ARC_SEAL) {
    signature->relaxed_header = TRUE;
    return TRUE;
  }
  if (text.ptr == NULL)
    return TRUE;
  if (slash == NULL)
    return read_canonicalization (text, &signature->relaxed_header) || refuse_tag (signature, C);
  return (read_canonicalization (hs_slice (text.ptr, slash), &signature->relaxed_header) &&
          read_canonicalization (hs_slice (slash + 1, text.ptr + text.len), &signature->relaxed_body)) ||
         refuse_tag (signature, C);
}

static gboolean
read_time (HsSignature *signature, guint tag, HsSlice text, HsTime *time)
{
  guint64 seconds;

  if (text.ptr == NULL)
    return TRUE;
  if (!hs_slice_to_uint (text, (guint64)LAST_SECOND, &seconds))
    return refuse_tag (signature, tag);
  *time = (HsTime){ .us = (gint64)seconds * G_USEC_PER_SEC, .flags = HS_TIME_KNOWN };
  return TRUE;
}

static gboolean
read_times (HsSignature *signature, const HsSlice values[N_TAGS])
{
  HsSeal *seal = &signature->seal;

  if (!read_time (signature, T, values[T], &seal->time))
    return FALSE;
  if (signature->kind != HS_SIGNATURE_DKIM)
    return TRUE;
  if (!read_time (signature, X, values[X], &seal->expires))
    return FALSE;
  if (seal->time.flags && seal->expires.flags && seal->expires.us <= seal->time.us)
    return refuse (signature, "it expires before it was made", HS_SLICE_NONE);
  return TRUE;
}

/* Names are looked up, not resolved: anything but white space and control characters is let pass (RFC 8616 has UTF-8 in them). */
static gboolean
is_name (HsSlice text)
{
  for (gsize i = 0; i < text.len; i++)
    if ((guint8)text.ptr[i] <= ' ' || text.ptr[i] == 127 || text.ptr[i] == '@')
      return FALSE;
  return text.len > 0;
}

static gboolean
read_signer (HsSignature *signature, const HsSlice values[N_TAGS])
{
  if (!is_name (values[D]))
    return refuse_tag (signature, D);
  if (!is_name (values[S]))
    return refuse_tag (signature, S);
  signature->seal.domain = values[D];
  signature->seal.selector = values[S];
  return TRUE;
}

static gboolean
read_hashes (HsSignature *signature, const HsSlice values[N_TAGS])
{
  guint8 bytes[HS_SIGNATURE_BYTES_MAX];

  signature->signature = values[B];
  if (hs_base64_decode (values[B], bytes, sizeof bytes) == 0)
    return refuse_tag (signature, B);
  signature->body_limit = G_MAXUINT64;
  if (signature->kind == HS_SIGNATURE_ARC_SEAL)
    return TRUE;
  if (hs_base64_decode (values[BH], signature->body_hash, HS_DIGEST_MAX) != hs_digest_len (signature->digest))
    return refuse_tag (signature, BH);
  if (values[L].ptr != NULL && !hs_slice_to_uint (values[L], G_MAXUINT64 - 1, &signature->body_limit))
    return refuse_tag (signature, L);
  return TRUE;
}

static gboolean
read_coverage (HsSignature *signature, HsSlice names)
{
  if (signature->kind == HS_SIGNATURE_ARC_SEAL) /* RFC 8617 section 4.1.3 */
    return names.ptr == NULL || refuse (signature, "an ARC-Seal cannot have an h= tag", HS_SLICE_NONE);
  signature->seal.covers = names;
  if (!names_hold (names, "From"))
    return refuse (signature, "it does not cover From (RFC 6376 section 5.4)", HS_SLICE_NONE);
  if (signature->kind == HS_SIGNATURE_ARC_MESSAGE && names_hold (names, "ARC-Seal")) /* RFC 8617 section 4.1.2 */
    return refuse (signature, "an ARC-Message-Signature cannot cover ARC-Seal", HS_SLICE_NONE);
  return TRUE;
}

/* @domain is that of i= or lies above it. */
static gboolean
is_agent_of (HsSlice agent, HsSlice domain)
{
  const char *at = memrchr (agent.ptr, '@', agent.len);
  HsSlice host, tail;

  if (at == NULL)
    return FALSE;
  host = hs_slice (at + 1, agent.ptr + agent.len);
  if (host.len < domain.len)
    return FALSE;
  tail = hs_slice (host.ptr + (host.len - domain.len), host.ptr + host.len);
  return hs_slice_iequal (tail, domain) && (host.len == domain.len || tail.ptr[-1] == '.');
}

/* What only DKIM-Signature has: v=, i=, q=. */
static gboolean
read_dkim (HsSignature *signature, const HsSlice values[N_TAGS])
{
  if (!hs_slice_equal_str (values[V], "1"))
    return refuse_tag (signature, V);
  if (values[I].ptr != NULL && !is_agent_of (values[I], values[D]))
    return refuse (signature, "its i= {1} does not lie in its d=", values[I]);
  if (values[Q].ptr != NULL && !names_hold (values[Q], "dns/txt"))
    return refuse (signature, "its key is looked up by {1}, which nobody knows", values[Q]);
  return TRUE;
}

static gboolean
read_chain_validation (HsSignature *signature, HsSlice text)
{
  static const char *const words[] = { "", "none", "pass", "fail" };

  signature->chain_validation = text;
  for (guint i = HS_CV_NONE; i <= HS_CV_FAIL; i++)
    if (hs_slice_iequal_str (text, words[i]))
      signature->cv = (guint8)i;
  return signature->cv != HS_CV_ABSENT || refuse_tag (signature, CV);
}

static gboolean
read_values (HsSignature *signature, const HsSlice values[N_TAGS])
{
  gboolean arc = signature->kind != HS_SIGNATURE_DKIM;

  for (guint tag = 0; tag < N_TAGS; tag++)
    if ((required_tags[signature->kind] & TAG (tag)) && values[tag].ptr == NULL)
      return refuse (signature, "it has no {1}= tag", hs_slice_str (tag_names[tag]));
  if (arc && signature->seal.instance == 0)
    return refuse (signature, "its instance i={1} is not from 1 to 50", values[I]);
  if (!arc && !read_dkim (signature, values))
    return FALSE;
  if (signature->kind == HS_SIGNATURE_ARC_SEAL && !read_chain_validation (signature, values[CV]))
    return FALSE;
  return read_signer (signature, values) && read_algorithm (signature, values[A]) && read_canonicalizations (signature, values[C]) &&
         read_times (signature, values) && read_hashes (signature, values) && read_coverage (signature, values[H]);
}

void
hs_signature_read (HsSignature *signature, HsSignatureKind kind, const HsField *field, guint index)
{
  HsSlice values[N_TAGS] = { 0 };
  gboolean ok;

  *signature = (HsSignature){ .kind = (guint8)kind };
  signature->seal.field = index;
  signature->seal.header_part = HS_PART_UNKNOWN;
  signature->seal.body_part = kind == HS_SIGNATURE_ARC_SEAL ? HS_PART_NONE : HS_PART_UNKNOWN;
  ok = read_tags (signature, field->value, values);
  if (kind != HS_SIGNATURE_DKIM)
    signature->seal.instance = hs_arc_instance (values[I]);
  if (field->flags & HS_FIELD_CUT)
    refuse (signature, "the field is longer than the limit and was cut", HS_SLICE_NONE);
  else if (ok)
    read_values (signature, values);
  if (signature->malformed) { /* who it says it is, for the reader */
    signature->seal.domain = values[D];
    signature->seal.selector = values[S];
    signature->seal.algorithm = values[A];
  }
}
