// A process that consumes and can be killed: it opens the platform as it stands and takes events until it ends.
import { randomUUID } from 'node:crypto'
import { toAcervo } from '../../../kernel/client/to-acervo.ts'
import { openTargets } from '../../../kernel/database/targets.ts'
import { defineModel } from '../../../kernel/index.ts'
import { startConsumers } from '../../../kernel/work/consumers.ts'
import { createPostgresTransport } from '../../../kernel/work/stream/postgres-transport.ts'
import { systems } from '../../../systems/index.ts'

const [run = '', prefix = ''] = process.argv.slice(2)
const model = defineModel(systems)
const databases = [...model.databases.values()].map(({ schema }) => schema)
const targets = await openTargets({ databases, run })
const platform = toAcervo({ model, targets })
const onError = (error: unknown): void => console.error(error)
const transport = createPostgresTransport({
  target: targets.of('sm_global'),
  prefix,
  holder: randomUUID(),
  onError,
  // Whoever was killed is followed soon.
  leaseMs: 400,
})
await startConsumers({ platform, transport, onError, batchMax: 8 })
console.log('ready')
