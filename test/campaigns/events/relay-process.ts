// A relay in a process of its own: node --conditions=source relay-process.ts '<json>'. Says so on its output when it
// has begun, and works until it is killed.
import { openTargets } from '../../../kernel/database/targets.ts'
import { startRelay } from '../../../kernel/work/relay/relay.ts'
import { createNatsTransport } from '../../../kernel/work/stream/nats-transport.ts'
import { areaSchemas, areasModel } from '../../support/events/areas-system.ts'

export interface RelayProcessOptions {
  readonly run: string
  readonly nats: string
  readonly prefix: string
  readonly stream: string
  readonly holder: string
  readonly leaseMs: number
}

const given = JSON.parse(process.argv[2] as string) as RelayProcessOptions
const targets = await openTargets({ databases: areaSchemas, run: given.run })
const onError = (): void => undefined
startRelay({
  target: targets.of(areaSchemas[0] as string),
  databases: [...areasModel.databases.values()],
  transport: createNatsTransport({
    url: given.nats,
    prefix: given.prefix,
    stream: given.stream,
    duplicateWindowMs: 100,
    ackTimeoutMs: 1_000,
    onError,
  }),
  prefix: given.prefix,
  holder: given.holder,
  pace: { leaseMs: given.leaseMs, standbyMs: 100, attemptsMax: 1_000 },
  settings: () => ({ 'acervo.relay_holder': given.holder }),
  onError,
})
process.stdout.write('begun\n')
