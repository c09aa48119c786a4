/* SPDX-License-Identifier: MIT */
#include "seal-body.h"

#include "fields.h"
#include "seal-tags.h"

#include <hopscope/limits.h>

struct _HsBodyHashes {
  HsBodyHash items[HS_BODY_HASHES_MAX];
  HsDigest digests[HS_BODY_HASHES_MAX];
  HsCanonBody bodies[HS_BODY_HASHES_MAX];
  guint n;
  gboolean ended;
};

static void
add (HsBodyHashes *hashes, const HsSignature *signature)
{
  HsDigest *digest = &hashes->digests[hashes->n];

  for (guint i = 0; i < hashes->n; i++)
    if (hashes->items[i].relaxed == signature->relaxed_body && hashes->items[i].kind == signature->digest &&
        hashes->items[i].limit == signature->body_limit)
      return;
  if (hashes->n == HS_BODY_HASHES_MAX)
    return;
  hashes->items[hashes->n] = (HsBodyHash){ .relaxed = signature->relaxed_body, .kind = signature->digest, .limit = signature->body_limit };
  hs_digest_begin (digest, signature->digest);
  digest->room = signature->body_limit;
  hashes->bodies[hashes->n] = (HsCanonBody){ .digest = digest, .relaxed = signature->relaxed_body };
  hashes->n++;
}

HsBodyHashes *
hs_body_hashes_new (HsSlice header, guint first_line)
{
  HsFields fields = { 0 };
  HsBodyHashes *hashes = g_new0 (HsBodyHashes, 1);

  hs_fields_split (&fields, header, first_line, NULL, 0, hs_limits_default ());
  for (guint i = 0; i < fields.n; i++) {
    HsSignatureKind kind = hs_signature_kind (fields.items[i].name);
    HsSignature signature;
    if (kind != HS_SIGNATURE_DKIM && kind != HS_SIGNATURE_ARC_MESSAGE)
      continue;
    hs_signature_read (&signature, kind, &fields.items[i], i);
    if (!signature.malformed)
      add (hashes, &signature);
  }
  hs_fields_clear (&fields);
  if (hashes->n > 0)
    return hashes;
  g_free (hashes);
  return NULL;
}

void
hs_body_hashes_put (HsBodyHashes *hashes, HsSlice piece)
{
  for (guint i = 0; i < hashes->n; i++)
    hs_canon_body_put (&hashes->bodies[i], piece);
}

void
hs_body_hashes_end (HsBodyHashes *hashes)
{
  for (guint i = 0; i < hashes->n && !hashes->ended; i++) {
    HsBodyHash *item = &hashes->items[i];
    hs_canon_body_end (&hashes->bodies[i]);
    item->more = hashes->digests[i].dropped;
    item->too_short = item->limit != G_MAXUINT64 && hashes->digests[i].room > 0;
    item->computed = hs_digest_end (&hashes->digests[i], item->hash);
  }
  hashes->ended = TRUE;
}

const HsBodyHash *
hs_body_hashes_items (const HsBodyHashes *hashes, guint *n)
{
  *n = hashes != NULL && hashes->ended ? hashes->n : 0;
  return hashes != NULL ? hashes->items : NULL;
}

void
hs_body_hashes_free (HsBodyHashes *hashes)
{
  if (hashes == NULL)
    return;
  hs_body_hashes_end (hashes);
  g_free (hashes);
}
