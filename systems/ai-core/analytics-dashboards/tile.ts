// One number or drawing of a dashboard. It says by which definition it was made and of which moment its data are, and
// a refresh that is late never puts older data over newer ones.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineFeature,
  defineTable,
  exclude,
  instant,
  integer,
  json,
  oneOf,
  refersTo,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

/** Under the row's own lock: of two refreshes at once the one with the older data comes to nothing. */
const forward = defineFeature('forward', () => [
  {
    kind: 'routine',
    name: 'forward',
    security: 'invoker',
    body: `begin
  if old.data_as_of is not null and (new.data_as_of >= old.data_as_of) is not true
    and new.metric_version_id = old.metric_version_id then
    raise exception 'the tile shows newer data already' using errcode = 'AV304';
  end if;
  if new.metric_version_id <> old.metric_version_id and new.value is not distinct from old.value
    and new.value is not null then
    raise exception 'a value of another definition' using errcode = 'AV304',
      hint = 'Empty the value with the definition, or give both.';
  end if;
  return new;
end`,
    triggers: [{ name: 'forward', when: 'before', event: 'update', each: 'row' }],
  },
])

export const tiles = defineTable(
  'tiles',
  {
    dashboardId: belongsTo('dashboards', { inverse: 'tiles' }).immutable(),
    title: varchar(120),
    kind: oneOf('NUMBER', 'LINE', 'BAR', 'TABLE', 'TEXT'),
    /** The definition by which its value was made. */
    metricVersionId: refersTo('analyticsMetrics.metricVersion'),
    /** The same for people, shown beside the value. */
    definition: text(),
    left: integer(),
    top: integer(),
    width: integer().default(1),
    height: integer().default(1),
    value: json().optional(),
    /** The moment of the data, not of the refresh. */
    dataAsOf: instant().optional(),
    freshForMinutes: integer().default(1440),
  },
  [
    exclude('no_overlap', {
      dashboard_id: '=',
      'int4range("left", "left" + width)': '&&',
      'int4range(top, top + height)': '&&',
    }),
    check(
      'place',
      '"left" >= 0 and top >= 0 and width between 1 and 12 and height between 1 and 12',
    ),
    check('right', '"left" + width <= 12'),
    check('definition', "definition ~ '[^[:space:]]'"),
    check('freshness', '(value is null) = (data_as_of is null)'),
    check('fresh_for', 'fresh_for_minutes > 0'),
    forward,
    counted('dashboardId', { into: 'tileCount' }),
    audited(),
    timestamped(),
  ],
)
