/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_TRACE_H
#define HOPSCOPE_TRACE_H

#include <hopscope/seals.h>
#include <hopscope/types.h>

G_BEGIN_DECLS

/* The closed lists. docs/architecture.md says what each word means; hs_..._name() gives the word used in JSON. */

/** HsRole: what a server is. See docs/architecture.md, "Roles". */
typedef enum {
  HS_ROLE_UNKNOWN,
  HS_ROLE_ORIGIN, /* device, app or client; from side only */
  HS_ROLE_ON_PREMISES_RELAY,
  HS_ROLE_THIRD_PARTY_GATEWAY,
  HS_ROLE_EOP_INBOUND, /* a Microsoft 365 front end: the entry of a pass */
  HS_ROLE_EXCHANGE_ONLINE,
  HS_ROLE_EOP_OUTBOUND, /* from side of the hand-over out of Microsoft 365; writes no line */
  HS_ROLE_EXTERNAL_RECIPIENT,
  HS_ROLE_MAILING_LIST,
  HS_ROLE_PROVIDER
} HsRole;

/** HsPath: how the message entered the sender's tenant. */
typedef enum {
  HS_PATH_UNKNOWN,
  HS_PATH_CONNECTOR_RELAY,
  HS_PATH_HYBRID_EXCHANGE,
  HS_PATH_SMTP_AUTH,
  HS_PATH_MAILBOX,
  HS_PATH_AZURE_COMMUNICATION_SERVICES,
  HS_PATH_DIRECT_SEND,
  HS_PATH_INTERNET_INBOUND,
  HS_PATH_CONSUMER,
  HS_PATH_FORWARDED,
  HS_PATH_NOT_MICROSOFT_365
} HsPath;

typedef enum { HS_CONNECTOR_INDETERMINATE, HS_CONNECTOR_TRAVERSED, HS_CONNECTOR_NOT_TRAVERSED } HsConnectorVerdict;

/** HsAssurance: in rising order, so that the weakest link is the minimum. */
typedef enum { HS_ASSURANCE_NONE, HS_ASSURANCE_CLAIMED, HS_ASSURANCE_ATTESTED, HS_ASSURANCE_PROVEN } HsAssurance;

/** HsTrust: of one hop, in rising order. */
typedef enum { HS_TRUST_CONTRADICTED, HS_TRUST_CLAIMED, HS_TRUST_ATTESTED, HS_TRUST_TRUSTED } HsTrust;

typedef enum {
  HS_CLOUD_NONE,
  HS_CLOUD_WORLDWIDE,
  HS_CLOUD_GCC,
  HS_CLOUD_GCC_HIGH,
  HS_CLOUD_DOD,
  HS_CLOUD_CHINA,   /* 21Vianet */
  HS_CLOUD_GERMANY, /* closed 2021 */
  HS_CLOUD_CONSUMER
} HsCloud;

typedef enum { HS_POOL_UNKNOWN, HS_POOL_STANDARD, HS_POOL_HIGH_RISK, HS_POOL_RELAY, HS_POOL_CONSUMER, HS_POOL_LP, HS_POOL_ACS } HsPool;

typedef enum { HS_SEVERITY_INFO, HS_SEVERITY_NOTICE, HS_SEVERITY_WARNING, HS_SEVERITY_ALERT } HsSeverity;

typedef enum { HS_TLS_UNKNOWN, HS_TLS_NO, HS_TLS_YES } HsTls;

HS_API const char *hs_role_name (HsRole role);
HS_API const char *hs_path_name (HsPath path);
HS_API const char *hs_connector_name (HsConnectorVerdict verdict);
HS_API const char *hs_assurance_name (HsAssurance assurance);
HS_API const char *hs_trust_name (HsTrust trust);
HS_API const char *hs_cloud_name (HsCloud cloud); /* NULL for HS_CLOUD_NONE */
HS_API const char *hs_pool_name (HsPool pool);    /* NULL for HS_POOL_UNKNOWN */
HS_API const char *hs_severity_name (HsSeverity severity);
HS_API const char *hs_scope_name (HsIpScope scope); /* NULL for HS_SCOPE_UNKNOWN */

/** HsFieldFlags: what is odd about a header line, and whether it is folded, which is not. */
typedef enum {
  HS_FIELD_MALFORMED = 1 << 0, /* no colon or no valid name: kept with an empty name, whole line as value */
  HS_FIELD_SPACE_BEFORE_COLON = 1 << 1,
  HS_FIELD_EIGHT_BIT = 1 << 2,
  HS_FIELD_NUL = 1 << 3,
  HS_FIELD_CUT = 1 << 4,       /* longer than the field limit; value holds the first part */
  HS_FIELD_MBOX_FROM = 1 << 5, /* a "From " line inside the header */
  HS_FIELD_BARE_CR = 1 << 6,
  HS_FIELD_FOLDED = 1 << 7 /* more than one line */
} HsFieldFlags;

/**
 * HsField:
 * @name: without colon and white space before it; empty for a malformed line
 * @value: everything after the colon up to the line end, folding kept, final line end not included
 * @line: number of its first line, from 1, in the input as given (not in the repaired copy)
 * @flags: a set of #HsFieldFlags
 */
typedef struct {
  HsSlice name;
  HsSlice value;
  guint line;
  guint flags;
} HsField;

/**
 * HsSourceInfo:
 * @path: (nullable): file or archive member ("mail.zip/a.eml"); %NULL for standard input
 * @id: (nullable): the "id" of an NDJSON record
 * @index: number of the message in its file, from 0
 * @offset: byte offset in its (decompressed) file
 * @part: (nullable): "1.2" for a message attached to a message, by MIME part numbers; %NULL for the message itself
 */
typedef struct {
  const char *path;
  const char *id;
  guint64 index;
  guint64 offset;
  const char *part;
} HsSourceInfo;

/** HsMessageInfo: what a reader would see. Text is UTF-8, decoded (RFC 2047); unknown is a %NULL slice. */
typedef struct {
  HsSlice message_id; /* without angle brackets */
  HsTime date;
  HsSlice from_address;
  HsSlice from_name;
  HsSlice sender_address;
  const HsSlice *to_addresses;
  guint n_to;
  const HsSlice *cc_addresses;
  guint n_cc;
  HsSlice reply_to;
  HsSlice return_path;
  HsSlice subject;
} HsMessageInfo;

/**
 * HsHop:
 *
 * One Received field: the server in `by` accepted the message from `from`. Strings are as written, unfolded where they
 * held folding; a %NULL slice is "not stated". Addresses: what the server saw, never what the client said.
 */
typedef struct {
  guint index; /* from 1, oldest first; inferred hops follow the written ones */
  guint field; /* index into HsTrace.fields; G_MAXUINT for an inferred hop */
  guint line;  /* 0 for an inferred hop */
  HsSlice raw; /* value of the field, still folded */
  gboolean inferred;

  /* received */
  HsSlice from_helo;
  HsSlice from_rdns; /* reverse name as looked up by the server, NULL if it found none or did not say */
  HsIp from_ip;
  guint16 from_port;
  gboolean from_ip_malformed;
  HsSlice ident; /* RFC 1413 answer, or user of a local submission as written ("userid 491", "mail pickup service") */
  HsSlice by_host;
  HsIp by_ip;
  HsSlice via;
  HsSlice protocol; /* `with`, one spelling for registered words (upper case), else as written */
  HsSlice id;
  HsSlice for_address; /* without angle brackets */
  HsSlice envelope_from;
  HsTls tls;
  HsSlice tls_version;            /* "TLS1.2" */
  HsSlice tls_cipher;             /* as written */
  HsSlice tls_client_certificate; /* "none", "verified" or "unverified"; NULL if not stated */
  HsSlice tls_client_subject;     /* name in the client's certificate; NULL if not stated */
  HsSlice authenticated;          /* user, or mechanism where no user is stated, or the word "authenticated" where neither is */
  HsSlice auth_mechanism;
  const char *form; /* dialect that matched (forms table), NULL if none */
  HsSlice product;  /* "Postfix", "Exim", "Microsoft SMTPSVC" */
  HsSlice product_version;
  HsTime time;

  /* classify */
  HsRole from_role;
  HsRole role;
  const char *from_operator; /* operator id of hosts/networks table, NULL if unknown */
  const char *operator_id;
  HsCloud cloud;
  guint pass; /* HsPass.index, 0 for none */

  /* chain */
  HsTrust trust;
  HsText trust_reason;

  /* timing */
  gint64 delay_us; /* transit since the previous dated hop, never negative */
  gint64 skew_us;  /* signed clock error told apart from delay */
  gboolean delay_known;
  gboolean skew_known;
} HsHop;

/** HsOrigin: the first `from` of the chain that can be believed. */
typedef struct {
  HsIp ip;
  HsSlice helo;
  HsSlice rdns;
  HsIpScope scope;
  HsAssurance assurance;
  guint hop; /* whose `from` side it is, 0 for none */
} HsOrigin;

/** HsPass: one traversal of Microsoft 365. Hop numbers, 0 for unknown. */
typedef struct {
  guint index; /* from 1, oldest first */
  HsCloud cloud;
  HsSlice tenant_id;     /* GUID as written */
  HsSlice tenant_domain; /* X-OriginatorOrg and the like; NULL if unknown */
  guint entry_hop;
  guint exit_hop; /* hop at which Microsoft 365 handed it on, or the last inside */
  HsIp connecting_ip;
  HsSlice helo;
  HsTls tls;
  HsPath submission_path;
  HsConnectorVerdict connector;
  HsAssurance assurance;
  HsPool outbound_pool;
  HsSlice network_message_id;
  HsTime first_seen;  /* time stamp inside the network message id, or OriginalArrivalTime */
  guint missing_hops; /* servers named by other fields that have no line */
  gboolean current;   /* part of the current journey */
} HsPass;

/**
 * HsTiming: 0 or unknown flags where nothing is dated.
 * @delivered_us: from the Date field to the last dated hop; not known where Date lies after the first hop
 * @date_ahead_us: how much later than the first hop Date is: the sender's clock, never a delay; 0 if it is not
 */
typedef struct {
  gint64 total_us;
  gboolean total_known;
  HsTime first;
  HsTime last;
  guint slowest_hop; /* 0 for none */
  guint undated_hops;
  const guint *skewed_hops;
  guint n_skewed;
  gint64 delivered_us;
  gboolean delivered_known;
  gint64 date_ahead_us;
} HsTiming;

/** HsClaim: what a piece of evidence speaks for; the sets in HsEvidence.supports are of 1 << claim. */
typedef enum {
  HS_CLAIM_TRAVERSED,
  HS_CLAIM_NOT_TRAVERSED,
  HS_CLAIM_CONNECTOR_RELAY,
  HS_CLAIM_HYBRID_EXCHANGE,
  HS_CLAIM_SMTP_AUTH,
  HS_CLAIM_MAILBOX,
  HS_CLAIM_AZURE_COMMUNICATION_SERVICES,
  HS_CLAIM_DIRECT_SEND,
  HS_CLAIM_INTERNET_INBOUND,
  HS_CLAIM_CONSUMER,
  HS_CLAIM_FORWARDED,
  HS_CLAIM_NOT_MICROSOFT_365,
  HS_CLAIM_TENANT,
  HS_CLAIM_ORIGIN,
  HS_CLAIM_HAND_OVER,
  HS_CLAIM_CONTRADICTION
} HsClaim;
HS_API const char *hs_claim_name (HsClaim claim);

/** HsEvidence: one header line, what it shows, who stamps it, whether it can be forged, whether it holds here. */
typedef struct {
  guint id;    /* from 1; "e1" in JSON */
  guint field; /* index into HsTrace.fields, G_MAXUINT for none */
  guint hop;   /* 0 for none */
  guint pass;  /* 0 for none */
  HsText shows;
  const char *stamped_by; /* operator id, or "sender" */
  gboolean forgeable;     /* could somebody outside the stamping operator have written it, given where it stands */
  HsAssurance assurance;
  guint32 supports;
} HsEvidence;

/** HsFinding: one thing worth telling. */
typedef struct {
  const char *code; /* "HS301" */
  HsSeverity severity;
  guint hop;  /* 0 for none */
  guint line; /* 0 for none */
  const char *title;
  HsText detail;
  const char *advice; /* what to do, NULL for nothing */
  const guint *evidence;
  guint n_evidence;
} HsFinding;

/** HsDecoded: one key of a Microsoft field with its value, as written but unfolded, and its meaning from the tables. */
typedef struct {
  guint field;
  HsSlice key;
  HsSlice value;
  const char *meaning; /* NULL if the tables do not know */
} HsDecoded;

typedef struct {
  const HsDecoded *forefront;
  guint n_forefront;
  const HsDecoded *antispam;
  guint n_antispam;
  const HsDecoded *authentication; /* Authentication-Results, X-MS-Exchange-Authentication-Results, compauth */
  guint n_authentication;
  const HsDecoded *headers; /* every other Microsoft field known to the tables: key is the field name */
  guint n_headers;
} HsMicrosoft365;

/** HsConnectorCheck: with a connectors file, why a connector matched or which setting rules it out. */
typedef struct {
  HsSlice name;
  gboolean matched;
  HsText reason;
} HsConnectorCheck;

typedef struct {
  HsConnectorVerdict connector;
  HsAssurance assurance;
  HsPath submission_path;
  guint pass; /* whose connector decided, 0 for none */
  HsSlice tenant_id;
  HsIp connecting_ip;
  HsSlice helo;
  HsSlice matched_connector;
  const HsConnectorCheck *connectors;
  guint n_connectors;
  const HsText *summary; /* sentences, to be joined by a space */
  guint n_summary;
  const guint *evidence; /* ids */
  guint n_evidence;
  const guint *contradictions;
  guint n_contradictions;
  HsSlice trust_host; /* server to --trust for a better assurance; NULL if none */
} HsVerdict;

/**
 * HsTrace:
 *
 * Everything found in one message. Borrowed: valid until the analyzer that made it runs again; hs_trace_copy() keeps one.
 */
typedef struct {
  HsSourceInfo source;
  HsMessageInfo message;
  HsVerdict verdict;
  HsOrigin origin;
  const HsPass *passes;
  guint n_passes;
  const HsHop *hops;
  guint n_hops; /* written and inferred */
  guint n_written_hops;
  HsTiming timing;
  const HsEvidence *evidence;
  guint n_evidence;
  const HsSeal *seals;
  guint n_seals;
  const HsArcSet *arc_sets;
  guint n_arc_sets;
  HsMicrosoft365 microsoft365;
  const HsFinding *findings;
  guint n_findings;
  const HsField *fields;
  guint n_fields;
  gboolean has_body;
} HsTrace;

G_END_DECLS

#endif
