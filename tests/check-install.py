#!/usr/bin/env python3
"""check-install.py BUILD_FOLDER SOURCE_ROOT: what `meson install` puts down is complete and usable.

Installs into a temporary folder; compiles every public header alone (C, and C++ where there is a compiler) and the C example of
README.md with what pkg-config says, and runs the example on a sample.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, **more)
    if done.returncode != 0:
        raise RuntimeError(f'{" ".join(command)}: exit status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}')
    return done.stdout


def compile_alone(header, flags, folder):
    source = os.path.join(folder, 'alone.c')
    with open(source, 'w', encoding='utf-8') as file:
        file.write(f'#include <hopscope/{header}>\nextern int nothing;\n')
    run(['cc', '-std=c11', '-Wall', '-Wextra', '-Werror', '-pedantic', '-fsyntax-only', *flags, source])
    if shutil.which('c++'):
        run(['c++', '-x', 'c++', '-std=c++17', '-Wall', '-Werror', '-fsyntax-only', *flags, source])


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    build, root = map(os.path.abspath, sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        run(['meson', 'install', '-C', build, '--no-rebuild', '--destdir', folder])
        [description] = glob.glob(f'{folder}/**/hopscope.pc', recursive=True)
        prefix = run(['pkg-config', '--variable=prefix', description]).strip()
        with open(description, encoding='utf-8') as file:
            text = file.read()
        with open(description, 'w', encoding='utf-8') as file:  # as if it were installed where it lies
            file.write(text.replace(f'prefix={prefix}\n', f'prefix={folder}{prefix}\n', 1))
        environment = {**os.environ, 'PKG_CONFIG_PATH': os.path.dirname(description)}
        flags = run(['pkg-config', '--cflags', 'hopscope'], env=environment).split()
        libraries = run(['pkg-config', '--libs', 'hopscope'], env=environment).split()
        headers = sorted(os.listdir(f'{folder}{prefix}/include/hopscope'))
        expected = sorted(os.path.basename(h).removesuffix('.in') for h in glob.glob(f'{root}/include/hopscope/*.h*'))
        if headers != expected:
            raise RuntimeError(f'installed headers {headers}, not {expected}')
        for header in headers:
            compile_alone(header, flags, folder)
        for wanted in ('bin/hopscope', 'share/bash-completion/completions/hopscope', 'share/zsh/site-functions/_hopscope',
                       'share/fish/vendor_completions.d/hopscope.fish'):
            if not os.path.exists(f'{folder}{prefix}/{wanted}'):
                raise RuntimeError(f'{wanted} is not installed')
        pages = sorted(os.path.relpath(path, f'{folder}{prefix}') for path in glob.glob(f'{folder}{prefix}/share/man/**/hopscope*', recursive=True))
        english = ['share/man/man1/hopscope.1', 'share/man/man5/hopscope-tables.5']
        if pages not in ([], english, ['share/man/ko/man1/hopscope.1', *english]):
            raise RuntimeError(f'manual pages installed: {pages}')
        with open(os.path.join(root, 'README.md'), encoding='utf-8') as file:
            [example] = re.findall(r'^```c\n(.*?)^```$', file.read(), re.M | re.S)
        source = os.path.join(folder, 'example.c')
        with open(source, 'w', encoding='utf-8') as file:
            file.write(example)
        run(['cc', '-Wall', '-Wextra', '-Werror', *flags, source, *libraries, '-o', folder + '/example'])
        [library] = glob.glob(f'{folder}/**/libhopscope.so', recursive=True)
        output = run([folder + '/example', os.path.join(root, 'samples', 'smtp-relay.eml')],
                     env={**os.environ, 'LD_LIBRARY_PATH': os.path.dirname(library)})
        if 'traversed' not in output:
            raise RuntimeError(f'the example of README.md prints {output!r}')
    print(f'{len(headers)} headers, the example prints: {output.strip()}')
    return 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except RuntimeError as error:
        print(error)
        sys.exit(1)
