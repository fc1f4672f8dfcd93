// C3: a subject that was shredded stays unreadable when an older backup comes back, and it is the tombstone that
// does it.
import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAcervo } from '../../../kernel/client/create-acervo.ts'
import { onEachEngine } from '../../support/database.ts'
import { patientOf, patientsSystem, personOf } from '../../support/patients.ts'
import { type OnCluster, openOnCluster } from './on-cluster.ts'

type Opened = Awaited<ReturnType<OnCluster['open']>>

const read = async (acervo: Opened) =>
  (await acervo.db.care.patient.findMany({ orderBy: { number: 'asc' } })).map(({ ssn }) => ssn)

async function within<T>(
  opening: Promise<Opened>,
  body: (acervo: Opened) => Promise<T>,
): Promise<T> {
  const acervo = await opening
  try {
    return await body(acervo)
  } finally {
    await acervo.close()
  }
}

const fill = async (acervo: Opened) => {
  await acervo.db.care.patient.createMany({ data: [1, 2, 3].map(patientOf) })
}
const whole = ['SSN-1', 'SSN-2', 'SSN-3']
const without = ['SSN-1', null, 'SSN-3']

onEachEngine((engine) => {
  if (engine === 'postgres') onServer()
  else inDirectory()
})

function onServer(): void {
  let place: OnCluster
  beforeAll(async () => {
    place = await openOnCluster()
  }, 120_000)
  afterAll(() => place?.close())

  const restore = async (name: string, dump: string) => {
    await place.query(`create database ${name}`)
    const url = new URL(place.cluster.url)
    url.pathname = `/${name}`
    execFileSync(place.cluster.binary('pg_restore'), ['-d', url.href, dump])
  }

  test('a restored dump of before the erasure opens without the erased', async () => {
    const dump = join(place.folder, 'before.dump')
    await within(place.open(), fill)
    execFileSync(place.cluster.binary('pg_dump'), ['-Fc', '-f', dump, place.cluster.url])
    await within(place.open(), async (acervo) => {
      expect(await read(acervo)).toEqual(whole)
      await acervo.shred(personOf(2))
      expect(await read(acervo)).toEqual(without)
    })
    await restore('restored', dump)
    expect(await within(place.open('restored'), read)).toEqual(without)
    // Without the tombstones the backup would have brought it back.
    await rename(`${place.keyFile}.shredded`, `${place.keyFile}.hidden`)
    await restore('unguarded', dump)
    expect(await within(place.open('unguarded'), read)).toEqual(whole)
  }, 240_000)
}

function inDirectory(): void {
  test('a copied directory of before the erasure opens without the erased', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'acervo-restore-'))
    const data = join(folder, 'data')
    const keyFile = join(folder, 'elsewhere', 'keys.json')
    const open = () =>
      createAcervo({ systems: [patientsSystem], dataDirectory: data, home: folder, keyFile })
    try {
      await within(open(), fill)
      await cp(data, join(folder, 'backup'), { recursive: true })
      await within(open(), async (acervo) => {
        await acervo.shred(personOf(2))
      })
      await rm(data, { recursive: true })
      await cp(join(folder, 'backup'), data, { recursive: true })
      expect(await within(open(), read)).toEqual(without)
      await rename(`${keyFile}.shredded`, `${keyFile}.hidden`)
      await rm(data, { recursive: true })
      await rename(join(folder, 'backup'), data)
      expect(await within(open(), read)).toEqual(whole)
      // And without the key file nothing is opened over what it encrypts, nor a new one made.
      await rm(keyFile)
      const error = await open().catch((thrown) => thrown)
      expect(error.code).toBe('ACV331')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }, 240_000)
}
