/* SPDX-License-Identifier: MIT */
#include "seal-statement.h"

#include "address.h"
#include "ascii.h"

/* One piece of an authres-payload (RFC 8601 section 2.2). */
typedef enum { TOKEN_END, TOKEN_SEMICOLON, TOKEN_COMMENT, TOKEN_WORD } Token;

/* Past a quoted-string that begins at @p; a missing end quote is the end of the text. */
static const char *
skip_quoted (const char *p, const char *end)
{
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\' && p + 1 < end)
      p++;
  return p < end ? p + 1 : end;
}

/* Past a comment that begins at @p, nested ones counted. */
static const char *
skip_comment (const char *p, const char *end)
{
  guint64 depth = 0;

  for (; p < end; p++) {
    if (*p == '\\' && p + 1 < end)
      p++;
    else if (*p == '(')
      depth++;
    else if (*p == ')' && --depth == 0)
      return p + 1;
  }
  return end;
}

static const char *
skip_word (const char *p, const char *end)
{
  while (p < end && !hs_is_space (*p) && *p != ';' && *p != '(')
    p = *p == '"' ? skip_quoted (p, end) : p + 1;
  return p;
}

/* Cuts the next piece off @rest. A comment comes without its parentheses. */
static Token
next_token (HsSlice *rest, HsSlice *text)
{
  const char *end = rest->ptr + rest->len, *p = rest->ptr, *stop;
  Token token = TOKEN_WORD;

  while (p < end && hs_is_space (*p))
    p++;
  if (p == end)
    return TOKEN_END;
  if (*p == ';') {
    stop = p + 1;
    token = TOKEN_SEMICOLON;
    *text = hs_slice (p, stop);
  } else if (*p == '(') {
    stop = skip_comment (p, end);
    token = TOKEN_COMMENT;
    *text = hs_slice (p + 1, stop > p + 1 && stop[-1] == ')' ? stop - 1 : stop);
  } else {
    stop = skip_word (p, end);
    *text = hs_slice (p, stop);
  }
  *rest = hs_slice (stop, end);
  return token;
}

/* Exchange Online: "(sender ip is 192.0.2.1)", words folded anywhere. */
static void
read_sender_ip (HsArcSet *set, HsSlice comment)
{
  static const char *const words[] = { "sender", "ip", "is" };
  const char *p = comment.ptr, *end = comment.ptr + comment.len;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    HsSlice rest = hs_slice_trim (hs_slice (p, end));
    if (!hs_slice_ihas_prefix (rest, words[i]))
      return;
    p = rest.ptr + strlen (words[i]);
    if (p == end || !hs_is_space (*p))
      return;
  }
  hs_ip_parse_literal (hs_slice_trim (hs_slice (p, end)), &set->sender_ip);
}

static HsSlice
unquote (HsSlice text)
{
  gboolean quoted = text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"';
  return quoted ? (HsSlice){ text.ptr + 1, text.len - 2 } : text;
}

/* "property=value"; the first of each counts, for what a sender can choose comes later. */
static void
read_property (HsArcSet *set, HsSlice word)
{
  const char *equals = memchr (word.ptr, '=', word.len);
  HsSlice name, value;

  if (equals == NULL)
    return;
  name = hs_slice (word.ptr, equals);
  value = unquote (hs_slice (equals + 1, word.ptr + word.len));
  if (hs_slice_iequal_str (name, "smtp.rcpttodomain") && set->recipient_domain.ptr == NULL)
    set->recipient_domain = value;
  else if (hs_slice_iequal_str (name, "smtp.mailfrom") && set->mail_from.ptr == NULL)
    set->mail_from = value;
  else if (hs_slice_iequal_str (name, "header.from") && set->header_from.ptr == NULL)
    set->header_from = value;
  else if (set->sender_ip.family == 0 && (hs_slice_iequal_str (name, "smtp.remote-ip") || hs_slice_iequal_str (name, "smtp.client-ip")))
    hs_ip_parse_literal (value, &set->sender_ip);
}

void
hs_arc_statement_read (HsArcSet *set, HsSlice results)
{
  HsSlice text;
  gboolean spf_result = FALSE; /* the token before was "spf=pass" or the like */
  Token token;

  if (results.ptr == NULL)
    return;
  while ((token = next_token (&results, &text)) != TOKEN_END) {
    if (token == TOKEN_COMMENT && spf_result)
      read_sender_ip (set, text);
    if (token == TOKEN_WORD)
      read_property (set, text);
    spf_result = token == TOKEN_WORD && hs_slice_ihas_prefix (text, "spf=");
  }
}
