// The specifications as each system keeps them, held to the inventory beside the project where that is there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readInventories, toSpecified } from './support/inventory.ts'

const folders: Readonly<Record<string, string>> = {
  '000': 'banking',
  '001': 'agents',
  '002': 'conversations',
  '003': 'ai-core',
  '004': 'orquix',
}
const inventories = readInventories()

describe.skipIf(inventories === undefined)('shared/seeds/inventory.json', () => {
  test('there are five specifications', () => {
    expect(inventories?.map(({ seed }) => seed)).toEqual(Object.keys(folders))
  })

  test.each(Object.entries(folders))('specification.json says all that %s says', (seed, folder) => {
    const file = join(import.meta.dirname, '..', 'systems', folder, 'specification.json')
    const inventory = inventories?.find((one) => one.seed === seed)
    expect(inventory).toBeDefined()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(inventory && toSpecified(inventory))
  })
})
