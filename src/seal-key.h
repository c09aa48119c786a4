/* Public keys and the check of one signature with GnuTLS.  SPDX-License-Identifier: MIT */
#pragma once

#include "rules.h"
#include "seal-tags.h"
#include "seal.h"

#include <gnutls/abstract.h>

/* Finds the key of SELECTOR._domainkey.DOMAIN, or NULL. */
typedef const HsKeyRow *(*HsKeyFunc) (HsSlice domain, HsSlice selector, gpointer user_data);

/* Keys imported lately: the signatures of a mailbox mostly share two or three. Zeroed is empty. The rows must stay. */
struct _HsKeys {
  struct {
    const HsKeyRow *row;
    gnutls_pubkey_t key; /* NULL if it could not be read */
    guint bits;
  } items[8];
  guint n;
};

typedef enum {
  HS_CHECK_GOOD,
  HS_CHECK_BAD,
  HS_CHECK_KEY_UNREADABLE,
  HS_CHECK_KEY_MISFIT, /* RSA key, Ed25519 signature, or the other way round */
  HS_CHECK_REFUSED     /* the library would not compute it */
} HsCheck;

/* @hash: of what the signature covers. @bits: of the key. */
HsCheck hs_key_check (HsKeys *keys, const HsKeyRow *row, const HsSignature *signature, const guint8 hash[HS_DIGEST_MAX], guint *bits);
void hs_keys_clear (HsKeys *keys);
