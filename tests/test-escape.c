/* SPDX-License-Identifier: MIT */
#include "escape.h"
#include "guard.h"

typedef gboolean (*Escape) (GString *out, HsSlice s);

typedef struct {
  const char *name;
  HsSlice input;
  const char *wanted;
} Row;

#define ROW(name, input, wanted)                \
  {                                             \
    name, { input, sizeof (input) - 1 }, wanted \
  }

static const Row html_rows[] = {
  ROW ("markup", "<img src=x onerror=\"alert('1')\"> & so on", "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; so on"),
  ROW ("line ends stay, CR before LF goes", "a\r\n\tb\rc\n", "a\n\tb\u240dc\n"),
  ROW ("controls as pictures", "\0\x1b[31m\x7f", "\u2400\u241b[31m\u2421"),
  ROW ("bidi override is named", "a\u202egpj.exe", "a[U+202E]gpj.exe"),
  ROW ("not UTF-8", "caf\xe9 \xf0\x9f\x92", "caf\ufffd \ufffd"),
  ROW ("text", "일본 日本 \u00e9", "일본 日本 \u00e9"),
};
static const Row text_rows[] = {
  ROW ("terminal escape", "\x1b]0;title\a\x1b[2J", "\u241b]0;title\u2407\u241b[2J"),
  ROW ("C1 control sequence introducer",
       "\xc2\x9b"
       "31m",
       "[U+009B]31m"),
  ROW ("raw C1 byte is no UTF-8",
       "\x9b"
       "31m",
       "\ufffd31m"),
  ROW ("folding is one space", "from a\r\n\t by b \n c", "from a by b c"),
  ROW ("runs of spaces stay", "a  b\tc", "a  b c"),
  ROW ("bidi", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
       "[U+202A][U+202B][U+202C][U+202D][U+202E][U+2066][U+2067][U+2068][U+2069][U+200E][U+200F][U+061C]"),
  ROW ("zero width", "pay\u200bpal\ufeff\u2060\u00ad", "pay[U+200B]pal[U+FEFF][U+2060][U+00AD]"),
  ROW ("tags", "a\U000E0041", "a[U+E0041]"),
  ROW ("line separator", "a\u2028b", "a[U+2028]b"),
  ROW ("surrogate is no UTF-8", "\xed\xa0\x80", "\ufffd\ufffd\ufffd"),
  ROW ("overlong is no UTF-8", "\xc0\xaf", "\ufffd\ufffd"),
  ROW ("beyond Unicode", "\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"),
};
static const Row markdown_rows[] = {
  ROW ("link", "https://evil.example/ [x](y)", "`https://evil.example/ [x](y)`"),
  ROW ("column mark", "a|b", "`a\\|b`"),
  ROW ("backtick closes no span", "a`b", "``a`b``"),
  ROW ("backtick at the ends", "`x`", "`` `x` ``"),
  ROW ("one line", "a\r\n b", "`a b`"),
  ROW ("nothing but space", " \t", ""),
  ROW ("mention", "@everyone #1", "`@everyone #1`"),
};
static const Row words_rows[] = {
  ROW ("markup", "*a* _b_ <c> [d] `e` #1 x|y & ~", "\\*a\\* \\_b\\_ \\<c\\> \\[d\\] \\`e\\` \\#1 x\\|y \\& \\~"),
};
static const Row csv_rows[] = {
  ROW ("plain", "mx.example.com", "mx.example.com"),
  ROW ("comma and quote", "a \"b\", c", "\"a \"\"b\"\", c\""),
  ROW ("formula", "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
  ROW ("formula behind space", " =1+1", "\"' =1+1\""),
  ROW ("formula with comma", "=HYPERLINK(\"http://evil.example\",1)", "\"'=HYPERLINK(\"\"http://evil.example\"\",1)\""),
  ROW ("minus, plus, at", "-1", "'-1"),
  ROW ("full-width equals", "\uff1d1", "'\uff1d1"),
  ROW ("tab in front", "\t=1", "\"' =1\""),
  ROW ("line end", "a\r\n b", "a b"),
  ROW ("separator of other countries", "a;=b", "\"a;=b\""),
};

static void
check (Escape escape, const Row *row)
{
  HsGuard guard = hs_guard_new (row->input.ptr, row->input.len);
  g_autoptr (GString) out = g_string_new ("<");
  g_autofree char *wanted = g_strconcat ("<", row->wanted, NULL);

  g_test_message ("%s", row->name);
  escape (out, (HsSlice){ guard.data, guard.len });
  g_assert_cmpstr (out->str, ==, wanted);
  for (gsize len = 0; len < guard.len; len++) {
    HsGuard cut = hs_guard_new (row->input.ptr, len);
    g_string_truncate (out, 0);
    escape (out, (HsSlice){ cut.data, len });
    g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
    hs_guard_free (&cut);
  }
  hs_guard_free (&guard);
}

#define CHECK_ALL(escape, rows)                   \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) \
  check (escape, &rows[i])

static void
test_rows (void)
{
  CHECK_ALL (hs_escape_html, html_rows);
  CHECK_ALL (hs_escape_text, text_rows);
  CHECK_ALL (hs_escape_markdown, markdown_rows);
  CHECK_ALL (hs_escape_markdown_words, words_rows);
  CHECK_ALL (hs_escape_csv, csv_rows);
}

static void
test_says_invalid (void)
{
  static const Escape all[] = { hs_escape_json, hs_escape_html, hs_escape_text, hs_escape_markdown, hs_escape_csv };
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    g_assert_true (all[i](out, HS_SLICE_LITERAL ("a\xff")));
    g_assert_false (all[i](out, HS_SLICE_LITERAL ("a\u00ff")));
    g_string_truncate (out, 0);
    g_assert_false (all[i](out, HS_SLICE_NONE));
    g_assert_cmpuint (out->len, ==, 0);
  }
}

static void
test_width (void)
{
  static const struct {
    const char *text;
    guint width;
  } rows[] = {
    { "", 0 },       { "relay", 5 }, { "日本語ホスト", 12 }, { "메일", 4 },       { "e\u0301", 1 }, { "\u00e9", 1 },
    { "\u241b", 1 }, { "ｘ", 2 },    { "\xff", 1 },          { "\U0001F4E7", 2 }, { "█▌", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard guard = hs_guard_new (rows[i].text, strlen (rows[i].text));
    g_assert_cmpuint (hs_text_width (guard.data, guard.len), ==, rows[i].width);
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/escape/rows", test_rows);
  g_test_add_func ("/escape/says-invalid", test_says_invalid);
  g_test_add_func ("/escape/width", test_width);
  return g_test_run ();
}
