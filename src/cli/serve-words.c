/* SPDX-License-Identifier: MIT */
#include "serve-words.h"

#include <string.h>

static const char *const words[CLI_N_WORDS][CLI_N_LANGUAGES] = {
  [CLI_WORD_TITLE] = { "Analyze a message", "메시지 분석" },
  [CLI_WORD_TITLE_AGAIN] = { "Analyze another message, or this one again", "다른 메시지를 분석하거나 이 메시지를 다시 분석" },
  [CLI_WORD_MAIL] = { "Message or its headers", "메시지 또는 메시지 헤더" },
  [CLI_WORD_MAIL_HINT] = { "Paste what your mail program shows as “Show original”, “Internet headers” or “View source”.",
                           "메일 프로그램의 ‘원본 보기’, ‘인터넷 머리글’, ‘소스 보기’에 나오는 내용을 붙여 넣으세요." },
  [CLI_WORD_FILES] = { "Or files", "또는 파일" },
  [CLI_WORD_FILES_HINT] = { ".eml, .msg, mbox or an archive of those; 4 MiB at most.",
                            ".eml, .msg, mbox 또는 이들의 압축 파일, 최대 4 MiB." },
  [CLI_WORD_DROP_HINT] = { "Files can be dropped anywhere on this page.", "파일을 이 페이지 아무 곳에나 끌어다 놓아도 됩니다." },
  [CLI_WORD_AGAIN_HINT] = { "What you sent is still in this page: leave both empty to analyze it again.",
                            "보낸 내용이 이 페이지에 남아 있습니다. 둘 다 비워 두면 그 내용을 다시 분석합니다." },
  [CLI_WORD_KNOWN] = { "What you know (optional)", "알고 있는 정보 (선택 사항)" },
  [CLI_WORD_CONNECTORS] = { "Your inbound connectors", "인바운드 커넥터" },
  [CLI_WORD_CONNECTORS_HINT] = { "File with what `Get-InboundConnector | ConvertTo-Json -Depth 5` prints; the report then says which one fits.",
                                 "`Get-InboundConnector | ConvertTo-Json -Depth 5` 출력을 저장한 파일입니다. 메시지가 어느 커넥터에 맞는지 보고서에 표시됩니다." },
  [CLI_WORD_CONNECTORS_KEPT] = { "Use the file given before:", "앞서 선택한 파일 사용:" },
  [CLI_WORD_DOMAINS] = { "Your domains", "내 도메인" },
  [CLI_WORD_DOMAINS_HINT] = { "Separated by spaces or commas, such as example.com.", "공백이나 쉼표로 구분합니다. 예: example.com" },
  [CLI_WORD_TENANTS] = { "Your tenant IDs", "내 테넌트 ID" },
  [CLI_WORD_TENANTS_HINT] = { "GUIDs, separated by spaces or commas.", "GUID를 공백이나 쉼표로 구분합니다." },
  [CLI_WORD_TRUST] = { "Servers you trust", "신뢰하는 서버" },
  [CLI_WORD_TRUST_HINT] = { "Host, .domain, address or range, on the recipient's side.",
                            "수신 측의 호스트, .도메인, 주소 또는 주소 범위." },
  [CLI_WORD_REDACT] = { "Pseudonyms for people, hosts and addresses", "사람, 호스트, 주소를 가명으로 표시" },
  [CLI_WORD_REDACT_HINT] = { "To show a report to others: send them a download, not this page, which still holds the message.",
                             "보고서를 다른 사람에게 보여 줄 때 사용합니다. 이 페이지에는 원래 메시지가 들어 있으므로 내려받은 파일을 보내세요." },
  [CLI_WORD_ANALYZE] = { "Analyze", "분석" },
  [CLI_WORD_WORKING] = { "Analyzing…", "분석하는 중…" },
  [CLI_WORD_PRIVACY] = { "Everything stays on this machine. Nothing is kept but in this page; close it and it is gone.",
                         "모든 처리는 이 컴퓨터 안에서만 이루어집니다. 내용은 이 페이지에만 있으며, 닫으면 사라집니다." },
  [CLI_WORD_DOWNLOAD] = { "Download", "내려받기" },
  [CLI_WORD_DOWNLOAD_LARGE] = { "Some browsers cannot save links this large without JavaScript; the command hopscope writes the same files.",
                                "일부 브라우저는 JavaScript 없이 이렇게 큰 링크를 저장하지 못합니다. hopscope 명령으로 같은 파일을 만들 수 있습니다." },
  [CLI_WORD_GONE] = { "Hopscope is not running any more. Start it again with “hopscope serve” and open the address it prints. "
                      "What you entered is still here.",
                      "Hopscope가 종료되었습니다. ‘hopscope serve’로 다시 시작한 뒤 출력되는 주소를 여세요. 입력한 내용은 이 페이지에 그대로 남아 있습니다." },
  [CLI_WORD_TOO_LARGE] = { "That is too large: this page takes 4 MiB at a time. The command “hopscope FILE” reads mailboxes of any size.",
                           "너무 큽니다. 이 페이지는 한 번에 4 MiB까지 받습니다. ‘hopscope 파일’ 명령은 어떤 크기의 메일함도 읽습니다." },
  [CLI_WORD_NOTHING] = { "There is nothing to analyze yet: paste a message or choose a file.",
                         "분석할 내용이 없습니다. 메시지를 붙여 넣거나 파일을 선택하세요." },
  [CLI_WORD_NO_FORM] = { "What the browser sent could not be understood. Try again.",
                         "브라우저가 보낸 내용을 이해하지 못했습니다. 다시 시도하세요." },
  [CLI_WORD_CUT] = { "this page shows the first messages only; the command “hopscope FILE” reads all",
                     "이 페이지는 앞부분의 메시지만 표시합니다. ‘hopscope 파일’ 명령은 모두 읽습니다" },
};

static const char *const tags[CLI_N_LANGUAGES] = { "en", "ko" };

const char *
cli_word (CliLanguage language, CliWord word)
{
  return words[word][language];
}

const char *
cli_language_tag (CliLanguage language)
{
  return tags[language];
}

/* The weight in "ko-KR;q=0.8", in thousandths; 0 where it makes no sense. */
static guint
read_weight (const char *range, gsize len)
{
  const char *mark = memchr (range, ';', len);
  const char *end = range + len;
  guint weight = 0, unit = 1000;

  if (mark == NULL)
    return 1000;
  for (mark++; mark < end && *mark == ' ';)
    mark++;
  if (end - mark < 3 || g_ascii_tolower (mark[0]) != 'q' || mark[1] != '=')
    return 0;
  for (mark += 2; mark < end && unit > 0 && (g_ascii_isdigit (*mark) || (*mark == '.' && unit < 1000)); mark++)
    if (*mark != '.') {
      weight += (guint)(*mark - '0') * unit;
      unit /= 10;
    }
  return MIN (weight, 1000);
}

CliLanguage
cli_language_choose (const char *accept)
{
  CliLanguage best = CLI_ENGLISH;
  guint most = 0;

  while (accept != NULL && *accept != '\0') {
    gsize len = strcspn (accept, ",");
    while (len > 0 && *accept == ' ')
      accept++, len--;
    for (guint i = 0; i < CLI_N_LANGUAGES; i++) {
      gboolean named = len >= 2 && g_ascii_strncasecmp (accept, tags[i], 2) == 0 && (len == 2 || !g_ascii_isalnum (accept[2]));
      guint weight = named ? read_weight (accept, len) : 0;
      if (weight > most) {
        most = weight;
        best = i;
      }
    }
    accept += len + (accept[len] == ',');
  }
  return best;
}
