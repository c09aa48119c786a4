/* Marks of what is translated for people; src/po/extract.py looks for them.  SPDX-License-Identifier: MIT */
#pragma once

/* A literal in a table or of an HsText: it stays English here, and whoever shows it to people has it translated (writer.h). */
#define N_(msgid) msgid
