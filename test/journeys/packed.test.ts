// What a user gets: the package in an empty folder, a system of 25 lines, one command, and it is served, described
// and typed. The same files are examples/clinic.
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openProject, type Project } from '../support/packed.ts'

const example = new URL('../../examples/clinic/system.ts', import.meta.url)
const program = `import { createAcervo } from 'acervo'
import { clinic } from './system.ts'

const acervo = await createAcervo({ systems: [clinic], dataDirectory: './other' })
const db = acervo.db.as({ actor: 'user:ana', claims: { tenant: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d' } })
const ana = await db.clinic.client.create({ data: { name: 'Ana' } })
await db.clinic.visit.create({ data: { clientId: ana.id, price: '12.50' } })
const found = await db.clinic.client.findMany({ include: { visits: true } })
const price: string | null | undefined = found[0]?.visits[0]?.price
// @ts-expect-error the name is misspelt
const wrong = () => db.clinic.client.findMany({ where: { nmae: 'Ana' } })
console.log(JSON.stringify([found[0]?.visitCount, price, typeof wrong]))
await acervo.close()
`

test('the example is a system of at most 25 lines with at least three traits', () => {
  const text = readFileSync(example, 'utf8')
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(25)
  const traits = ['tenant', 'timestamped', 'searchable', 'softDeleted', 'counted', 'partitioned']
  const used = traits.filter((trait) => new RegExp(`\\b${trait}\\(`).test(text))
  expect(used.length).toBeGreaterThanOrEqual(3)
})

describe('the package in an empty folder', { timeout: 180_000 }, () => {
  let project: Project
  beforeAll(async () => {
    project = await openProject('examples/clinic')
  }, 300_000)
  afterAll(() => project?.close())

  test('one command serves the system, described and closed to strangers', async () => {
    const server = await project.start('npx', ['acervo', 'start', '--port', '0'], /Next:/)
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output)?.[0] ?? ''
    const path = join(project.folder, '.acervo', 'credentials.json')
    const key = JSON.parse(readFileSync(path, 'utf8')).keys[0].key as string
    const ask = (route: string, tenant: string, init: RequestInit = {}) =>
      fetch(`${address}${route}`, {
        ...init,
        headers: {
          authorization: `Bearer ${key}`,
          'acervo-claims': `tenant="${tenant}"`,
          'content-type': 'application/json',
        },
      })
    const [mine, theirs] = [1, 2].map((end) => `0192f0c1-2d3e-7a4b-8c5d-00000000000${end}`)

    const described = await (await ask('/openapi.json', mine ?? '')).json()
    expect(described).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/),
      paths: { '/v1/clinic/clients': { get: {}, post: {} } },
    })
    const body = JSON.stringify({ name: 'Ana Peñalver' })
    const made = await ask('/v1/clinic/clients', mine ?? '', { method: 'POST', body })
    expect([made.status, made.headers.get('location')]).toEqual([201, expect.any(String)])
    const route = new URL(made.headers.get('location') ?? '', address).pathname
    const read = await ask(route, mine ?? '')
    expect([read.status, await read.text()]).toEqual([200, expect.stringContaining('Ana Peñalver')])
    expect((await ask(route, theirs ?? '')).status).toBe(404)
    expect((await fetch(`${address}${route}`)).status).toBe(401)
    const listed = await ask('/v1/clinic/clients?q=penalver', mine ?? '')
    expect(await listed.text()).toContain('Ana Peñalver')
    await server.stop()
    await expect(fetch(`${address}/health/live`)).rejects.toThrow()
  })

  test('the client is typed by the declaration, and runs in a program of the user', async () => {
    await writeFile(join(project.folder, 'program.ts'), program)
    const tsc = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'tsc')
    const types = join(import.meta.dirname, '..', '..', 'node_modules', '@types')
    // As tsc --init has it: PGlite's own declarations do not compile.
    const strict = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2024',
      '--module',
      'nodenext',
    ]
    const files = ['--allowImportingTsExtensions', '--typeRoots', types, '--types', 'node']
    await project.run(tsc, ...strict, ...files, 'program.ts')
    const output = await project.run(process.execPath, 'program.ts')
    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual(['1', '12.50', 'function'])
  })
})
