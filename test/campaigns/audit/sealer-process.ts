// A process with a sealer, to be killed in the middle of anything.
import { randomUUID } from 'node:crypto'
import { openTargets } from '../../../kernel/database/targets.ts'
import { openFilePlace } from '../../../kernel/work/audit/file-place.ts'
import { startSealer } from '../../../kernel/work/audit/sealer.ts'
import { openSigningKey } from '../../../kernel/work/audit/signing-key.ts'
import { clinicDatabases } from './clinic.ts'

const { run, directory } = JSON.parse(process.argv[2] ?? '{}') as { run: string; directory: string }
const targets = await openTargets({ databases: ['t_clinic'], run })
startSealer({
  target: targets.of('t_clinic'),
  databases: clinicDatabases,
  holder: randomUUID(),
  signer: openSigningKey(directory),
  places: [openFilePlace(directory)],
  pace: { leaseMs: 400, standbyMs: 50, gapMs: 20, idleMs: 50, failedMs: 100, eventsMax: 64 },
  onError: () => undefined,
})
process.stdout.write('begun\n')
