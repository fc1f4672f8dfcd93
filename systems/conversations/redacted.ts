// redacted: secrets are taken out before a row is written, whoever writes it: under keys that name one, whatever stands
// there, however deep; in texts, what looks like one.
import { defineFeature, type Feature } from '../../kernel/index.ts'

const names =
  '(pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)'

/** What is found in a text -> what is written in its place. */
const patterns: readonly (readonly [found: string, written: string])[] = [
  ['(bearer|basic)\\s+[a-z0-9._~+/=-]{8,}', '\\1 [redacted]'],
  ['\\m(acervo|sk|pk|whsec|ghp|xox[a-z])_[a-z0-9_-]{8,}', '[redacted]'],
  ['\\meyJ[a-z0-9_-]+[.][a-z0-9_-]+[.][a-z0-9_-]*', '[redacted]'],
  [`(${names}["'']?\\s*[=:]\\s*)("[^"]*"|''[^'']*''|[^\\s,;&]+)`, '\\1[redacted]'],
  ['://[^/@\\s:]+:[^/@\\s]+@', '://[redacted]@'],
  ['[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)+', '[redacted]'],
]

export function redacted(columns: {
  readonly json: string
  readonly texts: readonly string[]
}): Feature {
  return defineFeature('redacted', (table) => [
    {
      kind: 'routine',
      name: 'redact',
      security: 'invoker',
      body: renderBody(table.sql(columns.json), columns.texts.map(table.sql)),
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `redact_${event}`,
        when: 'before' as const,
        event,
        each: 'row' as const,
      })),
    },
  ])
}

function renderBody(json: string, texts: readonly string[]): string {
  return `declare
  found record;
begin
  for found in
    with recursive node(path, name, value) as (
      select '{}'::text[], '', new.${json}
      union all
      select n.path || child.name, child.name, child.value from node n cross join lateral (
        select e.key as name, e.value from jsonb_each(
          case jsonb_typeof(n.value) when 'object' then n.value else '{}' end) e
        union all
        select (e.place - 1)::text, e.value from jsonb_array_elements(
          case jsonb_typeof(n.value) when 'array' then n.value else '[]' end) with ordinality as e(value, place)
      ) child where n.name !~* '${names}'
    )
    select path, name ~* '${names}' as is_secret, value #>> '{}' as words from node
    where name ~* '${names}' or jsonb_typeof(value) = 'string'
  loop
    new.${json} = case
      when found.path = '{}' then to_jsonb(${clean('found.words')})
      else jsonb_set(new.${json}, found.path,
        to_jsonb(case when found.is_secret then '[redacted]' else ${clean('found.words')} end)) end;
  end loop;
${texts.map((column) => `  new.${column} = ${clean(`new.${column}`)};`).join('\n')}
  return new;
end`
}

function clean(value: string): string {
  return patterns.reduce(
    (text, [found, written]) => `regexp_replace(${text}, '${found}', '${written}', 'gi')`,
    value,
  )
}
