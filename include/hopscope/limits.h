/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_LIMITS_H
#define HOPSCOPE_LIMITS_H

#include <hopscope/macros.h>

G_BEGIN_DECLS

/**
 * HsLimits:
 * @header_bytes: header block, bytes (1 MiB): real ones stay under 200 KiB
 * @field_bytes: one field, bytes (256 KiB)
 * @fields: fields of a message (10,000)
 * @received: Received fields of a message (1,000); real chains stay under 60
 * @comment_depth: nested comments of a Received field (100)
 * @attached_depth: messages attached to messages (4)
 * @attached_messages: attached messages analyzed per message (64)
 * @body_bytes: body kept for attached messages, bytes (8 MiB); body hashes are taken of longer ones too
 * @text_bytes: a value whose RFC 2047 words are decoded, bytes (16 KiB): GMime's time and memory grow beyond reason above
 * @encoded_words: RFC 2047 words in such a value (64): each may open a converter
 * @addresses: addresses read of a list (256)
 * @arena_bytes: memory of one message's analysis, bytes (16 MiB)
 * @pattern_steps: steps of a table's pattern on one Received field, PCRE2's match limit (10,000)
 * @signatures: signatures verified per message (64)
 * @archive_ratio: expanded size over packed size (200)
 * @archive_bytes: expanded size of one archive (64 GiB)
 *
 * Every limit on what mail may make the library do. Reaching one is a finding; the rest is still analyzed.
 */
typedef struct {
  gsize header_bytes;
  gsize field_bytes;
  guint fields;
  guint received;
  guint comment_depth;
  guint attached_depth;
  guint attached_messages;
  gsize body_bytes;
  gsize text_bytes;
  guint encoded_words;
  guint addresses;
  gsize arena_bytes;
  guint pattern_steps;
  guint signatures;
  guint archive_ratio;
  guint64 archive_bytes;
} HsLimits;

/** hs_limits_default: (transfer none): the limits used when none are given. */
HS_API const HsLimits *hs_limits_default (void);

/**
 * hs_limits_set:
 * @limits: to change
 * @assignment: "name=value" with a member name of #HsLimits, dashes for underscores allowed; suffixes K, M, G (powers of 1024)
 *
 * Returns: %FALSE with @error (%HS_ERROR_OPTION) for an unknown name or a bad number; 0 stands for none, and is refused
 * where nothing could be done with none
 */
HS_API gboolean hs_limits_set (HsLimits *limits, const char *assignment, GError **error);

G_END_DECLS

#endif
