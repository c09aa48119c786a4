/* SPDX-License-Identifier: MIT */
#include "seal-key.h"

#include "seal-text.h"

#include <string.h>

/* One DER element of type @tag at @p; FALSE if it does not lie within @end. */
static gboolean
der_element (const guint8 **p, const guint8 *end, guint8 tag, gnutls_datum_t *content)
{
  gsize len, n_bytes;

  if (end - *p < 2 || (*p)[0] != tag)
    return FALSE;
  len = (*p)[1];
  *p += 2;
  n_bytes = len >= 0x80 ? len & 0x7f : 0;
  if (n_bytes > 3 || (gsize)(end - *p) < n_bytes || len == 0x80)
    return FALSE;
  for (len = n_bytes > 0 ? 0 : len; n_bytes > 0; n_bytes--)
    len = len << 8 | *(*p)++;
  if ((gsize)(end - *p) < len)
    return FALSE;
  *content = (gnutls_datum_t){ (guint8 *)*p, (guint)len };
  *p += len;
  return TRUE;
}

/* The bare RSAPublicKey that RFC 6376 section 3.6.1 names, though nearly everybody publishes a SubjectPublicKeyInfo. */
static gboolean
import_rsa_bare (gnutls_pubkey_t key, const HsKeyRow *row)
{
  const guint8 *p = row->key, *end;
  gnutls_datum_t sequence, modulus, exponent;

  if (row->key_len == 0)
    return FALSE;
  end = row->key + row->key_len;
  if (!der_element (&p, end, 0x30, &sequence))
    return FALSE;
  p = sequence.data;
  end = sequence.data + sequence.size;
  return der_element (&p, end, 0x02, &modulus) && der_element (&p, end, 0x02, &exponent) &&
         gnutls_pubkey_import_rsa_raw (key, &modulus, &exponent) == 0;
}

static gboolean
is_ed25519 (const HsKeyRow *row)
{
  return strcmp (row->algorithm, "ed25519") == 0;
}

static gboolean
import_row (gnutls_pubkey_t key, const HsKeyRow *row)
{
  gnutls_datum_t data = { (guint8 *)row->key, (guint)row->key_len };

  if (is_ed25519 (row))
    return row->key_len == 32 && gnutls_pubkey_import_ecc_raw (key, GNUTLS_ECC_CURVE_ED25519, &data, NULL) == 0;
  return (gnutls_pubkey_import (key, &data, GNUTLS_X509_FMT_DER) == 0 || import_rsa_bare (key, row)) &&
         gnutls_pubkey_get_pk_algorithm (key, NULL) == GNUTLS_PK_RSA;
}

static gnutls_pubkey_t
find_key (HsKeys *keys, const HsKeyRow *row, guint *bits)
{
  guint slot = keys->n % G_N_ELEMENTS (keys->items);

  for (guint i = 0; i < MIN (keys->n, G_N_ELEMENTS (keys->items)); i++)
    if (keys->items[i].row == row) {
      *bits = keys->items[i].bits;
      return keys->items[i].key;
    }
  if (keys->items[slot].key != NULL)
    gnutls_pubkey_deinit (keys->items[slot].key);
  keys->n++;
  keys->items[slot].row = row;
  keys->items[slot].bits = 0;
  if (gnutls_pubkey_init (&keys->items[slot].key) != 0) {
    keys->items[slot].key = NULL;
  } else if (!import_row (keys->items[slot].key, row)) {
    gnutls_pubkey_deinit (keys->items[slot].key);
    keys->items[slot].key = NULL;
  } else {
    gnutls_pubkey_get_pk_algorithm (keys->items[slot].key, &keys->items[slot].bits);
  }
  *bits = keys->items[slot].bits;
  return keys->items[slot].key;
}

HsCheck
hs_key_check (HsKeys *keys, const HsKeyRow *row, const HsSignature *signature, const guint8 hash[HS_DIGEST_MAX], guint *bits)
{
  guint8 bytes[HS_SIGNATURE_BYTES_MAX];
  gsize len = hs_base64_decode (signature->signature, bytes, sizeof bytes);
  gnutls_datum_t value = { bytes, (guint)len };
  gnutls_datum_t digest = { (guint8 *)hash, (guint)hs_digest_len (signature->digest) };
  gnutls_sign_algorithm_t algorithm = signature->digest == HS_DIGEST_SHA1 ? GNUTLS_SIGN_RSA_SHA1 : GNUTLS_SIGN_RSA_SHA256;
  gnutls_pubkey_t key = find_key (keys, row, bits);
  int status;

  if (key == NULL)
    return HS_CHECK_KEY_UNREADABLE;
  if (is_ed25519 (row) != signature->ed25519)
    return HS_CHECK_KEY_MISFIT;
  if (signature->ed25519) /* RFC 8463 section 3: over the hash, as if that were the message */
    status = gnutls_pubkey_verify_data2 (key, GNUTLS_SIGN_EDDSA_ED25519, 0, &digest, &value);
  else /* SHA-1 and short keys are for the caller to mark, not for the library's policy to refuse */
    status = gnutls_pubkey_verify_hash2 (key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN, &digest, &value);
  if (status >= 0)
    return HS_CHECK_GOOD;
  return status == GNUTLS_E_INSUFFICIENT_SECURITY || status == GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM ? HS_CHECK_REFUSED : HS_CHECK_BAD;
}

void
hs_keys_clear (HsKeys *keys)
{
  for (guint i = 0; i < MIN (keys->n, G_N_ELEMENTS (keys->items)); i++)
    if (keys->items[i].key != NULL)
      gnutls_pubkey_deinit (keys->items[i].key);
  keys->n = 0;
}

HsKeys *
hs_seal_keys_new (void)
{
  return g_new0 (HsKeys, 1);
}

void
hs_seal_keys_free (HsKeys *keys)
{
  if (keys == NULL)
    return;
  hs_keys_clear (keys);
  g_free (keys);
}
