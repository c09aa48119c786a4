/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_TYPES_H
#define HOPSCOPE_TYPES_H

#include <hopscope/macros.h>

G_BEGIN_DECLS

/**
 * HsSlice:
 * @ptr: (nullable): first byte; %NULL means "unknown", which is not the same as an empty value
 * @len: number of bytes
 *
 * A piece of text that somebody else owns: the header block, the analyzer's arena, the rule set or a constant.
 * Never NUL-terminated, never freed, may hold any byte.
 */
typedef struct {
  const char *ptr;
  gsize len;
} HsSlice;

#define HS_SLICE_NONE ((HsSlice){ NULL, 0 })
#define HS_SLICE_LITERAL(s) ((HsSlice){ "" s, sizeof (s) - 1 })

/**
 * HsIp:
 * @family: 0 unknown, 4 or 6
 * @bytes: network order; IPv4 lies in the last four bytes behind ::ffff: (RFC 4291 section 2.5.5.2)
 *
 * An IPv4-mapped IPv6 address is stored with @family 4: it names the same peer.
 */
typedef struct {
  guint8 family;
  guint8 bytes[16];
} HsIp;

/** HsIpScope: what an address can be reached from (RFC 6890). */
typedef enum {
  HS_SCOPE_UNKNOWN,
  HS_SCOPE_GLOBAL,
  HS_SCOPE_PRIVATE, /* RFC 1918, unique local */
  HS_SCOPE_SHARED,  /* 100.64.0.0/10, RFC 6598 */
  HS_SCOPE_LOOPBACK,
  HS_SCOPE_LINK_LOCAL,
  HS_SCOPE_DOCUMENTATION, /* RFC 5737, RFC 3849 */
  HS_SCOPE_RESERVED       /* unspecified, multicast, broadcast, class E */
} HsIpScope;

/** HsTimeFlags: what is known of a time stamp besides its value. */
typedef enum {
  HS_TIME_KNOWN = 1 << 0,             /* @us holds an instant */
  HS_TIME_FRACTION = 1 << 1,          /* a fraction of a second was written */
  HS_TIME_ZONE_UNKNOWN = 1 << 2,      /* "-0000" (RFC 5322 section 3.3): UTC, local zone not said */
  HS_TIME_ZONE_MISSING = 1 << 3,      /* no zone written; @us was computed as if UTC and must be shown as doubtful */
  HS_TIME_ZONE_NAMED = 1 << 4,        /* by a name such as EDT */
  HS_TIME_ZONE_UNRECOGNIZED = 1 << 5, /* a zone was written that nobody knows; computed as if UTC */
  HS_TIME_WEEKDAY_WRONG = 1 << 6,     /* the weekday written is not that of the date */
  HS_TIME_LEAP_SECOND = 1 << 7,       /* written as :60, counted as :59 of the same minute */
  HS_TIME_TWO_DIGIT_YEAR = 1 << 8,    /* RFC 5322 section 4.3 */
  HS_TIME_ODD_FORM = 1 << 9,          /* neither RFC 5322 nor its obsolete forms: asctime, ISO 8601, Go, 12-hour clock ... */
  HS_TIME_MALFORMED = 1 << 10         /* text was there but no instant could be read; @us is 0 */
} HsTimeFlags;

/**
 * HsTime:
 * @us: microseconds since 1970-01-01T00:00:00Z, valid if %HS_TIME_KNOWN
 * @zone_minutes: offset east of UTC as written
 * @flags: a set of #HsTimeFlags
 */
typedef struct {
  gint64 us;
  gint16 zone_minutes;
  guint16 flags;
} HsTime;

/**
 * HsText:
 * @format: (nullable): English sentence with placeholders {1} to {4}; it is also the key under which translations are kept
 * @args: what the placeholders stand for; taken from mail, so a writer must escape each for its format
 *
 * Words for people. Kept apart from their arguments so that every writer can translate the first and escape the second.
 */
typedef struct {
  const char *format;
  HsSlice args[4];
} HsText;

/**
 * HsTranslate:
 * @msgid: an English text
 *
 * Returns: (transfer none): the same text in the reader's language, or @msgid
 */
typedef const char *(*HsTranslate) (const char *msgid, gpointer user_data);

G_END_DECLS

#endif
