/* The closed lists in words.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "view.h"

static const char *
word (const HsReportOptions *options, const char *const *words, gsize n, guint value)
{
  return value < n && words[value] != NULL ? T_ (words[value]) : T_ ("unknown");
}
#define WORD(options, words, value) word (options, words, G_N_ELEMENTS (words), (guint)(value))

const char *
hs_view_role (const HsReportOptions *options, HsRole role)
{
  static const char *const words[] = {
    [HS_ROLE_UNKNOWN] = N_ ("server of unknown kind"),
    [HS_ROLE_ORIGIN] = N_ ("origin"),
    [HS_ROLE_ON_PREMISES_RELAY] = N_ ("on-premises relay"),
    [HS_ROLE_THIRD_PARTY_GATEWAY] = N_ ("third-party gateway"),
    [HS_ROLE_EOP_INBOUND] = N_ ("EOP, the entry of Microsoft 365"),
    [HS_ROLE_EXCHANGE_ONLINE] = N_ ("Exchange Online"),
    [HS_ROLE_EOP_OUTBOUND] = N_ ("the way out of Microsoft 365"),
    [HS_ROLE_EXTERNAL_RECIPIENT] = N_ ("recipient's server"),
    [HS_ROLE_MAILING_LIST] = N_ ("mailing list server"),
    [HS_ROLE_PROVIDER] = N_ ("mail provider"),
  };
  return WORD (options, words, role);
}

const char *
hs_view_path (const HsReportOptions *options, HsPath path)
{
  static const char *const words[] = {
    [HS_PATH_UNKNOWN] = N_ ("not known how it was submitted"),
    [HS_PATH_CONNECTOR_RELAY] = N_ ("SMTP relay through an inbound connector"),
    [HS_PATH_HYBRID_EXCHANGE] = N_ ("hybrid Exchange: from the organization's own Exchange servers"),
    [HS_PATH_SMTP_AUTH] = N_ ("SMTP AUTH client submission: a device or program that logged in"),
    [HS_PATH_MAILBOX] = N_ ("mailbox: Outlook, Outlook on the web, EWS or Graph"),
    [HS_PATH_AZURE_COMMUNICATION_SERVICES] = N_ ("Azure Communication Services"),
    [HS_PATH_DIRECT_SEND] = N_ ("direct send: to the tenant's own MX, without login or connector"),
    [HS_PATH_INTERNET_INBOUND] = N_ ("from the internet"),
    [HS_PATH_CONSUMER] = N_ ("Outlook.com consumer mailbox"),
    [HS_PATH_FORWARDED] = N_ ("forwarded out of a mailbox or by a rule"),
    [HS_PATH_NOT_MICROSOFT_365] = N_ ("never in Microsoft 365"),
  };
  return WORD (options, words, path);
}

const char *
hs_view_connector (const HsReportOptions *options, HsConnectorVerdict verdict)
{
  static const char *const words[] = {
    [HS_CONNECTOR_INDETERMINATE] = N_ ("cannot be decided"),
    [HS_CONNECTOR_TRAVERSED] = N_ ("through an inbound connector"),
    [HS_CONNECTOR_NOT_TRAVERSED] = N_ ("not through an inbound connector"),
  };
  return WORD (options, words, verdict);
}

const char *
hs_view_assurance (const HsReportOptions *options, HsAssurance assurance)
{
  static const char *const words[] = {
    [HS_ASSURANCE_NONE] = N_ ("nothing vouches for it"),
    [HS_ASSURANCE_CLAIMED] = N_ ("the chain joins, but nobody vouches for it"),
    [HS_ASSURANCE_ATTESTED] = N_ ("stamped behind a hand-over that a trusted line vouches for"),
    [HS_ASSURANCE_PROVEN] = N_ ("a signature bound to this message verifies"),
  };
  return WORD (options, words, assurance);
}

const char *
hs_view_assurance_word (const HsReportOptions *options, HsAssurance assurance)
{
  static const char *const words[] = {
    [HS_ASSURANCE_NONE] = N_ ("no assurance"),
    [HS_ASSURANCE_CLAIMED] = N_ ("claimed"),
    [HS_ASSURANCE_ATTESTED] = N_ ("attested"),
    [HS_ASSURANCE_PROVEN] = N_ ("proven"),
  };
  return WORD (options, words, assurance);
}

const char *
hs_view_scope (const HsReportOptions *options, HsIpScope scope)
{
  static const char *const words[] = {
    NULL, N_ ("global"), N_ ("private"), N_ ("shared"), N_ ("loopback"), N_ ("link-local"), N_ ("documentation"), N_ ("reserved"),
  };
  return WORD (options, words, scope);
}

const char *
hs_view_severity (const HsReportOptions *options, HsSeverity severity)
{
  static const char *const words[] = { N_ ("info"), N_ ("notice"), N_ ("warning"), N_ ("alert") };
  return WORD (options, words, severity);
}

const char *
hs_view_trust (const HsReportOptions *options, HsTrust trust)
{
  static const char *const words[] = {
    [HS_TRUST_CONTRADICTED] = N_ ("does not fit what a better line says"),
    [HS_TRUST_CLAIMED] = N_ ("joined, but nobody vouches for it"),
    [HS_TRUST_ATTESTED] = N_ ("vouched for by a trusted line"),
    [HS_TRUST_TRUSTED] = N_ ("written on the reader's own side"),
  };
  return WORD (options, words, trust);
}

const char *
hs_view_trust_word (const HsReportOptions *options, HsTrust trust)
{
  static const char *const words[] = {
    [HS_TRUST_CONTRADICTED] = N_ ("contradicted"),
    [HS_TRUST_CLAIMED] = N_ ("claimed"),
    [HS_TRUST_ATTESTED] = N_ ("attested"),
    [HS_TRUST_TRUSTED] = N_ ("trusted"),
  };
  return WORD (options, words, trust);
}

const char *
hs_view_seal_result (const HsReportOptions *options, HsSealResult result)
{
  static const char *const words[] = {
    [HS_SEAL_PASS] = N_ ("verifies"),
    [HS_SEAL_FAIL] = N_ ("does not verify"),
    [HS_SEAL_NO_KEY] = N_ ("not checked: its key is not in the tables"),
    [HS_SEAL_WEAK] = N_ ("verifies, with a key or algorithm that proves little"),
    [HS_SEAL_MALFORMED] = N_ ("malformed"),
    [HS_SEAL_BODY_UNKNOWN] = N_ ("verifies over the header; the body is not at hand"),
  };
  return WORD (options, words, result);
}

/* Spellings that capitalizing would get wrong. */
static const struct {
  const char *id, *name;
} operators[] = {
  { "aws", "AWS" },
  { "amazon-ses", "Amazon SES" },
  { "sendgrid", "SendGrid" },
  { "mailchimp", "Mailchimp" },
  { "codetwo", "CodeTwo" },
  { "fireeye", "FireEye" },
  { "messagelabs", "MessageLabs" },
  { "on-premises", N_ ("an on-premises server") },
  { "sparkpost", "SparkPost" },
  { "sender", N_ ("the sender") },
};

void
hs_view_operator (const HsReportOptions *options, const char *operator_id, GString *out)
{
  gboolean start = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (hs_slice_equal_str (hs_slice_str (operators[i].id), operator_id)) {
      g_string_append (out, T_ (operators[i].name));
      return;
    }
  for (const char *p = operator_id; *p != '\0'; p++) {
    char c = hs_is_alnum (*p) || *p == '.' ? *p : ' '; /* a table of the user's may say anything, and nothing is escaped here */
    g_string_append_c (out, start && hs_is_alpha (c) ? (char)(c & ~0x20) : c);
    start = c == ' ';
  }
}
