// Four databases with nothing but an outbox. Only tests, campaigns and their processes import it.
import {
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  id,
  outbox,
} from '../../../kernel/index.ts'

export const areaNames = ['north', 'south', 'east', 'west'] as const
export type AreaName = (typeof areaNames)[number]

const outboxEvents = defineTable('outbox_events', { id: id().maintained() }, [outbox()])

const areas = defineSystem({
  name: 'areas',
  databases: areaNames.map((name) =>
    defineDatabase({ schema: `t_${name}`, name, tables: { outboxEvent: outboxEvents } }),
  ),
})

export const areasModel = defineModel([areas])
export const areaSchemas: readonly string[] = areaNames.map((name) => `t_${name}`)
