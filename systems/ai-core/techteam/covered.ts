// Published, a rota is covered from its first moment to its last: asked of the rota when a transaction commits, so
// that two shifts can be swapped in one.
import { settled } from '../../../kernel/index.ts'

export const covered = (rota: string) =>
  settled('covered', {
    of: rota,
    condition: `p.status <> 'PUBLISHED' or (
      select range_agg(tstzrange(s.starts_at, s.ends_at)) from {table:on_call_shifts} s
      where s.rota_id = p.id) = tstzmultirange(tstzrange(p.starts_at, p.ends_at))`,
    message: 'a published rota is covered from end to end',
  })
