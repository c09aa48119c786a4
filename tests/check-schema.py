#!/usr/bin/env python3
"""check-schema.py HOPSCOPE SCHEMA FILE|FOLDER...: everything hopscope writes as JSON fits its schema.

Runs it over the files named (a folder means the files in it; one that is not there is passed over) as ndjson, json, with --headers,
--redact and -v, and over input that cannot be read, and validates every document. Also: unknown is null, never an empty string; no
key is an SQL keyword; and, stricter than the schema, no key is there that it does not describe.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from json_schema import Validator  # noqa: E402

SQL_WORDS = set('from by for to with select where order group table index_ values in is as on join user limit offset_ having union all any '
                'case when then else end cast check create default desc asc distinct foreign grant primary references unique using'.split())
VARIANTS = [[], ['--headers'], ['--redact'], ['-v', '--no-seals'], ['--headers', '--redact', '-v']]


def run(hopscope, arguments, data=None):
    done = subprocess.run([hopscope, '--no-sandbox', *arguments], input=data, capture_output=True, timeout=300)
    if done.returncode not in (0, 4):
        raise RuntimeError(f'hopscope {" ".join(arguments)[:200]}: exit status {done.returncode}: {done.stderr.decode(errors="replace")[:300]}')
    return done.stdout.decode('utf-8')


def strict(schema):
    """The schema with every object closed: readers must bear new keys, but we must not write one that is not described."""
    if isinstance(schema, list):
        return [strict(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(inner) for name, inner in schema.items()}
    if isinstance(schema.get('properties'), dict) and schema.get('type') == 'object':
        closed['additionalProperties'] = False
    return closed


def no_constant(text):
    raise ValueError(f'{text} is no JSON')


def no_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f'a key stands twice in {names}')
    return dict(pairs)


def load(text):
    return json.loads(text, parse_constant=no_constant, object_pairs_hook=no_duplicates)


def habits(value, path='$'):
    """Promises of the interface that a schema does not say well."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in SQL_WORDS:
                yield f'{path}.{name}: is an SQL keyword'
            yield from habits(inner, f'{path}.{name}')
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from habits(inner, f'{path}[{index}]')
    elif value == '' and not path.endswith(('.value', '.raw')):
        yield f'{path}: an empty string; unknown is null'


def collect(names):
    for name in names:
        if os.path.isdir(name):
            for entry in sorted(os.listdir(name)):
                path = os.path.join(name, entry)
                if os.path.isfile(path) and not entry.startswith('.'):
                    yield path
        elif os.path.exists(name):
            yield name


def main():
    if len(sys.argv) < 4:
        print(__doc__, file=sys.stderr)
        return 2
    hopscope, files = sys.argv[1], list(collect(sys.argv[3:]))
    with open(sys.argv[2], encoding='utf-8') as file:
        validator = Validator(strict(json.load(file)))
    complaints, documents = [], 0

    def check(document, shown):
        nonlocal documents
        documents += 1
        for what in list(validator.errors(document))[:5] + list(habits(document))[:5]:
            complaints.append(f'{shown}: {what}')

    for variant in VARIANTS:
        lines = run(hopscope, ['-f', 'ndjson', '--trailer', *variant, *files]).split('\n')
        if lines.pop() != '':
            complaints.append('ndjson: the last line has no end')
        for number, line in enumerate(lines, 1):
            check(load(line), f'ndjson {" ".join(variant)} line {number}')
    for path in files:
        check(load(run(hopscope, ['-f', 'json', path])), f'json {path}')
    check(load(run(hopscope, ['-f', 'json', *files])), 'json of all files')
    for form in ('json', 'ndjson'):
        check(load(run(hopscope, ['summary', '-f', form, *files])), f'summary as {form}')
        for shown, data in (('empty input', b''), ('no mail', b'just words\n\nand more\n'), ('binary', bytes(range(256)) * 20)):
            check(load(run(hopscope, ['-f', form], data)), f'{form} of {shown}')
    for complaint in complaints[:40]:
        print(complaint)
    print(f'{documents} documents checked, {len(complaints)} complaints')
    return 1 if complaints or documents == 0 else 0


if __name__ == '__main__':
    sys.exit(main())
