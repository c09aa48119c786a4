/* Keys made on the spot and a plain signer, written apart from the code it tests.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "ascii.h"
#include "fields.h"
#include "seal.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>

typedef struct {
  const char *selector;
  gnutls_pk_algorithm_t algorithm;
  guint bits;
  gnutls_privkey_t private_key;
  HsKeyRow row;
} KitKey;

/* All of example.com. */
static KitKey kit_keys[] = {
  { "rsa", GNUTLS_PK_RSA, 2048 }, { "small", GNUTLS_PK_RSA, 1024 }, { "tiny", GNUTLS_PK_RSA, 768 }, { "ed", GNUTLS_PK_EDDSA_ED25519, 256 }
};

static inline void
kit_make_key (KitKey *key)
{
  gnutls_pubkey_t public_key;
  gnutls_datum_t data;

  g_assert_cmpint (gnutls_privkey_init (&key->private_key), ==, 0);
  g_assert_cmpint (gnutls_privkey_generate (key->private_key, key->algorithm, key->bits, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_init (&public_key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, key->private_key, 0, 0), ==, 0);
  if (key->algorithm == GNUTLS_PK_RSA)
    g_assert_cmpint (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_DER, &data), ==, 0);
  else
    g_assert_cmpint (gnutls_pubkey_export_ecc_raw2 (public_key, NULL, &data, NULL, 0), ==, 0);
  key->row = (HsKeyRow){ .domain = "example.com",
                         .selector = key->selector,
                         .algorithm = key->algorithm == GNUTLS_PK_RSA ? "rsa" : "ed25519",
                         .key = g_memdup2 (data.data, data.size),
                         .key_len = data.size,
                         .seen_from = "2026",
                         .seen_to = "",
                         .source = "made by the test" };
  gnutls_free (data.data);
  gnutls_pubkey_deinit (public_key);
}

static inline KitKey *
kit_key (const char *selector)
{
  for (guint i = 0; i < G_N_ELEMENTS (kit_keys); i++)
    if (strcmp (kit_keys[i].selector, selector) == 0) {
      if (kit_keys[i].private_key == NULL)
        kit_make_key (&kit_keys[i]);
      return &kit_keys[i];
    }
  return NULL;
}

static inline const HsKeyRow *
kit_find_key (HsSlice domain, HsSlice selector, gpointer user_data)
{
  g_autofree char *name = g_strndup (selector.ptr, selector.len);
  KitKey *key = hs_slice_iequal_str (domain, "example.com") ? kit_key (name) : NULL;

  if (user_data != NULL)
    ++*(guint *)user_data;
  return key != NULL ? &key->row : NULL;
}

/* Naive canonical forms. */

static inline char *
kit_replace (const char *text, const char *pattern, const char *with)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  return g_regex_replace_literal (regex, text, -1, 0, with, 0, NULL);
}

static inline char *
kit_crlf (const char *text)
{
  return kit_replace (text, "\r?\n", "\r\n");
}

/* @field: "Name: value" with CRLF folding, no final line end. */
static inline char *
kit_canon_field (const char *field, gboolean relaxed)
{
  const char *colon = strchr (field, ':');
  g_autofree char *name = g_strndup (field, (gsize)(colon - field));
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_autofree char *unfolded = kit_replace (colon + 1, "\r\n", "");
  g_autofree char *spaced = kit_replace (unfolded, "[ \t]+", " ");

  if (!relaxed)
    return g_strdup (field);
  return g_strdup_printf ("%s:%s", g_strchomp (lower), g_strstrip (spaced));
}

static inline char *
kit_canon_body (const char *body, gboolean relaxed)
{
  g_autofree char *lines = kit_crlf (body);
  g_autofree char *ended = *lines != '\0' && !g_str_has_suffix (lines, "\r\n") ? g_strconcat (lines, "\r\n", NULL) : g_strdup (lines);
  g_autofree char *trimmed = relaxed ? kit_replace (ended, "[ \t]+\r\n", "\r\n") : g_strdup (ended);
  g_autofree char *spaced = relaxed ? kit_replace (trimmed, "[ \t]+", " ") : g_strdup (trimmed);
  g_autofree char *cut = kit_replace (spaced, "(\r\n)+$", "\r\n");

  if (relaxed)
    return g_strdup (strcmp (cut, "\r\n") == 0 ? "" : cut);
  return g_strdup (*cut == '\0' ? "\r\n" : cut);
}

/* The fields of a header text, in order. */
static inline GPtrArray *
kit_fields (const char *header)
{
  g_autofree char *text = kit_crlf (header);
  g_autofree char *marked = kit_replace (text, "\r\n(?=[^ \t\r\n])", "\1");
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = g_strsplit (marked, "\1", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (strchr (parts[i], ':') != NULL)
      g_ptr_array_add (fields, kit_replace (parts[i], "\r\n$", ""));
  return fields;
}

static inline gboolean
kit_is_named (const char *field, const char *name)
{
  g_autofree char *pattern = g_strdup_printf ("^%s[ \t]*:", name);
  return g_regex_match_simple (pattern, field, G_REGEX_CASELESS | G_REGEX_RAW, 0);
}

/* What h= covers, from the bottom up. */
static inline void
kit_cover (GString *data, GPtrArray *fields, const char *names, gboolean relaxed)
{
  g_auto (GStrv) list = g_strsplit (names, ":", -1);
  g_autofree gboolean *taken = g_new0 (gboolean, fields->len);

  for (guint n = 0; list[n] != NULL; n++)
    for (guint i = fields->len; i-- > 0;)
      if (!taken[i] && kit_is_named (fields->pdata[i], g_strstrip (list[n]))) {
        g_autofree char *canon = kit_canon_field (fields->pdata[i], relaxed);
        g_string_append_printf (data, "%s\r\n", canon);
        taken[i] = TRUE;
        break;
      }
}

static inline char *
kit_base64_sign (KitKey *key, gboolean sha1, const char *data, gsize len)
{
  gnutls_sign_algorithm_t algorithm = sha1 ? GNUTLS_SIGN_RSA_SHA1 : GNUTLS_SIGN_RSA_SHA256;
  gnutls_datum_t input = { (guint8 *)data, (guint)len }, output;
  guint8 hash[32];
  char *text;

  if (key->algorithm == GNUTLS_PK_EDDSA_ED25519) {
    gnutls_hash_fast (GNUTLS_DIG_SHA256, data, len, hash);
    input = (gnutls_datum_t){ hash, sizeof hash };
    algorithm = GNUTLS_SIGN_EDDSA_ED25519;
  }
  g_assert_cmpint (gnutls_privkey_sign_data2 (key->private_key, algorithm, 0, &input, &output), ==, 0);
  text = g_base64_encode (output.data, output.size);
  gnutls_free (output.data);
  return text;
}

/* How to make one signature. @value: "v=1; a=...; bh=@BH@; b=@B@" as it is to stand in the mail; @names: what is covered. */
typedef struct {
  const char *selector;
  gboolean sha1;
  gboolean simple_header;
  gboolean simple_body;
  int limit; /* l=, 0 for none, -1 for l=0 */
  const char *names;
  const char *field;
  const char *value;
} KitSignature;

static inline char *
kit_body_hash (const KitSignature *how, const char *body)
{
  g_autofree char *canon = kit_canon_body (body, !how->simple_body);
  gsize len = how->limit == 0 ? strlen (canon) : (gsize)MAX (how->limit, 0);
  guint8 hash[32];

  gnutls_hash_fast (how->sha1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256, canon, len, hash);
  return g_base64_encode (hash, how->sha1 ? 20 : 32);
}

/* Puts a signature field on top of @header (CRLF or LF lines). */
static inline void
kit_sign (GString *header, const char *body, const KitSignature *how)
{
  g_autoptr (GPtrArray) fields = kit_fields (header->str);
  g_autoptr (GString) data = g_string_new (NULL);
  g_autofree char *hash = kit_body_hash (how, body);
  g_autofree char *value = kit_replace (how->value, "@BH@", hash);
  g_autofree char *field = g_strdup_printf ("%s:%s", how->field, value);
  g_autofree char *lines = kit_crlf (field);
  g_autofree char *emptied = kit_replace (lines, "[ \t\r\n]*@B@[^;]*", "");
  g_autofree char *canon = kit_canon_field (emptied, !how->simple_header);
  g_autofree char *signature = NULL, *signed_field = NULL;

  kit_cover (data, fields, how->names, !how->simple_header);
  g_string_append (data, canon);
  signature = kit_base64_sign (kit_key (how->selector), how->sha1, data->str, data->len);
  signed_field = kit_replace (field, "@B@", signature);
  g_string_prepend (header, strchr (header->str, '\r') != NULL ? "\r\n" : "\n");
  g_string_prepend (header, signed_field);
}

/* "Kind: i=N;" as kit_seal() writes it. */
static inline gboolean
kit_is_set_field (const char *field, const char *kind, guint instance)
{
  gsize len = strlen (kind);
  const char *value = field + len + 1;

  if (g_ascii_strncasecmp (field, kind, len) != 0 || field[len] != ':')
    return FALSE;
  value += strspn (value, " ");
  return g_str_has_prefix (value, "i=") && g_ascii_strtoull (value + 2, NULL, 10) == instance;
}

/* One ARC set on top of @header. @cv "fail" seals only itself. @domain: that of the message signature. */
static inline void
kit_seal_as (GString *header, const char *body, guint instance, const char *cv, const char *results, const char *domain)
{
  g_autoptr (GString) data = g_string_new (NULL);
  g_autofree char *ams = g_strdup_printf (
      " i=%u; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=rsa;\r\n\th=From:Subject:Date;\r\n\tbh=@BH@;\r\n\tb=@B@", instance, domain);
  g_autofree char *as = g_strdup_printf ("ARC-Seal: i=%u; a=rsa-sha256; t=1700000000; cv=%s; d=example.com; s=rsa; b=", instance, cv);
  g_autofree char *canon = kit_canon_field (as, TRUE), *signature = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  static const char *const kinds[] = { "ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal" };

  kit_sign (header, body,
            &(KitSignature){ .selector = "rsa", .names = "From:Subject:Date", .field = "ARC-Message-Signature", .value = ams });
  g_string_prepend (header, "\r\n");
  g_string_prepend (header, results);
  fields = kit_fields (header->str);
  for (guint i = strcmp (cv, "fail") == 0 ? instance : 1; i <= instance; i++)
    for (guint kind = 0; kind < 3; kind++)
      for (guint f = 0; f < fields->len; f++) {
        g_autofree char *covered = NULL;
        if (!kit_is_set_field (fields->pdata[f], kinds[kind], i))
          continue;
        covered = kit_canon_field (fields->pdata[f], TRUE);
        g_string_append_printf (data, "%s\r\n", covered);
      }
  g_string_append (data, canon);
  signature = kit_base64_sign (kit_key ("rsa"), FALSE, data->str, data->len);
  g_string_prepend (header, "\r\n");
  g_string_prepend (header, signature);
  g_string_prepend (header, as);
}

static inline void
kit_seal (GString *header, const char *body, guint instance, const char *cv, const char *results)
{
  kit_seal_as (header, body, instance, cv, results, "example.com");
}

/* What the code under test makes of it. */
typedef struct {
  HsFields fields;
  HsArena *arena;
  HsSeals seals;
  guint lookups;
} KitCheck;

static inline void
kit_check_bytes (KitCheck *check, HsSlice header, HsSlice body, const HsLimits *limits)
{
  *check = (KitCheck){ .arena = hs_arena_new (limits->arena_bytes) };
  hs_fields_split (&check->fields, header, 1, NULL, 0, limits);
  hs_seal_check_with (check->fields.items, check->fields.n, body, kit_find_key, &check->lookups, limits, check->arena, &check->seals);
}

static inline void
kit_check (KitCheck *check, const char *header, const char *body)
{
  kit_check_bytes (check, hs_slice_str (header), hs_slice_str (body), hs_limits_default ());
}

static inline void
kit_check_clear (KitCheck *check)
{
  hs_fields_clear (&check->fields);
  hs_arena_free (check->arena);
}

/* TRUE if the reason's format says so. */
static inline gboolean
kit_says (const HsSeal *seal, const char *words)
{
  return words == NULL ? seal->reason.format == NULL : seal->reason.format != NULL && strstr (seal->reason.format, words) != NULL;
}
