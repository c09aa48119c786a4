/* One message on the bench: what the stages from classify to findings read and add to.  SPDX-License-Identifier: MIT */
#pragma once

#include "arena.h"
#include "fields.h"
#include "hosts.h"
#include "index.h"
#include "networks.h"
#include "options-private.h"
#include "rules.h"
#include "seal.h"
#include "servers.h"
#include "text.h"

#include <hopscope/analyzer.h>

/* Fields that some stage looks for, by name. The order is free; work.c holds the names. */
typedef enum {
  HS_KNOWN_NONE,
  HS_KNOWN_RECEIVED,
  HS_KNOWN_FROM,
  HS_KNOWN_SENDER,
  HS_KNOWN_TO,
  HS_KNOWN_CC,
  HS_KNOWN_REPLY_TO,
  HS_KNOWN_SUBJECT,
  HS_KNOWN_DATE,
  HS_KNOWN_MESSAGE_ID,
  HS_KNOWN_RETURN_PATH,
  HS_KNOWN_LIST_ID,
  HS_KNOWN_LIST_POST,
  HS_KNOWN_MAILING_LIST,
  HS_KNOWN_RESENT_FROM,
  HS_KNOWN_THREAD_INDEX,
  HS_KNOWN_AUTHENTICATION_RESULTS,
  HS_KNOWN_ARC_AUTHENTICATION_RESULTS,
  HS_KNOWN_ARC_SEAL,
  HS_KNOWN_ARC_MESSAGE_SIGNATURE,
  HS_KNOWN_DKIM_SIGNATURE,
  HS_KNOWN_RECEIVED_SPF,
  HS_KNOWN_CT_CONNECTING_IP, /* X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp */
  HS_KNOWN_CT_FROM_ENTITY,
  HS_KNOWN_CT_ID,
  HS_KNOWN_CT_AUTH_AS,
  HS_KNOWN_CT_AUTH_SOURCE,
  HS_KNOWN_CT_NETWORK_MESSAGE_ID,
  HS_KNOWN_CT_ORIGINAL_ARRIVAL_TIME,
  HS_KNOWN_CT_MAILBOX_TYPE,
  HS_KNOWN_CT_USER_PRINCIPAL_NAME,
  HS_KNOWN_CT_STAMPED,
  HS_KNOWN_CT_STRIPPED,
  HS_KNOWN_CT_PROMOTED,
  HS_KNOWN_EOP_ATTRIBUTED,
  HS_KNOWN_EOP_TENANT_ATTRIBUTED,
  HS_KNOWN_ORG_DIRECTIONALITY,
  HS_KNOWN_ORG_AUTH_AS,
  HS_KNOWN_ORG_AUTH_SOURCE,
  HS_KNOWN_ORG_AUTH_MECHANISM,
  HS_KNOWN_ORG_CONNECTING_IP,
  HS_KNOWN_ORG_FROM_ENTITY,
  HS_KNOWN_ORG_ANONYMOUS_DIRECT_SEND,
  HS_KNOWN_ORG_INTERNAL_ORG_SENDER,
  HS_KNOWN_ORG_NETWORK_MESSAGE_ID,
  HS_KNOWN_ORG_SCL,
  HS_KNOWN_FOREFRONT,
  HS_KNOWN_FOREFRONT_UNTRUSTED,
  HS_KNOWN_MICROSOFT_ANTISPAM,
  HS_KNOWN_MS_AUTHENTICATION_RESULTS, /* X-MS-Exchange-Authentication-Results */
  HS_KNOWN_CLIENT_PROXIED_BY,
  HS_KNOWN_ORIGINATING_IP,
  HS_KNOWN_ORIGINATOR_ORG,
  HS_KNOWN_TRAFFIC_TYPE_DIAGNOSTIC,
  HS_KNOWN_END_TO_END_LATENCY,
  HS_KNOWN_SENDER_AD_CHECK,
  HS_KNOWN_ANTISPAM_RELAY,
  HS_KNOWN_LD_PROCESSED,
  HS_KNOWN_CORRELATION_ID,
  HS_KNOWN_CORRELATION_ID_PREVIOUS,
  HS_KNOWN_TNEF_CORRELATOR,
  HS_KNOWN_HEADERS_PRESERVED,
  HS_KNOWN_CROSS_PREMISES_PROMOTED,
  HS_KNOWN_CROSS_PREMISES_FILTERED,
  HS_KNOWN_CROSS_PREMISES_FILTERED_SEND,
  HS_KNOWN_SKIP_LISTED_SENDER,
  HS_N_KNOWN
} HsKnown;

/* What is known of a field by its name. */
typedef struct {
  HsSlice text;
  HsKnown known;
  guint follower;         /* item of the name that stood behind it last: a guess at the next one */
  gboolean microsoft;     /* one of the names that Microsoft's own fields begin with */
  const HsHeaderRow *row; /* of this very name, NULL for none */
} HsName;

/* Every name of HsKnown and of the headers table, built once per analyzer. */
typedef struct {
  HsIndex *index;
  GArray *items; /* HsName */
  HsValueNames forefront, antispam, checks;
} HsKnownNames;

/* How the `from` side of a hop fits the server that wrote the line below it. */
typedef enum {
  HS_LINK_NONE,     /* nothing below */
  HS_LINK_ADDRESS,  /* recorded address is that of the writer below */
  HS_LINK_INTERNAL, /* both inside one operator's or organization's network */
  HS_LINK_HANDOVER, /* out of Microsoft 365, from one of its egress addresses */
  HS_LINK_RDNS,     /* reverse name, looked up by the server, is (of the organization of) the writer below */
  HS_LINK_LOCAL,    /* same host: a filter, a pipe, a loopback connection */
  HS_LINK_HELO,     /* only the name that the client gave fits */
  HS_LINK_UNKNOWN,  /* one side states too little */
  HS_LINK_GAP,      /* does not fit, and nothing says that it must: a line is missing or a name is private */
  HS_LINK_MISFIT,   /* does not fit: the writer below cannot have been the peer */
  HS_LINK_JOURNEY   /* a delivery ended below: what follows was sent anew */
} HsLink;

/* Whether the lines from the reader down to this one join. */
typedef enum {
  HS_REACH_JOINED,
  HS_REACH_DOUBTFUL, /* a link on the way is by a client's own word, or a line is missing */
  HS_REACH_BROKEN    /* a link on the way does not fit, or an earlier journey */
} HsReach;

/* What is known of a hop besides the public HsHop. */
typedef struct {
  const HsHost *by; /* row of the by name, NULL for none */
  const HsHost *helo;
  const HsHost *rdns;
  const HsNetwork *network; /* row of from_ip */
  const char *by_operator;  /* of the by name, else of the by address; NULL for unknown */
  HsSlice by_organization;
  HsSlice from_organization; /* of the reverse name if looked up, else of HELO */
  HsIpScope from_scope;
  gboolean microsoft;        /* written by a Microsoft 365 machine, by its name */
  gboolean front_end;        /* of those: an EOP front end taking SMTP */
  gboolean client_line;      /* of those: a client access front end took an authenticated client's SMTP */
  gboolean store_submission; /* `with mapi` or HTTP from substrate, inside Microsoft 365 */
  gboolean delivery;         /* into a mailbox */
  gboolean from_egress;      /* peer is a Microsoft 365 egress, by address, or by reverse name, or by HELO with a private address */
  gboolean egress_by_address;
  gboolean egress_foreign;       /* Microsoft egress name given by a client from a foreign address */
  gboolean exchange_on_premises; /* Exchange product, not a Microsoft 365 name */
  gboolean below_author;         /* the field stands below From/Subject/Date */
  HsLink link;                   /* to the hop below (older) */
  HsReach reach;                 /* from the reader's side */
} HsNode;

typedef struct {
  guint field;
  HsSlice tenant_id;
  HsIp ip;
  HsSlice helo;
} HsAttribution;

typedef struct {
  guint field;
  HsIp cip;
  gboolean internal; /* CIP:255.255.255.255 */
  HsSlice direction; /* INB, OUT, INT */
  HsSlice helo;
  HsSlice ptr; /* reverse name of CIP */
  HsSlice ipv;
  HsSlice sfp;
  gboolean untrusted; /* -Untrusted: an earlier tenant's */
} HsForefront;

typedef struct {
  guint field;
  HsIp sender_ip;
  HsSlice spf, dkim, dmarc, compauth, reason;
  HsSlice mail_from, header_from;
  gboolean originating; /* X-MS-Exchange-Authentication-Results */
} HsChecks;

/* The Microsoft fields, decoded for judging. Arrays in header order (newest first). */
typedef struct {
  HsAttribution *attributions;
  guint n_attributions;
  HsForefront *forefronts;
  guint n_forefronts;
  HsChecks *checks;
  guint n_checks;
} HsMarks;

/* How a pass began. */
typedef enum {
  HS_ENTRY_UNKNOWN,   /* the lines at its beginning are missing */
  HS_ENTRY_FRONT_END, /* SMTP from outside into an EOP front end */
  HS_ENTRY_TENANT,    /* SMTP from an egress of Microsoft 365: another tenant, or the same one again */
  HS_ENTRY_STORE,     /* submitted from a mailbox */
  HS_ENTRY_HTTP,      /* HTTP submission: Azure Communication Services, recall */
  HS_ENTRY_CLIENT     /* authenticated SMTP client */
} HsEntry;

/* What speaks for or against a connector in one pass; sets of these bits meet the rules of verdict.c. */
typedef enum {
  HS_FACT_ATTRIBUTED = 1 << 0,        /* OriginalAttributedTenantConnectingIp names the address that the entry line records */
  HS_FACT_ATTRIBUTED_UNSEEN = 1 << 1, /* it names an address, and the entry line is missing */
  HS_FACT_ATTRIBUTED_OTHER = 1 << 2,  /* it names an address that no entry line records */
  HS_FACT_HYBRID_ON_PREM = 1 << 3,    /* FromEntityHeader */
  HS_FACT_HOSTED = 1 << 4,
  HS_FACT_INTERNET = 1 << 5,
  HS_FACT_NO_CROSS_TENANT = 1 << 6,     /* no X-MS-Exchange-CrossTenant-* field at all */
  HS_FACT_CIP_OUT = 1 << 7,             /* Forefront report: this address, DIR:OUT */
  HS_FACT_CIP_IN = 1 << 8,              /* Forefront report: this address, DIR:INB */
  HS_FACT_CIP_INTERNAL = 1 << 9,        /* Forefront report: no SMTP connection, DIR:OUT */
  HS_FACT_ORIGINATING_CHECKS = 1 << 10, /* X-MS-Exchange-Authentication-Results with this address */
  HS_FACT_INCOMING_CHECKS = 1 << 11,    /* plain Authentication-Results with compauth */
  HS_FACT_ORIGINATING = 1 << 12,        /* MessageDirectionality */
  HS_FACT_INCOMING = 1 << 13,
  HS_FACT_LEFT = 1 << 14,                 /* handed over to a server outside Microsoft 365 */
  HS_FACT_NEXT_TENANT = 1 << 15,          /* went on into another pass of Microsoft 365 */
  HS_FACT_SENDING_TENANT = 1 << 16,       /* attribution and CrossTenant-Id name the same tenant */
  HS_FACT_CLIENT_PROXIED = 1 << 17,       /* X-ClientProxiedBy names two Microsoft 365 servers */
  HS_FACT_CONSUMER = 1 << 18,             /* Outlook.com */
  HS_FACT_FORWARDED = 1 << 19,            /* SRS return path, relay pool, SenderADCheck or AntiSpam-Relay say so */
  HS_FACT_EXCHANGE_MAPI = 1 << 20,        /* a mailbox of an on-premises Exchange submitted it */
  HS_FACT_PROMOTED = 1 << 21,             /* hybrid headers were accepted */
  HS_FACT_ATTRIBUTION_CONFLICT = 1 << 22, /* two attributions that differ */
  HS_FACT_OWN_ORIGINATOR = 1 << 24,       /* X-OriginatorOrg, the sending tenant, is the author's organization */
  HS_FACT_UNWRITTEN = 1 << 25,            /* no attribution is to be expected: of a time without, or all such fields are gone */
  HS_FACT_DIRECT_SEND = 1 << 23           /* Exchange Online itself, or the reader's own domains, say direct send */
} HsFact;

typedef struct {
  HsEntry entry;
  guint first; /* index of its oldest written hop, G_MAXUINT if it has no line */
  guint last;  /* index of its newest line inside */
  guint exit;  /* index of the hop that took it over, G_MAXUINT if there is none */
  guint facts;
  const HsAttribution *attribution;
  HsTrust trust; /* of its least trusted line */
  HsReach reach;
  const char *reason;     /* of the rule that decided, NULL for none */
  const HsArcSet *sealed; /* bound Microsoft seal that states the connecting address */
} HsPassNode;

typedef struct {
  HsArena *arena;
  const HsRuleset *ruleset;
  HsServers *servers;
  const HsOptions *options;
  const HsLimits *limits;
  const HsMessage *message;
  HsFields *fields;
  guint first[HS_N_KNOWN]; /* index of the first field of a name, G_MAXUINT for none */
  guint *next;             /* per field: next of the same name */
  const HsKnownNames *known;
  const HsName **names; /* per field: NULL for an unknown name */
  HsSlice *values;      /* per field: unfolded and trimmed, made when asked for */
  guint reached;        /* HS_MIME_REACHED_... */
  guint n_deep;         /* Received fields with comments deeper than the limit */
  guint first_deep;     /* the first of them */
  guint n_gave_up;      /* on which a pattern gave up */
  guint first_gave_up;
  guint n_received_fields; /* also those beyond the limit */
  HsMessageInfo info;
  HsHop *hops; /* written ones oldest first, then inferred */
  guint n_hops;
  guint n_written;
  HsNode *nodes; /* per written hop */
  HsMarks marks;
  HsSeals seals;
  HsPass *passes;
  HsPassNode *pass_nodes;
  guint n_passes;
  HsOrigin origin;
  HsTiming timing;
  HsEvidence *evidence;
  guint n_evidence;
  guint room_evidence;
  HsFinding *findings;
  guint n_findings;
  guint room_findings;
  HsMicrosoft365 decoded;
  HsVerdict verdict;
} HsWork;

/* Documentation addresses stand for public ones. */
static inline gboolean
hs_scope_is_public (HsIpScope scope)
{
  return scope == HS_SCOPE_GLOBAL || scope == HS_SCOPE_DOCUMENTATION;
}

void hs_known_names_init (HsKnownNames *names, const HsRuleset *ruleset);
void hs_known_names_clear (HsKnownNames *names);
/* X-MS-..., X-EOP... and the like. */
gboolean hs_is_microsoft_name (HsSlice name);
/* Fills first[], next[] and names[]. */
void hs_work_index (HsWork *work, HsKnownNames *names);
/* The field, or NULL. */
const HsField *hs_work_field (const HsWork *work, HsKnown known);
/* Its value unfolded and trimmed; a NULL slice if there is none. */
HsSlice hs_work_value (HsWork *work, HsKnown known);
HsSlice hs_work_value_at (HsWork *work, guint field);
guint hs_work_count (const HsWork *work, HsKnown known);
#define HS_WORK_EACH(work, known, i) for (guint i = (work)->first[known]; i != G_MAXUINT; i = (work)->next[i])

/* Adds evidence and returns its id, 0 if there is no room. @supports: set of 1 << HsClaim. */
guint hs_work_evidence (HsWork *work, guint field, guint hop, guint pass, const char *stamped_by, gboolean forgeable, HsAssurance assurance,
                        guint32 supports, HsText shows);
/* The format, first, is a literal that src/po/extract.py takes for translation, or is marked with N_() where it stands. */
#define HS_TEXT(...) ((HsText){ __VA_ARGS__ })
HsSlice hs_work_ip (HsWork *work, const HsIp *ip);
/* The server that wrote the line, as words for people call it. */
HsSlice hs_work_writer (const HsHop *hop);
/* The name of its peer: looked up, else as the client gave it; empty for none. */
HsSlice hs_work_peer (const HsHop *hop);
/* The client gave a user, or the protocol says so (RFC 3848, RFC 6531: ESMTPA, ESMTPSA, UTF8SMTPSA). */
gboolean hs_work_is_authenticated (const HsHop *hop);
/* The part of @host that one organization registers: hs_hosts_organization(). */
HsSlice hs_work_organization (const HsWork *work, HsSlice host);
/* hs_hosts_is_private() */
gboolean hs_work_is_private (const HsWork *work, HsSlice host);
