// Tiles as they are shown: never a value without its definition and its age.
import {
  boolean,
  defineView,
  instant,
  integer,
  json,
  text,
  uuid,
  varchar,
} from '../../../kernel/index.ts'

export const tileStates = defineView(
  'tile_states',
  {
    tileId: uuid(),
    dashboardId: uuid(),
    title: varchar(120),
    value: json().optional(),
    definition: text(),
    dataAsOf: instant().optional(),
    ageMinutes: integer().optional(),
    stale: boolean(),
  },
  `select t.id as tile_id, t.dashboard_id, t.title, t.value, t.definition, t.data_as_of,
     floor(extract(epoch from acervo.now() - t.data_as_of) / 60)::integer as age_minutes,
     coalesce(t.data_as_of + t.fresh_for_minutes * interval '1 minute' < acervo.now(), true) as stale
   from {table:tiles} t`,
  { key: ['tileId'] },
)
