import {
  belongsTo, counted, counter, decimal, defineDatabase, defineSystem, defineTable, oneOf,
  searchable, softDeleted, tenant, timestamped, varchar,
} from 'acervo'

const clients = defineTable(
  'clients',
  { name: varchar(80), visitCount: counter() },
  [tenant(), timestamped(), searchable({ name: 'A' }, { language: 'spanish' })],
)
const visits = defineTable(
  'visits',
  {
    clientId: belongsTo('clients', { onDelete: 'restrict', inverse: 'visits' }),
    status: oneOf('WAITING', 'SERVED').default('WAITING'),
    price: decimal(10, 2).optional(),
  },
  [tenant(), softDeleted(), counted('clientId', { into: 'visitCount' })],
)
const tables = { client: clients, visit: visits }
export const clinic = defineSystem({
  name: 'clinic',
  databases: [defineDatabase({ schema: 'clinic', name: 'clinic', tables })],
})
