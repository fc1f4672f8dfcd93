// A process that runs jobs until it is killed: says on standard output what starts and what ends. Usage:
// worker-child.ts <database URL, or a data directory> <number of jobs it makes sure are sent> <when the first was, ms>
import { setTimeout as wait } from 'node:timers/promises'
import { openTargets } from '../../../kernel/database/targets.ts'
import { startJobs } from '../../../kernel/work/jobs/start-jobs.ts'

const [place = '', count = '0', begun = '0'] = process.argv.slice(2)
/** Fewer than the workers do: what is given back is measured, not what waits for its turn. */
const sentPerSecond = 20
const isServer = place.startsWith('postgres')
const targets = await openTargets({
  databases: ['campaign'],
  ...(isServer ? { run: place, allowPlain: ['127.0.0.1'] } : { dataDirectory: place }),
})
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
const name = 'work'
const jobs = await startJobs({
  acervo: { db: { as: () => undefined } },
  target: targets.of('campaign'),
  onError: (error) => say({ problem: String(error) }),
  jobs: [
    {
      name,
      concurrency: 2,
      run: async ({ input: { n } }) => {
        say({ start: n })
        await wait(20 + Math.random() * 400)
        say({ end: n })
      },
    },
  ],
})
// Every child sends them all as time goes by: a key makes each of them once.
const sendDue = async (from: number): Promise<number> => {
  const seconds = (Date.now() - Number(begun)) / 1000
  const until = Math.min(Number(count), Math.ceil(seconds * sentPerSecond))
  const due = Array.from({ length: until - from }, (_, at) => from + at)
  if (due.length > 0)
    await jobs.sendAll(
      name,
      due.map((n) => ({ input: { n }, singletonKey: `${n}` })),
    )
  return until
}
let sent = await sendDue(0)
process.once('SIGTERM', async () => {
  await jobs.stop()
  await targets.close()
  process.exit(0)
})
for (;;) {
  await wait(300)
  sent = await sendDue(sent)
  const [status] = (await jobs.status()).jobs
  const unsent = Number(count) - sent
  say({ left: unsent + (status?.waiting ?? 0) + (status?.active ?? 0), failed: status?.failed })
}
