// A process of writers, to be killed: says on its output what was acknowledged to it.
import { openTargets } from '../../../kernel/database/targets.ts'
import { seededRandom } from '../events/random.ts'
import { startWriters } from './writers.ts'

const { run, seed } = JSON.parse(process.argv[2] ?? '{}') as { run: string; seed: number }
const targets = await openTargets({ databases: ['t_clinic'], run })
startWriters({
  target: targets.of('t_clinic'),
  random: seededRandom(seed),
  writers: 4,
  openMs: 40,
  onAcknowledged: (changes) => process.stdout.write(`${JSON.stringify(changes)}\n`),
})
process.stdout.write('[]\n')
