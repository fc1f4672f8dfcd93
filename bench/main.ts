// `npm run bench [question ...]`: runs the questions of this folder and writes what it saw to results/.
// It measures and prints; a missed goal is said, never hidden, and ends with exit code 1.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { AcervoError } from '../kernel/index.ts'
import { type Claim, isHeld, type Measurement, writeResult } from './result.ts'

const notQuestions = new Set(['main', 'rounds', 'result', 'fixture', 'child'])
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => !notQuestions.has(name))

const { positionals: asked, values } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: 'postgres://postgres@127.0.0.1:5432/postgres' },
    nats: { type: 'string', default: 'nats://127.0.0.1:4222' },
    json: { type: 'boolean', default: false },
  },
})
const unknown = asked.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`No such question: ${unknown.join(', ')}. Known: ${known.join(', ')}.`)
  process.exit(2)
}

/** With `--json` one value at the end is all that is said. */
const say = (text: string) => (values.json ? undefined : console.log(text))
const measured: Record<string, Measurement> = {}
const missed: string[] = []
for (const name of asked.length === 0 ? known : asked) {
  say(`\n${name}`)
  try {
    const measurement = await ask(name)
    measured[name] = measurement
    say(JSON.stringify(measurement.figures, null, 2))
    for (const claim of measurement.claims) {
      say(describe(claim))
      if (!isHeld(claim)) missed.push(`${name}: ${claim.claim}`)
    }
  } catch (error) {
    console.error(`not measured: ${reasonOf(error)}`)
    missed.push(`${name}: not measured`)
  }
}
if (values.json) console.log(JSON.stringify(measured))
if (missed.length > 0) console.error(`\nMissed:\n  ${missed.join('\n  ')}`)
process.exit(missed.length === 0 ? 0 : 1)

async function ask(name: string): Promise<Measurement> {
  const url = pathToFileURL(join(import.meta.dirname, `${name}.ts`)).href
  const { measure } = (await import(url)) as {
    measure: (server: string, nats: string) => Promise<Measurement>
  }
  const measurement = await measure(values.server, values.nats)
  writeResult(name, measurement)
  say(measurement.question)
  return measurement
}

function reasonOf(error: unknown): string {
  if (error instanceof AcervoError) return `${error.message}. ${error.details ?? ''}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function describe(claim: Claim): string {
  const { median, min, max } = claim.ratio
  const goal = claim.atLeast === undefined ? `<= ${claim.atMost}` : `>= ${claim.atLeast}`
  const seen = `${median.toFixed(2)}x (${min.toFixed(2)}-${max.toFixed(2)}, goal ${goal})`
  return `${isHeld(claim) ? 'held  ' : 'MISSED'}  ${claim.claim}: ${seen}`
}
