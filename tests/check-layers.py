#!/usr/bin/env python3
"""check-layers.py SOURCE_ROOT: a module includes only what lies below it (src/layers.txt), and the library asks nobody but its arguments.

Below: on a line above in layers.txt, or on its own line to the left of it; the parts of one module (chain, chain-trust) on one line
may include each other.

Also: the tool sees only the public headers, public headers see only each other and GLib, and each foreign library stays in its place.
"""
import os
import re
import sys

INCLUDE = re.compile(r'^#\s*include\s+([<"])([^>"]+)[>"]', re.M)
# What would make the same input give another output: clock, environment, locale, network.
IMPURE = re.compile(r'\b(g?etenv|g_getenv|g_get_environ|setlocale|strftime|g_date_time_new_now\w*|g_get_real_time|g_get_current_time|time|'
                    r'gettimeofday|clock_gettime|localtime\w*|getaddrinfo|gethostby\w+|g_resolver_\w+|socket|connect|g_get_host_name|'
                    r'g_get_user_name|g_get_home_dir|srand|rand|random|g_random_\w+)\s*\(')
# Who may use a library (module names, by prefix).
PLACES = {'gmime/': ('mime',), 'gnutls/': ('seal',), 'json-glib/': ('json-input', 'connectors', 'endpoints', 'records', 'summary'),
          'gsf/': ('msg',), 'archive': ('archive', 'unpack', 'stream'), 'pcre2.h': ('pattern',), 'microhttpd.h': ()}


def strip(text):
    """The code without comments and strings, so that words in them do not count."""
    text = re.sub(r'/\*.*?\*/', lambda m: '\n' * m.group().count('\n'), text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def read_layers(path):
    """Module to (line, position in it)."""
    order = {}
    with open(path, encoding='utf-8') as lines:
        for number, line in enumerate(lines):
            if not line.startswith('#'):
                for position, module in enumerate(line.split()):
                    order[module] = (number, position)
    return order


def lies_below(target, module, order):
    """TRUE if @module may include @target."""
    if order[target][0] == order[module][0] and target.split('-')[0] == module.split('-')[0]:
        return True
    return order[target] <= order[module]


def check_library(src, order, complain):
    for name in sorted(os.listdir(src)):
        module, extension = os.path.splitext(name)
        if extension not in ('.c', '.h'):
            continue
        if module not in order:
            complain(f'src/{name}: is not in layers.txt; give it a line there')
            continue
        with open(os.path.join(src, name), encoding='utf-8') as file:
            text = file.read()
        for kind, target in INCLUDE.findall(text):
            below = os.path.splitext(target)[0]
            if kind == '"' and target == 'data/hs-tables.h':  # generated
                continue
            if kind == '"' and below not in order:
                complain(f'src/{name}: includes "{target}", which no layer knows')
            elif kind == '"' and not lies_below(below, module, order):
                complain(f'src/{name}: includes "{target}", which lies above it in layers.txt')
            if kind == '<':
                for prefix, users in PLACES.items():
                    if target.startswith(prefix) and not module.startswith(users):
                        complain(f'src/{name}: includes <{target}>, which belongs to {", ".join(users) or "the tool"} only')
        code = re.sub(r'^.*G_GNUC_PRINTF.*$', '', strip(text), flags=re.M)
        for match in IMPURE.finditer(code):
            line = code.count('\n', 0, match.start()) + 1
            complain(f'src/{name}:{line}: calls {match.group(1)}(): the library asks nobody but its arguments')


def check_folder(folder, shown, allowed, complain):
    for name in sorted(os.listdir(folder)):
        if not name.endswith(('.c', '.h', '.h.in')):
            continue
        with open(os.path.join(folder, name), encoding='utf-8') as file:
            for kind, target in INCLUDE.findall(file.read()):
                if not allowed(kind, target):
                    complain(f'{shown}/{name}: may not include {target}')


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    root = sys.argv[1]
    complaints = []
    cli = os.path.join(root, 'src', 'cli')
    own = set(os.listdir(cli))
    check_library(os.path.join(root, 'src'), read_layers(os.path.join(root, 'src', 'layers.txt')), complaints.append)
    check_folder(cli, 'src/cli', lambda kind, target: target in own if kind == '"' else
                 not target.startswith('hopscope/') or target == 'hopscope/hopscope.h', complaints.append)
    check_folder(os.path.join(root, 'include', 'hopscope'), 'include/hopscope',
                 lambda kind, target: kind == '<' and (target.startswith('hopscope/') or target == 'glib.h'), complaints.append)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
