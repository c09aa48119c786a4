/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_H
#define HOPSCOPE_H

#include <hopscope/analyzer.h>
#include <hopscope/error.h>
#include <hopscope/explain.h>
#include <hopscope/limits.h>
#include <hopscope/macros.h>
#include <hopscope/options.h>
#include <hopscope/report.h>
#include <hopscope/ruleset.h>
#include <hopscope/seals.h>
#include <hopscope/source.h>
#include <hopscope/summary.h>
#include <hopscope/trace.h>
#include <hopscope/types.h>
#include <hopscope/version.h>

#endif
