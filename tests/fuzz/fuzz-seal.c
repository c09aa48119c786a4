/* Signatures of any message: total, bounded, and what is called bound must verify.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fields.h"
#include "fuzz.h"
#include "seal.h"

/* The key of the samples (samples/keys.zone), so that their signatures verify here and mutations start from there. */
static const char sample_key[] = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxvyEIZX07xMQDtD5YCbRqeVBoOjw7F6uVl4Lz7wpfgZp3+Vs8mr14i"
                                 "2+e55XC+7rN7MNYR4KSdtgTwN3L5+R14xn3b65lcZseYbJPBisv7pSJLw2u0bvriZcmqFWZYv/2HdBz915+v7bm5Uykda8zNAI"
                                 "TrWDVj4UPtuVpgKgchctEodHzrCvJaV2MrbIObGabO52MBMbOraUixkkii4MUkXk9eedhtHuWOOhYkpeiLrjgMoD3GOTNrTT1G"
                                 "K4WqianUn2GUmQnBVbGFKq1jXtW3D8/od4zfzpnsoAGG1p8JLxK7QeE0emd8p2/N8GZ15ksOQyId1a3ozlJh3X81aK/QIDAQAB";

static const HsKeyRow *
find_key (HsSlice domain, HsSlice selector, gpointer user_data)
{
  static const guint8 ed25519[32] = { 1 };
  static HsKeyRow rows[2];

  if (rows[0].key == NULL) {
    rows[0] = (HsKeyRow){ .algorithm = "rsa", .seen_from = "2026", .seen_to = "", .source = "samples" };
    rows[0].key = g_base64_decode (sample_key, &rows[0].key_len);
    rows[1] = (HsKeyRow){ .algorithm = "ed25519", .key = ed25519, .key_len = sizeof ed25519 };
  }
  if (hs_slice_ihas_prefix (selector, "none"))
    return NULL;
  return hs_slice_ihas_prefix (selector, "ed") ? &rows[1] : &rows[0];
}

static void
check_sets (const HsSeals *seals, guint n_fields)
{
  for (guint i = 0; i < seals->n_sets; i++) {
    const HsArcSet *set = &seals->sets[i];
    g_assert (set->instance >= 1 && set->instance <= 50);
    g_assert (i == 0 || set->instance > seals->sets[i - 1].instance);
    g_assert (!set->bound || (set->seal == HS_SEAL_PASS && set->header_part == HS_PART_HOLDS && set->body_part != HS_PART_BROKEN));
    g_assert (set->results_field == G_MAXUINT || set->results_field < n_fields);
  }
}

static void
check_seals (const HsSeals *seals, guint n_fields)
{
  for (guint i = 0; i < seals->n_seals; i++) {
    const HsSeal *seal = &seals->seals[i];
    g_assert (seal->field < n_fields);
    g_assert (i == 0 || seal->field > seals->seals[i - 1].field);
    g_assert (seal->result != HS_SEAL_PASS || seal->header_part == HS_PART_HOLDS);
    g_assert (seal->result == HS_SEAL_PASS || seal->reason.format != NULL);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsSlice message = { (const char *)data, size };
  const char *blank = memmem (data, size, "\n\r\n", 3), *lf = memmem (data, size, "\n\n", 2);
  HsArena *arena = hs_arena_new (4 << 20);
  HsFields fields = { 0 };
  HsSlice body = HS_SLICE_NONE;
  HsSeals seals;

  if (blank != NULL)
    body = hs_slice (blank + 3, message.ptr + size);
  else if (lf != NULL)
    body = hs_slice (lf + 2, message.ptr + size);
  hs_fields_split (&fields, message, 1, NULL, 0, hs_limits_default ());
  hs_seal_check_with (fields.items, fields.n, body, find_key, NULL, hs_limits_default (), arena, &seals);
  check_seals (&seals, fields.n);
  check_sets (&seals, fields.n);
  hs_fields_clear (&fields);
  hs_arena_free (arena);
  return 0;
}
