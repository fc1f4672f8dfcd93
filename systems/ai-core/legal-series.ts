// A legal series: numbers from 1 without gaps, given at the moment of issue, each row chained to the one before by a
// hash over what it says. The series is a row; its lock makes one issue wait for the other, and a rolled-back one
// leaves no gap.
import { defineFeature, type Feature } from '../../kernel/index.ts'

export interface SeriesOptions {
  /** The `belongsTo` column that leads to the series; it has `lastNumber`, `lastHash`, `lastIssuedOn`. */
  readonly series: string
  /** SQL over SQL names: it is issued. */
  readonly issued: string
  /** SQL names of what the hash covers, beside series, number and day. Dates are cast by `dates`. */
  readonly covers: readonly string[]
}
/** Columns of the row: `number`, `issuedOn`, `previousHash`, `hash`, all by the database alone. */
export function legalSeries({ series, issued, covers }: SeriesOptions): Feature {
  return defineFeature('legalSeries', (table) => {
    const parent = table.columns[series]?.link?.table ?? ''
    const link = table.sql(series)
    return [
      {
        kind: 'routine',
        name: 'issue',
        // Only an issue moves the series.
        security: 'definer',
        body: `declare
  s record;
begin
  if not (select ${issued} from (select new.*) r) then
    if new.number is not null then
      raise exception using errcode = 'AV304', message = 'what has a number is issued';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.number is not null then
    return new;
  end if;
  select l.* into strict s from {table:${parent}} l where l.id = new.${link} for no key update;
  new.number := s.last_number + 1;
  new.issued_on := (acervo.now() at time zone 'Europe/Madrid')::date;
  if new.issued_on < s.last_issued_on then
    raise exception using errcode = 'AV304', message = 'the day is before that of the last number';
  end if;
  new.previous_hash := s.last_hash;
  new.hash := ${renderHash('new', link, covers)};
  update {table:${parent}} l
  set last_number = new.number, last_hash = new.hash, last_issued_on = new.issued_on where l.id = s.id;
  return new;
end`,
        triggers: (['insert', 'update'] as const).map((event) => ({
          name: `issue_${event}`,
          when: 'before' as const,
          event,
          each: 'row' as const,
        })),
      },
    ]
  })
}
/** SHA-256 over texts that no setting of a session changes. */
export function renderHash(alias: string, link: string, covers: readonly string[]): string {
  const words = [
    `${alias}.previous_hash`,
    `${alias}.${link}::text`,
    `${alias}.number::text`,
    `to_char(${alias}.issued_on, 'YYYY-MM-DD')`,
    ...covers.map((name) => `coalesce(${alias}.${name}::text, '')`),
  ]
  return `encode(sha256(convert_to(concat_ws('|', ${words.join(', ')}), 'UTF8')), 'hex')`
}
