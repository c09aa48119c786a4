/* Hopscope: where a mail message really went.  SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_MACROS_H
#define HOPSCOPE_MACROS_H

#include <glib.h>

#if defined(__GNUC__)
#define HS_API __attribute__ ((visibility ("default")))
#else
#define HS_API
#endif

#endif
