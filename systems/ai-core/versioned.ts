// What all definitions with versions share (metric, prompt, agent, model): a version is written as a draft, published
// once it is ready, and from then on never changes. One of them is in force; publishing another one retires it, and a
// retired one may come back.
import {
  check,
  defineFeature,
  type Feature,
  frozen,
  index,
  instant,
  integer,
  oneOf,
  states,
  unique,
  varchar,
} from '../../kernel/index.ts'
import { numbered } from './numbered.ts'

/** Beside the link to what it is a version of. */
export const versionColumns = {
  version: integer().immutable().maintained(),
  status: oneOf('DRAFT', 'PUBLISHED', 'RETIRED').default('DRAFT'),
  /** When it came into force last. */
  publishedAt: instant().optional(),
  publishedBy: varchar(200).optional(),
  /** Why it differs from the one before. */
  changeNote: varchar(500).optional(),
} as const

/** `table` is the SQL name, `link` the `belongsTo` column of what it is a version of. */
export function versioned(table: string, link: string) {
  return [
    numbered(link),
    unique([link], { name: `${table}_one_published_key`, where: "status = 'PUBLISHED'" }),
    check('published', "status = 'DRAFT' or published_at is not null"),
    index([link, 'status']),
    states('status', {
      next: { DRAFT: ['PUBLISHED'], PUBLISHED: ['RETIRED'], RETIRED: ['PUBLISHED'] },
      initial: ['DRAFT'],
      stamps: { PUBLISHED: 'publishedAt' },
    }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status', 'publishedAt', 'publishedBy'],
      message: 'a version that was published does not change',
    }),
    superseding(link),
  ] as const
}

/** Under the lock of the definition: of two who publish at once the second retires what the first has published. */
function superseding(link: string): Feature {
  return defineFeature('superseding', (table) => {
    const column = table.sql(link)
    return [
      {
        kind: 'routine',
        name: 'supersede',
        security: 'definer',
        body: `begin
  if new.status = 'PUBLISHED' and old.status <> 'PUBLISHED' then
    perform from {table:${table.columns[link]?.link?.table ?? ''}} p where p.id = new.${column} for no key update;
    update {table} r set status = 'RETIRED'
    where r.${column} = new.${column} and r.status = 'PUBLISHED' and r.id <> new.id;
  end if;
  return new;
end`,
        triggers: [{ name: 'supersede', when: 'before', event: 'update', each: 'row' }],
      },
    ]
  })
}
