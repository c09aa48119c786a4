"""A small validator for JSON Schema 2020-12: the keywords our schema uses, and an error for any other, so that none is silently not checked."""
import re

DATE_TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)')
TYPES = {
    'object': lambda v: isinstance(v, dict), 'array': lambda v: isinstance(v, list), 'string': lambda v: isinstance(v, str),
    'boolean': lambda v: isinstance(v, bool), 'null': lambda v: v is None,
    'integer': lambda v: isinstance(v, int) and not isinstance(v, bool),
    'number': lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
}
ANNOTATIONS = {'$schema', '$id', '$defs', '$comment', 'title', 'description', 'examples', 'default', 'deprecated'}


class Validator:
    def __init__(self, schema):
        self.root = schema

    def errors(self, value, schema=None, path='$'):
        """Yields "path: what" for everything that does not fit."""
        schema = self.root if schema is None else schema
        if schema is True:
            return
        if schema is False:
            yield f'{path}: nothing is allowed here'
            return
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS or keyword in ('then', 'else'):
                continue
            check = getattr(self, 'check_' + keyword.replace('$', ''), None)
            if check is None:
                raise ValueError(f'schema keyword {keyword} is not known to this validator')
            yield from check(value, wanted, schema, path)

    def fits(self, value, schema):
        return next(self.errors(value, schema), None) is None

    def check_ref(self, value, wanted, schema, path):
        target = self.root
        for part in wanted.lstrip('#').strip('/').split('/'):
            target = target[part.replace('~1', '/').replace('~0', '~')] if part else target
        yield from self.errors(value, target, path)

    def check_type(self, value, wanted, schema, path):
        if not any(TYPES[name](value) for name in ([wanted] if isinstance(wanted, str) else wanted)):
            yield f'{path}: {value!r:.60} is not {wanted}'

    def check_enum(self, value, wanted, schema, path):
        if not any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in wanted):
            yield f'{path}: {value!r:.60} is none of {wanted}'

    def check_const(self, value, wanted, schema, path):
        if value != wanted:
            yield f'{path}: {value!r:.60} is not {wanted!r}'

    def check_properties(self, value, wanted, schema, path):
        if isinstance(value, dict):
            for name, inner in wanted.items():
                if name in value:
                    yield from self.errors(value[name], inner, f'{path}.{name}')

    def check_required(self, value, wanted, schema, path):
        if isinstance(value, dict):
            for name in wanted:
                if name not in value:
                    yield f'{path}: {name} is missing'

    def check_additionalProperties(self, value, wanted, schema, path):
        if isinstance(value, dict):
            patterns = schema.get('patternProperties', {})
            for name in value:
                if name not in schema.get('properties', {}) and not any(re.search(p, name) for p in patterns):
                    yield from self.errors(value[name], wanted, f'{path}.{name}')

    def check_unevaluatedProperties(self, value, wanted, schema, path):
        known = set(schema.get('properties', {}))
        for part in schema.get('allOf', []):
            part = self.resolve(part)
            known |= set(part.get('properties', {}))
        if isinstance(value, dict):
            for name in set(value) - known:
                yield from self.errors(value[name], wanted, f'{path}.{name}')

    def resolve(self, schema):
        while '$ref' in schema and len(schema) == 1:
            target = self.root
            for part in schema['$ref'].lstrip('#').strip('/').split('/'):
                target = target[part]
            schema = target
        return schema

    def check_patternProperties(self, value, wanted, schema, path):
        if isinstance(value, dict):
            for pattern, inner in wanted.items():
                for name in value:
                    if re.search(pattern, name):
                        yield from self.errors(value[name], inner, f'{path}.{name}')

    def check_propertyNames(self, value, wanted, schema, path):
        if isinstance(value, dict):
            for name in value:
                yield from self.errors(name, wanted, f'{path}.{name}')

    def check_items(self, value, wanted, schema, path):
        if isinstance(value, list):
            for index, item in enumerate(value[len(schema.get('prefixItems', [])):]):
                yield from self.errors(item, wanted, f'{path}[{index}]')

    def check_prefixItems(self, value, wanted, schema, path):
        if isinstance(value, list):
            for index, (item, inner) in enumerate(zip(value, wanted)):
                yield from self.errors(item, inner, f'{path}[{index}]')

    def check_allOf(self, value, wanted, schema, path):
        for inner in wanted:
            yield from self.errors(value, inner, path)

    def check_anyOf(self, value, wanted, schema, path):
        if not any(self.fits(value, inner) for inner in wanted):
            yield f'{path}: fits no branch of anyOf'

    def check_oneOf(self, value, wanted, schema, path):
        fitting = sum(self.fits(value, inner) for inner in wanted)
        if fitting != 1:
            reasons = '; '.join(next(self.errors(value, inner, path), 'fits') for inner in wanted)
            yield f'{path}: fits {fitting} branches of oneOf ({reasons})'

    def check_not(self, value, wanted, schema, path):
        if self.fits(value, wanted):
            yield f'{path}: fits what it must not'

    def check_if(self, value, wanted, schema, path):
        branch = 'then' if self.fits(value, wanted) else 'else'
        if branch in schema:
            yield from self.errors(value, schema[branch], path)

    def check_pattern(self, value, wanted, schema, path):
        if isinstance(value, str) and not re.search(wanted, value):
            yield f'{path}: {value!r:.60} does not match {wanted}'

    def check_format(self, value, wanted, schema, path):
        if wanted != 'date-time':
            raise ValueError(f'format {wanted} is not known to this validator')
        if isinstance(value, str) and not DATE_TIME.fullmatch(value):
            yield f'{path}: {value!r:.60} is no RFC 3339 time'

    def check_minimum(self, value, wanted, schema, path):
        if TYPES['number'](value) and value < wanted:
            yield f'{path}: {value} is less than {wanted}'

    def check_maximum(self, value, wanted, schema, path):
        if TYPES['number'](value) and value > wanted:
            yield f'{path}: {value} is more than {wanted}'

    def check_minLength(self, value, wanted, schema, path):
        if isinstance(value, str) and len(value) < wanted:
            yield f'{path}: {value!r:.60} is shorter than {wanted}'

    def check_maxLength(self, value, wanted, schema, path):
        if isinstance(value, str) and len(value) > wanted:
            yield f'{path}: {value!r:.60} is longer than {wanted}'

    def check_minItems(self, value, wanted, schema, path):
        if isinstance(value, list) and len(value) < wanted:
            yield f'{path}: fewer than {wanted} items'

    def check_maxItems(self, value, wanted, schema, path):
        if isinstance(value, list) and len(value) > wanted:
            yield f'{path}: more than {wanted} items'

    def check_uniqueItems(self, value, wanted, schema, path):
        if wanted and isinstance(value, list) and any(item in value[:i] for i, item in enumerate(value)):
            yield f'{path}: an item stands there twice'

    def check_minProperties(self, value, wanted, schema, path):
        if isinstance(value, dict) and len(value) < wanted:
            yield f'{path}: fewer than {wanted} members'
