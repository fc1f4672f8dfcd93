// A child process: our server over the shop of the parent's database, alone or beside other systems, with every limit at
// its default.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toAcervo } from '../../kernel/client/to-acervo.ts'
import { openTargets } from '../../kernel/database/targets.ts'
import { type Acervo, defineModel } from '../../kernel/index.ts'
import { openCredentials } from '../../server/credentials.ts'
import { startServer } from '../../server/start.ts'
import { connections, shop } from '../fixture.ts'
import { systemsOf } from '../start/systems.ts'

const [run = '', beside] = process.argv.slice(2)
const model = defineModel([shop, ...(beside === undefined ? [] : await systemsOf(beside))])
const databases = [...model.databases.values()].map(({ schema }) => schema)
const targets = await openTargets({ databases, run, connectionsMax: connections })
const directory = mkdtempSync(join(tmpdir(), 'acervo-bench-'))
const credentials = openCredentials(directory)
const [first] = JSON.parse(readFileSync(credentials.path, 'utf8')).keys as { key: string }[]
const acervo = toAcervo({ model, targets }) as unknown as Acervo
const server = await startServer({ acervo, credentials, host: '127.0.0.1', port: 0 })
process.send?.({ port: Number(new URL(server.address).port), key: first?.key })
process.on('disconnect', async () => {
  await server.close()
  await targets.close()
  rmSync(directory, { recursive: true })
})
